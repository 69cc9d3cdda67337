/** Somebody shows a token and it is told whose place it is. A token may be shown again: that is how a dropped socket resumes. */
import type { TokenRecord } from '@veche/ports/tokens/tokens.ts';
import type { ChatPlace, ConferencesParts, Place } from '../conferences-parts.ts';
import type { ConferenceRow } from '../store/conference-tables.ts';
import type { StoredPlace } from '../store/places.ts';

/** For the media server. Answers nothing for a token that opens nothing: expired, withdrawn, or of a meeting that has ended. */
export async function redeemPlace(parts: ConferencesParts, participantToken: string): Promise<Place | undefined> {
  const found = await standing(parts, participantToken, (token) => parts.places.byParticipantToken(token));
  if (found === undefined) return ofSoundCheck(parts, participantToken);
  const { participantId, conferenceId, name, role } = found.record.value;
  const { name: conferenceName, sound_mode: soundMode } = found.conference;
  return { participantId, conferenceId, conferenceName, soundMode, name, role };
}

async function ofSoundCheck(parts: ConferencesParts, token: string): Promise<Place | undefined> {
  const place = isToken(token) ? await parts.places.ofSoundCheck(token) : undefined;
  return place && { ...place, conferenceName: 'Sound check', soundMode: 'mixed', role: 'guest' };
}

const isToken = (text: string) => /^[A-Za-z0-9_-]{128}$/.test(text);

/** The same for the chat. */
export async function redeemChatPlace(parts: ConferencesParts, chatToken: string): Promise<ChatPlace | undefined> {
  const found = await standing(parts, chatToken, (token) => parts.places.byChatToken(token));
  if (found === undefined) return undefined;
  const { value, createdAtMs: joinedAtMs } = found.record;
  const { participantId, conferenceId, name, role, userId } = value;
  return { participantId, conferenceId, name, role, userId: userId ?? undefined, joinedAtMs };
}

async function standing(
  parts: ConferencesParts,
  token: string,
  find: (token: string) => Promise<TokenRecord<StoredPlace> | undefined>,
): Promise<{ readonly record: TokenRecord<StoredPlace>; readonly conference: ConferenceRow } | undefined> {
  if (!isToken(token)) return undefined;
  const record = await find(token);
  if (record === undefined) return undefined;
  const conference = await parts.conferences.byId(record.value.conferenceId);
  return conference === undefined || conference.ended_at !== null ? undefined : { record, conference };
}
