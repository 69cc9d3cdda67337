/** The media server is about to record: its recording stands before the first chunk comes. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { recordingsPagePath } from '@veche/contracts/rest/recordings.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import type { RecordingsParts } from '../recordings-parts.ts';

export interface BegunRecording {
  readonly recordingId: string;
  /** The room's: the meeting's own id is the main room. */
  readonly conferenceId: string;
  readonly atMs: number;
}

/** Durable when it resolves; told again, it leaves the same. Throws `conference_not_found`, `recordings_full`, `recordings_no_space`. */
export async function beginRecording(
  parts: RecordingsParts,
  { recordingId, conferenceId, atMs }: BegunRecording,
): Promise<void> {
  if ((await parts.recordings.trace(recordingId)) !== undefined) return;
  const conference = await parts.conference(conferenceId);
  if (conference === undefined) throw new VecheError('conference_not_found');
  const { quotaBytes } = parts;
  if (quotaBytes !== null && (await parts.recordings.usedBytes(conference.ownerId)) >= quotaBytes) {
    throw new VecheError('recordings_full');
  }
  if ((await parts.freeBytes()) < limits.diskReserveBytes) throw new VecheError('recordings_no_space');
  const at = instant(atMs);
  const now = instant(parts.clock.nowMs());
  await parts.recordings.add({
    id: recordingId,
    conference_id: conference.id,
    parent_conference_id: conference.parentId ?? null,
    owner_id: conference.ownerId,
    name: conference.name,
    room_name: conference.roomName ?? null,
    started_at: at,
    ended_at: null,
    state: 'recording',
    state_at: at,
    deleted_at: null,
    purged_at: null,
    chunks: 0,
    duration_ms: 0,
    chunk_bytes: 0,
    rendered_bytes: 0,
    damaged_chunks: 0,
    last_stored_at: null,
    chunks_cleared_at: null,
    verified_at: null,
    revision: 0,
    created_at: now,
    updated_at: now,
  });
  await tellNewest(parts, conference.id);
}

/** The meeting's row names its newest recording's page. It can be told anew at any time, so a failure is only written down. */
export async function tellNewest(parts: RecordingsParts, conferenceId: string): Promise<void> {
  try {
    const newest = (await parts.recordings.ofMainRooms([conferenceId])).at(-1);
    await parts.recordingUrlChanged(conferenceId, newest === undefined ? null : `${recordingsPagePath}/${newest.id}`);
  } catch (err) {
    parts.logger.warn({ err, conferenceId }, 'A meeting could not be told its recording’s address');
  }
}
