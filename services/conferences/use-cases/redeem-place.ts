/** Somebody shows a token and it is told whose place it is. A token may be shown again: that is how a dropped socket resumes. */
import type { TokenRecord } from '@veche/ports/tokens/tokens.ts';
import type { ChatPlace, ConferencesParts, Place } from '../conferences-parts.ts';
import type { ConferenceRow } from '../store/conference-tables.ts';
import type { StoredPlace } from '../store/places.ts';
import { isBarred, mustWait } from './check-bars.ts';

/** For the media server. Answers nothing for a token that opens nothing: expired, withdrawn, barred, or of a meeting that has ended. */
export async function redeemPlace(parts: ConferencesParts, participantToken: string): Promise<Place | undefined> {
  const found = await standing(parts, participantToken, (token) => parts.places.byParticipantToken(token));
  if (found === undefined) return ofSoundCheck(parts, participantToken);
  const { conference, record, isOwner } = found;
  const { participantId, conferenceId, name, role, userId } = record.value;
  const place = {
    participantId,
    conferenceId,
    conferenceName: conference.name,
    soundMode: conference.sound_mode,
    lobby: conference.lobby === 1,
    name,
    role,
    isOwner,
    mustWait: !isOwner && (await mustWait(parts, conferenceId, record.value)),
    userId,
    email: (userId === null ? undefined : await parts.accountEmail(userId))?.toLowerCase() ?? null,
  };
  if ((parts.live(conferenceId)?.participants ?? 0) > 0) return place;
  // Asked last. A meeting that has ended meanwhile is not opened anew.
  const opening = await parts.liveConferences.opening(conferenceId);
  return opening && { ...place, ...opening };
}

async function ofSoundCheck(parts: ConferencesParts, token: string): Promise<Place | undefined> {
  const place = isToken(token) ? await parts.places.ofSoundCheck(token) : undefined;
  if (place === undefined) return undefined;
  const nobodyInParticular = { role: 'guest', isOwner: false, mustWait: false, userId: null, email: null } as const;
  return { ...place, ...nobodyInParticular, conferenceName: 'Sound check', soundMode: 'mixed', lobby: false };
}

const isToken = (text: string) => /^[A-Za-z0-9_-]{128}$/.test(text);

/** The same for the chat, of a meeting or of one of its rooms. */
export async function redeemChatPlace(parts: ConferencesParts, chatToken: string): Promise<ChatPlace | undefined> {
  const found = await standing(parts, chatToken, (token) => parts.places.byChatToken(token));
  if (found === undefined) return undefined;
  const { conference, record, isOwner } = found;
  const { value, createdAtMs } = record;
  const { participantId, conferenceId, name, role, userId, joinedAtMs = createdAtMs } = value;
  const place = { participantId, conferenceId, name, role, userId: userId ?? undefined, joinedAtMs };
  // Whoever was put out of a meeting was put out of its rooms.
  const meetingId = conference.parent_id ?? conference.id;
  return { ...place, mustWait: !isOwner && (await mustWait(parts, meetingId, value)) };
}

interface Standing {
  readonly record: TokenRecord<StoredPlace>;
  readonly conference: ConferenceRow;
  readonly isOwner: boolean;
}

async function standing(
  parts: ConferencesParts,
  token: string,
  find: (token: string) => Promise<TokenRecord<StoredPlace> | undefined>,
): Promise<Standing | undefined> {
  if (!isToken(token)) return undefined;
  const record = await find(token);
  if (record === undefined) return undefined;
  const conference = await parts.conferences.byId(record.value.conferenceId);
  if (conference === undefined || conference.ended_at !== null) return undefined;
  const meeting = conference.parent_id === null ? conference : await parts.conferences.byId(conference.parent_id);
  if (meeting === undefined || meeting.ended_at !== null) return undefined;
  const isOwner = record.value.userId === meeting.owner_id;
  if (!isOwner && (await isBarred(parts, meeting.id, record.value))) return undefined;
  return { record, conference, isOwner };
}
