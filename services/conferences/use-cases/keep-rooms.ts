/** The media server tells which breakout rooms a meeting has from now on. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { RoomView } from '@veche/contracts/signalling/breakout-view.ts';
import type { ConferencesParts } from '../conferences-parts.ts';

/**
 * Durable when it resolves; answers the rooms that are gone with it. Throws `conference_ended`, and `room_not_found` for the id of what is no room of
 * this meeting.
 */
export async function keepRooms(
  parts: ConferencesParts,
  conferenceId: string,
  rooms: readonly RoomView[],
): Promise<readonly string[]> {
  const kept = await parts.rooms.keep(conferenceId, rooms, parts.clock.nowMs());
  if (kept === 'ended') throw new VecheError('conference_ended');
  if (kept === 'foreign') throw new VecheError('room_not_found');
  return kept.ended;
}
