/** What recordings must know of a meeting, or of a breakout room of one: whose it is, and what it is called. */
import type { ConferencesParts } from '../conferences-parts.ts';

export interface RecordedConference {
  readonly id: string;
  /** Of a room, its meeting's. */
  readonly name: string;
  readonly ownerId: string;
  readonly parentId: string | undefined;
  readonly roomName: string | undefined;
}

export async function recordedConference(
  { conferences }: ConferencesParts,
  conferenceId: string,
): Promise<RecordedConference | undefined> {
  const row = await conferences.byId(conferenceId);
  if (row === undefined) return undefined;
  const { id, name, owner_id: ownerId, parent_id: parentId } = row;
  if (parentId === null) return { id, name, ownerId, parentId: undefined, roomName: undefined };
  const meeting = await conferences.byId(parentId);
  return meeting && { id, name: meeting.name, ownerId, parentId, roomName: name };
}
