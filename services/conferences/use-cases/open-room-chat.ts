/** Gives somebody who is in a breakout room the token of its chat. It ends with their place in the meeting. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import type { PlaceName } from '../store/places.ts';
import { newToken } from './new-token.ts';

/** The one that was given before for the same room is void then. Throws `room_not_found`, `participant_not_found`. */
export async function openRoomChat(parts: ConferencesParts, name: PlaceName, roomId: string): Promise<string> {
  const room = await parts.conferences.byId(roomId);
  if (room === undefined || room.parent_id !== name.conferenceId || room.ended_at !== null) {
    throw new VecheError('room_not_found');
  }
  const chatToken = newToken(parts);
  const isOpen = await parts.places.openRoomChat(name, room.id, chatToken, parts.clock.nowMs());
  if (!isOpen) throw new VecheError('participant_not_found');
  return chatToken;
}
