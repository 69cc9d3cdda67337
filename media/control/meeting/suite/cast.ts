/** Who takes part in a random sequence, and who is meant by an action's numbers as things stand. */
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import type { LiveMeeting } from '../meeting-state.ts';
import { type Action, hostActions, type Meant } from './meeting-actions.ts';

export interface Cast {
  readonly ownerId: string;
  /** Without the owner. The last one has to wait wherever they come. */
  readonly guestIds: readonly string[];
}

export const mustWait = ({ guestIds }: Cast, participantId: string): boolean => participantId === guestIds.at(-1);

/** The owner among them. */
export const personOf = ({ guestIds, ownerId }: Cast, nth: number): string =>
  [...guestIds, ownerId][nth % (guestIds.length + 1)]!;

/** Mostly somebody who may: what is refused is soon known, what is done goes far. */
export function doerOf(cast: Cast, action: Action, state: LiveMeeting): string {
  if (action.name === 'joinOwner') return cast.ownerId;
  const hosts = [...state.participants.values()].filter(
    ({ role, connection }) => isHost(role) && connection.name === 'connected',
  );
  const isForHosts = hostActions.has(action.name) && action.who % 5 > 0;
  const host = isForHosts ? hosts[action.who % hosts.length] : undefined;
  return host?.participantId ?? personOf(cast, action.who);
}

export function meantBy(cast: Cast, action: Action, { breakout: { rooms } }: LiveMeeting): Meant {
  const roomId = rooms.length === 0 ? null : (rooms[action.what % (rooms.length + 1)]?.roomId ?? null);
  return { participantId: personOf(cast, action.what), roomId, who: action.who };
}
