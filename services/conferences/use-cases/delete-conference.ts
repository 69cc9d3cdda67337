/** Deletes a meeting that has not ended, planned ones above all. Whoever is inside is put out, and every place given out is void. */
import type { ConferencesParts } from '../conferences-parts.ts';
import { putEveryoneOut } from './end-conference.ts';
import { findOwnUnended } from './find-conference.ts';

/** Throws `conference_not_found`, `not_the_owner`, `conference_ended` (what has taken place is kept). */
export async function deleteConference(parts: ConferencesParts, id: string, userId: string): Promise<void> {
  const row = await findOwnUnended(parts, id, userId);
  await eraseConference(parts, row.id);
}

/** With its rooms and what was said in them. May be repeated. */
export async function eraseConference(parts: ConferencesParts, id: string): Promise<void> {
  // Nobody is left who could say anything when what was said goes.
  await parts.places.withdrawAll(id);
  await putEveryoneOut(parts, id);
  for (const room of await parts.rooms.of(id)) await parts.conferenceDeleted(room.id);
  await parts.conferenceDeleted(id);
  await parts.conferences.delete(id);
}
