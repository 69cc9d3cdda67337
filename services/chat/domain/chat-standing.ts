/**
 * What somebody is to a chat at this moment, by where they are in the meeting. Asked anew before everything that is told or done, so that whoever is
 * moved to another room, demoted or left in front of the door feels it at once.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { isHost } from '@veche/contracts/signalling/permissions.ts';
import type { ChatPlace, Door, Whereabouts } from '../needs.ts';

export type ChatStanding =
  /** Hosts: the policy does not bind them. */
  | { readonly name: 'in'; readonly isHost: boolean }
  /** They neither read nor write, and are told nothing. */
  | { readonly name: 'out'; readonly refusal: 'waiting_for_host' | 'not_in_this_room' };

/** What is asked of a place is for those whom the running meeting does not see; `door` counts while the meeting does not go on. */
export function chatStanding(
  { role, mustWait }: Pick<ChatPlace, 'role' | 'mustWait'>,
  whereabouts: Whereabouts | undefined,
  chat: 'main' | 'room',
  door: Door,
): ChatStanding {
  switch (whereabouts?.where) {
    case undefined:
      // Nobody is in a room then, and who is not in it does not read it.
      if (chat === 'room') return { name: 'out', refusal: 'not_in_this_room' };
      if (door === 'shut') return { name: 'out', refusal: 'waiting_for_host' };
      return { name: 'in', isHost: isHost(role) };
    case 'here':
      return { name: 'in', isHost: isHost(whereabouts.role) };
    case 'elsewhere':
      return { name: 'out', refusal: 'not_in_this_room' };
    case 'waiting':
      return { name: 'out', refusal: 'waiting_for_host' };
    case 'absent':
      if ((mustWait || !whereabouts.doorOpen) && role !== 'host') return { name: 'out', refusal: 'waiting_for_host' };
      // Whoever left the meeting from a room is not in it any more. The main chat needs no microphone and no camera.
      if (chat === 'room') return { name: 'out', refusal: 'not_in_this_room' };
      return { name: 'in', isHost: isHost(role) };
  }
}

/** From a room that the running meeting does not have (any more), whoever is in the meeting is elsewhere. */
export function seenFromRoom(
  room: Whereabouts | undefined,
  main: () => Whereabouts | undefined,
): Whereabouts | undefined {
  if (room !== undefined) return room;
  const seen = main();
  return seen?.where === 'here' ? { where: 'elsewhere' } : seen;
}

/**
 * Direct messages never cross rooms. Throws `not_joined`, `receiver_in_another_room`, `receiver_not_found`. While the meeting does not go on nobody
 * is anywhere, and what is written is read later.
 */
export function requireTogether(sender: Whereabouts | undefined, receiver: Whereabouts | undefined): void {
  if (sender !== undefined && sender.where !== 'here') throw new VecheError('not_joined');
  if (receiver === undefined || receiver.where === 'here') return;
  const isElsewhere = receiver.where === 'elsewhere';
  throw new VecheError(isElsewhere ? 'receiver_in_another_room' : 'receiver_not_found', { field: 'receiverId' });
}
