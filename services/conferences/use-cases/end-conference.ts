/** Ends a meeting for all, its rooms with it: nobody stays, nobody comes back. */
import { instant } from '@veche/ports/sql/sql.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import { findOwnUnended } from './find-conference.ts';

/** By its owner. Throws `conference_not_found`, `not_the_owner`, `conference_ended`. */
export async function endOwnConference(parts: ConferencesParts, id: string, userId: string): Promise<void> {
  const row = await findOwnUnended(parts, id, userId);
  await markEnded(parts, row.id);
  await putEveryoneOut(parts, row.id);
}

/** Writes down what has happened in the media server. May be repeated. */
export async function markEnded(parts: ConferencesParts, id: string): Promise<void> {
  const now = instant(parts.clock.nowMs());
  await parts.conferences.end(id, now);
  await parts.places.withdrawAll(id);
}

/** Of the meeting and of every room's chat. */
export async function putEveryoneOut(parts: ConferencesParts, id: string): Promise<void> {
  parts.endConference(id);
  for (const room of await parts.rooms.of(id)) parts.endConference(room.id);
}
