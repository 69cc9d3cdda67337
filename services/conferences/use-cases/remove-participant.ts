/** A host put somebody out: their place is void, and they get no other until the meeting ends. */
import { instant } from '@veche/ports/sql/sql.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import type { PlaceName } from '../store/places.ts';
import { barsOf } from './check-bars.ts';

/** Durable when it resolves. May be repeated; somebody who has no place is passed over. */
export async function removeParticipant(parts: ConferencesParts, name: PlaceName): Promise<void> {
  const place = await parts.places.find(name);
  if (place === undefined) return;
  const conference = await parts.conferences.byId(name.conferenceId);
  if (conference !== undefined && (place.userId === null || place.userId !== conference.owner_id)) {
    // First: who asks for another place between the two steps is refused already.
    await parts.bars.add(name.conferenceId, barsOf(place), instant(parts.clock.nowMs()));
  }
  await parts.places.withdraw(name);
}
