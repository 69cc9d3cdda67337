/** A host put somebody out: all their places are void, and they get no other until the meeting ends. */
import { instant } from '@veche/ports/sql/sql.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import type { PlaceName, StoredPlace } from '../store/places.ts';
import { barsOf } from './check-bars.ts';

/**
 * Answers whose places are void: the one that was named, and every other that the same account or the same browser has in this meeting. Durable when
 * it resolves. May be repeated; of somebody who has no place (any more) it answers the name alone.
 */
export async function removeParticipant(parts: ConferencesParts, name: PlaceName): Promise<readonly PlaceName[]> {
  const place = await parts.places.find(name);
  if (place === undefined) return [name];
  const conference = await parts.conferences.byId(name.conferenceId);
  const ownerId = conference?.owner_id;
  const isBarred = conference !== undefined && (place.userId === null || place.userId !== ownerId);
  if (isBarred) {
    // First: who asks for another place between the two steps is refused already.
    await parts.bars.add(name.conferenceId, barsOf(place), instant(parts.clock.nowMs()));
  }
  const others = isBarred
    ? (await parts.places.inMeeting(name.conferenceId)).filter(
        (other) =>
          other.participantId !== name.participantId && other.userId !== ownerId && isOfSamePerson(place, other),
      )
    : [];
  const names = [name, ...others.map(({ conferenceId, participantId }) => ({ conferenceId, participantId }))];
  for (const withdrawn of names) await parts.places.withdraw(withdrawn);
  return names;
}

/** Beyond doubt. The owner's browser is the owner's, whoever else came with it. */
function isOfSamePerson(one: StoredPlace, other: StoredPlace): boolean {
  if (one.userId !== null && one.userId === other.userId) return true;
  return one.guestKey !== undefined && one.guestKey === other.guestKey;
}
