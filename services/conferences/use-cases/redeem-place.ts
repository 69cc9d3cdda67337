/** The media server shows a participant token and learns whose place it is. A token may be shown again: that is how a dropped socket resumes. */
import type { ConferencesParts, Place } from '../conferences-parts.ts';

/** Answers nothing for a token that opens nothing: expired, withdrawn, or of a meeting that has ended. */
export async function redeemPlace(parts: ConferencesParts, participantToken: string): Promise<Place | undefined> {
  if (!/^[A-Za-z0-9_-]{128}$/.test(participantToken)) return undefined;
  const place = (await parts.places.get(participantToken))?.value;
  if (place === undefined) return undefined;
  const conference = await parts.conferences.byId(place.conferenceId);
  if (conference === undefined || conference.ended_at !== null) return undefined;
  return { ...place, conferenceName: conference.name };
}
