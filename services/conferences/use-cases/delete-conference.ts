/** Deletes a meeting that has not ended, planned ones above all. Whoever is inside is put out, and every place given out is void. */
import type { ConferencesParts } from '../conferences-parts.ts';
import { findOwnUnended } from './find-conference.ts';

/** Throws `conference_not_found`, `not_the_owner`, `conference_ended` (what has taken place is kept). */
export async function deleteConference(parts: ConferencesParts, id: string, userId: string): Promise<void> {
  const row = await findOwnUnended(parts, id, userId);
  // Nobody is left who could say anything when what was said goes.
  await parts.places.withdrawAll(row.id);
  parts.endConference(row.id);
  await parts.conferenceDeleted(row.id);
  await parts.conferences.delete(row.id);
}
