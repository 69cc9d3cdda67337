/**
 * Conferences over the real embedded profile in a folder of its own. Who asks is said by the header `x-account`, as identity
 * would say it; the media server's part is a record of what it was told.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { undocumentedError } from '@veche/contracts/rest/documented-errors-suite.ts';
import { openEmbedded } from '@veche/profiles/embedded.ts';
import { httpForTests } from '@veche/testkit/http-for-tests.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import type { FastifyRequest, LightMyRequestResponse } from 'fastify';
import { type ConferencesService, openConferences } from '../conferences-service.ts';

export const ann = '11111111-1111-4111-8111-111111111111';
export const bob = '22222222-2222-4222-8222-222222222222';
export const publicUrl = 'https://meet.example.org';

export interface SendOptions {
  readonly as?: string;
  readonly body?: unknown;
  readonly address?: string;
}

export interface ConferencesForTests {
  readonly service: ConferencesService;
  readonly clock: ManualClock;
  /** Errors that are none of the catalogue, and those that the route's schema does not tell of. */
  readonly unexpected: readonly unknown[];
  /** Participants by meeting, as the media server would count them. */
  readonly inside: Map<string, number>;
  /** Meetings that the media server was told to end. */
  readonly putOut: string[];
  /** What the media server was told about sound. */
  readonly soundModes: (readonly [conferenceId: string, mode: string])[];
  /** Meetings whose chat was told to go. */
  readonly forgotten: string[];
  mediaServerIsFree: boolean;
  /** Accounts whose session has ended. */
  readonly signedOut: Set<string>;
  /** What happens elsewhere while somebody's join is under way. */
  whileJoining: () => Promise<void>;
  send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    options?: SendOptions,
  ): Promise<LightMyRequestResponse>;
  create(body?: object, as?: string): Promise<{ id: string; joinLink: string; joinPassword: string | null }>;
  join(id: string, body?: object, options?: Omit<SendOptions, 'body'>): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

/** The session under which an account asks. */
export const sessionOf = (userId: string): string => `session of ${userId}`;

export async function conferencesForTests(): Promise<ConferencesForTests> {
  const folder = await mkdtemp(join(tmpdir(), 'veche-conferences-'));
  const clock = new ManualClock();
  const random = seededRandomSource(1);
  const ports = await openEmbedded({ dataFolder: folder, clock, random });
  const inside = new Map<string, number>();
  const putOut: string[] = [];
  const forgotten: string[] = [];
  const soundModes: [string, string][] = [];
  const signedOut = new Set<string>();
  const state = { mediaServerIsFree: true, whileJoining: async () => {} };
  const service = await openConferences({
    ...ports,
    clock,
    random,
    signedIn: async (request: FastifyRequest) => {
      const userId = request.headers['x-account'];
      if (typeof userId !== 'string' || signedOut.has(userId)) return undefined;
      return { userId, sessionId: sessionOf(userId) };
    },
    stillSignedIn: async ({ userId }) => !signedOut.has(userId),
    accountName: async (userId) => (userId === ann ? 'Ann' : 'Bob'),
    publicUrl: () => publicUrl,
    route: async () => {
      await state.whileJoining();
      return state.mediaServerIsFree ? { mediaUrl: 'wss://meet.example.org/media/v1/signalling' } : undefined;
    },
    chatUrl: (chatToken, origin) => `${origin.replace(/^http/, 'ws')}/chat/v1/socket/${chatToken}`,
    iceServers: () => [{ urls: ['stun:stun.example.org'] }],
    live: (id) => {
      const participants = inside.get(id);
      return participants === undefined ? undefined : { participants };
    },
    conferenceDeleted: async (id) => {
      forgotten.push(id);
    },
    soundModeChosen: (id, mode) => soundModes.push([id, mode]),
    endConference: (id) => {
      putOut.push(id);
      inside.delete(id);
    },
  });
  const { http, unexpected } = await httpForTests(async (instance) => {
    instance.addHook('onSend', async ({ method, routeOptions }, reply, payload) => {
      const missing = undocumentedError(routeOptions.schema?.response, reply.statusCode, String(payload));
      if (missing !== undefined) unexpected.push(`${method} ${routeOptions.url}: ${missing}`);
    });
    await instance.register(service.plugin);
  });
  const send: ConferencesForTests['send'] = (method, url, { as, body, address } = {}) =>
    http.inject({
      method,
      url,
      headers: as === undefined ? {} : { 'x-account': as },
      ...(body === undefined ? {} : { payload: body as object }),
      ...(address === undefined ? {} : { remoteAddress: address }),
    });
  return Object.assign(state, {
    service,
    clock,
    unexpected,
    signedOut,
    inside,
    putOut,
    soundModes,
    forgotten,
    send,
    create: async (body: object = { name: 'Standup' }, as = ann) =>
      (await send('POST', '/api/v1/conferences', { as, body })).json<{
        id: string;
        joinLink: string;
        joinPassword: string | null;
      }>(),
    join: (id: string, body: object = { name: 'Guest' }, options: Omit<SendOptions, 'body'> = {}) =>
      send('POST', `/api/v1/conferences/${id}/participants`, { ...options, body }),
    close: async () => {
      await http.close();
      await ports.close();
      await rm(folder, { recursive: true });
    },
  });
}
