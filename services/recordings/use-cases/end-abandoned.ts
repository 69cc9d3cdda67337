/** Ends recordings that are said to go on and do not: their meeting was ended, or they were stopped, while nobody could write it down. */
import type { RecordingsParts } from '../recordings-parts.ts';
import { changeRecording } from './change-recording.ts';

/** `goingOn`: those of a meeting that are meant to go on, its rooms' too. They end when their last chunk does. Answers which. */
export async function endAbandoned(
  parts: RecordingsParts,
  beforeMs: number,
  goingOn: (conferenceId: string) => Promise<readonly string[]>,
): Promise<string[]> {
  const ended: string[] = [];
  for (const { id, conference_id, parent_conference_id, started_at } of await parts.recordings.unended()) {
    if (Date.parse(started_at) >= beforeMs) continue;
    if ((await goingOn(parent_conference_id ?? conference_id)).includes(id)) continue;
    const last = (await parts.chunks.of(id)).at(-1);
    const atMs = last === undefined ? Date.parse(started_at) : last.start_ms + last.duration_ms;
    if (await changeRecording(parts, { recordingId: id, state: 'ended', atMs })) ended.push(id);
  }
  return ended;
}
