/**
 * For the chat of a meeting that does not go on: whether somebody would be let in without being asked, by what is written down. The same that a
 * running meeting says of whoever is not inside.
 */
import type { ConferencesParts } from '../conferences-parts.ts';
import type { PlaceName } from '../store/places.ts';
import { mustWait } from './check-bars.ts';

/** Of a room it is its meeting's. Shut for whoever has no place. */
export async function doorWhileClosed(
  parts: ConferencesParts,
  { conferenceId, participantId }: PlaceName,
): Promise<'open' | 'shut'> {
  const conference = await parts.conferences.byId(conferenceId);
  const row = conference?.parent_id == null ? conference : await parts.conferences.byId(conference.parent_id);
  if (row === undefined || row.ended_at !== null) return 'shut';
  const place = await parts.places.find({ conferenceId: row.id, participantId });
  if (place === undefined) return 'shut';
  if (place.role === 'host' || place.userId === row.owner_id) return 'open';
  // Who was last inside may just have left: what was told of that comes before.
  await parts.liveWriter.settled(row.id);
  const kept = await parts.liveConferences.kept(row.id);
  if (kept?.removed.includes(participantId) === true) return 'shut';
  if (kept?.people.some((person) => person.participantId === participantId) === true) return 'open';
  const isOpen = row.lobby === 0 && kept?.policy.locked !== true && !(await mustWait(parts, row.id, place));
  return isOpen ? 'open' : 'shut';
}
