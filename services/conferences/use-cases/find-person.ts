/** Somebody who has a place in a meeting, under the name with which they joined. For a room it is their place in its meeting. */
import type { ConferencesParts } from '../conferences-parts.ts';
import type { PlaceName } from '../store/places.ts';

export async function findPerson(
  parts: ConferencesParts,
  { conferenceId, participantId }: PlaceName,
): Promise<{ readonly name: string; readonly userId: string | undefined } | undefined> {
  const place =
    (await parts.places.find({ conferenceId, participantId })) ??
    (await inMeetingOf(parts, conferenceId, participantId));
  return place === undefined ? undefined : { name: place.name, userId: place.userId ?? undefined };
}

async function inMeetingOf(parts: ConferencesParts, roomId: string, participantId: string) {
  const parentId = (await parts.conferences.byId(roomId))?.parent_id;
  return parentId == null ? undefined : parts.places.find({ conferenceId: parentId, participantId });
}
