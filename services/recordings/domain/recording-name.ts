/** What people call a recording: free text on one line, and the names of the files that they load down. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { oneLineText } from '@veche/contracts/one-line-text.ts';

const faults = {
  missing: 'recording_name_missing',
  tooLong: 'recording_name_too_long',
  notPlainText: 'invalid_request',
} as const;

/** Answers the name as it is kept. Throws `recording_name_missing`, `recording_name_too_long`, `invalid_request`. */
export function parseRecordingName(typed: string): string {
  const name = oneLineText(typed, limits.recordingNameMaxLength);
  if (name.ok) return name.text;
  throw new VecheError(faults[name.fault], { field: 'name' });
}

/** What no file system of today takes in a name, or takes for something else. */
const unsafe = /[\p{Cc}\p{Cf}<>:"/\\|?*]/gu;

/** As in `Standup 2026-03-01.mp4`. Never empty, never a path, never hidden. `ending` with its dot. */
export function fileNameOf(recordingName: string, startedAt: string, ending: string): string {
  const oneLine = recordingName.replace(unsafe, ' ').replace(/\s+/gu, ' ').trim();
  const plain = oneLine.replace(/^[. ]+/, '');
  const day = startedAt.slice(0, 10);
  return `${plain === '' ? 'Recording' : plain} ${day}${ending}`;
}
