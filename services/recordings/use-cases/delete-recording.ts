/** A recording is deleted: hidden at once, gone for good later, or at once where that is wanted; and brought back. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { RecordingRow } from '../store/recording-tables.ts';
import { tellNewest } from './begin-recording.ts';

/** `recording` was found for its owner. Throws `recording_unfinished`. */
export async function deleteRecording(
  parts: RecordingsParts,
  recording: RecordingRow,
  forever: boolean,
): Promise<void> {
  if (recording.state !== 'ended') throw new VecheError('recording_unfinished');
  const nowMs = parts.clock.nowMs();
  if (forever) await parts.recordings.purge([recording.id], nowMs);
  else await parts.recordings.delete(recording.id, nowMs);
  parts.grants.forget(recording.id);
  await tellNewest(parts, recording.conference_id);
}

/** Those with whom it was shared see it again, too. Throws `recording_not_found` where it is gone for good by now. */
export async function restoreRecording(parts: RecordingsParts, recording: RecordingRow): Promise<RecordingRow> {
  const isBack = await parts.recordings.restore(recording.id, parts.clock.nowMs());
  if (!isBack) throw new VecheError('recording_not_found');
  await tellNewest(parts, recording.conference_id);
  return { ...recording, deleted_at: null };
}

/** The meeting is gone, with its breakout rooms: nobody sees any of it any more when this resolves. */
export async function purgeConference(parts: RecordingsParts, conferenceId: string): Promise<void> {
  const rows = await parts.recordings.ofConference(conferenceId);
  await purgeAll(
    parts,
    rows.map(({ id }) => id),
  );
}

/** The same of an account: what it owned, and what was shared with it. */
export async function purgeAccount(parts: RecordingsParts, userId: string): Promise<void> {
  await purgeAll(parts, await parts.recordings.idsOfOwner(userId));
  await parts.shares.forgetAccount(userId);
}

async function purgeAll(parts: RecordingsParts, ids: readonly string[]): Promise<void> {
  await parts.recordings.purge(ids, parts.clock.nowMs());
  for (const id of ids) parts.grants.forget(id);
}
