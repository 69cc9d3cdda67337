/** A recording that ended before there was anything of it, as when its room was closed while it began: it is as if it had never begun. */
import { limits } from '@veche/contracts/limits.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { RecordingRow } from '../store/recording-tables.ts';
import { tellNewest } from './begin-recording.ts';
import { indexSettled } from './change-recording.ts';

/** For one of which everything that there ever was is in the log. Nobody sees it any more when this answers true. */
export async function removeEmpty(parts: RecordingsParts, recordingId: string): Promise<boolean> {
  const isToBeLookedAt = isEmpty(await parts.recordings.byId(recordingId)) && (await indexSettled(parts, recordingId));
  const recording = isToBeLookedAt ? await parts.recordings.byId(recordingId) : undefined;
  if (recording === undefined || !isEmpty(recording)) return false;
  await parts.recordings.purge([recordingId], parts.clock.nowMs());
  parts.grants.forget(recordingId);
  await tellNewest(parts, recording.conference_id);
  return true;
}

/** Of one that went on for longer than a chunk takes something is lost: its owner is to see that. */
function isEmpty(recording: RecordingRow | undefined): boolean {
  if (recording === undefined || recording.ended_at === null || recording.chunks > 0) return false;
  return Date.parse(recording.ended_at) - Date.parse(recording.started_at) < limits.recordingChunkMaxMs;
}
