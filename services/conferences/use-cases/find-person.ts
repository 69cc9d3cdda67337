/** Somebody who has a place in a meeting, under the name with which they joined. */
import type { ConferencesParts } from '../conferences-parts.ts';
import type { PlaceName } from '../store/places.ts';

export async function findPerson(
  parts: ConferencesParts,
  name: PlaceName,
): Promise<{ readonly name: string; readonly userId: string | undefined } | undefined> {
  const place = await parts.places.find(name);
  return place === undefined ? undefined : { name: place.name, userId: place.userId ?? undefined };
}
