/** Sessions have ended: the places that were taken under them are void, so a signed-out device can't come back by its old token. */
import type { ConferencesParts } from '../conferences-parts.ts';

/** Answers who loses their place, for the media server to put them out. */
export async function withdrawPlaces(
  parts: ConferencesParts,
  sessionIds: readonly string[],
): Promise<readonly { readonly conferenceId: string; readonly participantId: string }[]> {
  const withdrawn = [];
  for (const sessionId of sessionIds) {
    for (const { id, value } of await parts.placesOfSessions.deleteOwned(sessionId)) {
      await parts.places.deleteById(value.conferenceId, id);
      withdrawn.push({ conferenceId: value.conferenceId, participantId: id });
    }
  }
  return withdrawn;
}
