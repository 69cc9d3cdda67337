/** The owner calls a recording by another name. */
import { parseRecordingName } from '../domain/recording-name.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { RecordingRow } from '../store/recording-tables.ts';

/** Answers it as it is now. Throws `recording_name_missing`, `recording_name_too_long`, `invalid_request`. */
export async function renameRecording(
  parts: RecordingsParts,
  recording: RecordingRow,
  typed: string,
): Promise<RecordingRow> {
  const name = parseRecordingName(typed);
  await parts.recordings.rename(recording.id, name, parts.clock.nowMs());
  return { ...recording, name };
}
