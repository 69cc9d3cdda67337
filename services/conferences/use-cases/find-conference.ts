/** Looks a meeting up for somebody, and says what is wrong when it can't be had. A breakout room is no meeting: there is no way to it but through its own. */
import { VecheError } from '@veche/contracts/errors.ts';
import { isUuid } from '@veche/contracts/ids.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import type { ConferenceRow } from '../store/conference-tables.ts';

/** Throws `conference_not_found`, for what can't be an id too: a person mistyped it. */
export async function findConference(parts: ConferencesParts, typedId: string): Promise<ConferenceRow> {
  const row = await findMeetingOrRoom(parts, typedId);
  if (row.parent_id !== null) throw new VecheError('conference_not_found');
  return row;
}

/** For what rooms have as meetings do, such as a chat. Throws `conference_not_found`. */
async function findMeetingOrRoom(parts: ConferencesParts, typedId: string): Promise<ConferenceRow> {
  const id = typedId.toLowerCase();
  const row = isUuid(id) ? await parts.conferences.byId(id) : undefined;
  if (row === undefined) throw new VecheError('conference_not_found');
  return row;
}

/** A meeting that goes on or is still to come. Throws `conference_not_found`, `conference_ended`. */
export async function findUnended(parts: ConferencesParts, typedId: string): Promise<ConferenceRow> {
  const row = await findConference(parts, typedId);
  if (row.ended_at !== null) throw new VecheError('conference_ended');
  return row;
}

/** For its owner, ended or not. Throws `conference_not_found`, `not_the_owner`. */
export async function findOwn(parts: ConferencesParts, typedId: string, userId: string): Promise<ConferenceRow> {
  return ownedBy(userId, await findConference(parts, typedId));
}

/** A breakout room too: its owner is the meeting's. Throws `conference_not_found`, `not_the_owner`. */
export async function findOwnOrRoom(parts: ConferencesParts, typedId: string, userId: string): Promise<ConferenceRow> {
  return ownedBy(userId, await findMeetingOrRoom(parts, typedId));
}

function ownedBy(userId: string, row: ConferenceRow): ConferenceRow {
  if (row.owner_id !== userId) throw new VecheError('not_the_owner');
  return row;
}

/** The same for one that goes on or is still to come. Throws `conference_ended` too. */
export async function findOwnUnended(parts: ConferencesParts, typedId: string, userId: string): Promise<ConferenceRow> {
  const row = await findOwn(parts, typedId, userId);
  if (row.ended_at !== null) throw new VecheError('conference_ended');
  return row;
}
