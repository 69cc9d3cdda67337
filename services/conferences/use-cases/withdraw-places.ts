/** Sessions have ended: the places that were taken under them are void, so a signed-out device can't come back by its old token. */
import type { ConferencesParts } from '../conferences-parts.ts';
import type { PlaceName } from '../store/places.ts';

/** Answers who loses their place, for the media server to put them out. */
export async function withdrawPlaces(
  parts: ConferencesParts,
  sessionIds: readonly string[],
): Promise<readonly PlaceName[]> {
  const withdrawn = [];
  for (const sessionId of sessionIds) withdrawn.push(...(await parts.places.withdrawOfSession(sessionId)));
  return withdrawn;
}
