/** Meetings over HTTP. */
import type {
  Conference,
  ConferenceList,
  CreateConferenceRequest,
  CreatedConference,
  JoinAnswer,
  JoinRequest,
  SoundCheck,
  UpdateConferenceRequest,
} from '@veche/contracts/rest/conferences.ts';
import type { RoomPlan, RoomPlanRequest } from '@veche/contracts/rest/room-plan.ts';
import { ask } from './http.ts';

export const meetings = {
  planned: async (): Promise<readonly Conference[]> => (await ask<ConferenceList>('GET', '/conferences')).conferences,
  create: (request: CreateConferenceRequest) => ask<CreatedConference>('POST', '/conferences', request),
  find: (id: string) => ask<Conference>('GET', `/conferences/${id}`),
  update: (id: string, changes: UpdateConferenceRequest) => ask<Conference>('PATCH', `/conferences/${id}`, changes),
  /** `keepalive`: the page may go away meanwhile. */
  remove: (id: string, keepalive = false) => ask<void>('DELETE', `/conferences/${id}`, undefined, { keepalive }),
  /** The breakout rooms that are prepared. */
  rooms: (id: string) => ask<RoomPlan>('GET', `/conferences/${id}/rooms`),
  keepRooms: (id: string, plan: RoomPlanRequest) => ask<RoomPlan>('PUT', `/conferences/${id}/rooms`, plan),
  join: (id: string, request: JoinRequest) => ask<JoinAnswer>('POST', `/conferences/${id}/participants`, request),
  /** Two places in a meeting of one's own, to hear oneself. */
  soundCheck: () => ask<SoundCheck>('POST', '/sound-checks', {}),
};
