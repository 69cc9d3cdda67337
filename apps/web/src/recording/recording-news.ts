/** What there is to tell about a meeting's recording when it looks otherwise than a moment ago. Pure; at most one thing at a time. */
import type { RecordingStatus } from '@veche/contracts/recording/recording-status.ts';

/** found: it ran already when this person came, so they have not been asked yet. */
export type RecordingNews = 'found' | 'started' | 'paused' | 'resumed' | 'stopped' | 'wellAgain';

export interface RecordingSeen {
  /** null = the main room. */
  readonly roomId: string | null;
  readonly recording: RecordingStatus | null;
}

/** `before`: undefined = this person has just come in. */
export function recordingNews(before: RecordingSeen | undefined, after: RecordingSeen): RecordingNews | undefined {
  const is = after.recording;
  // Another room has a recording of its own, or none; that of the room before has not ended by that.
  if (before === undefined || before.roomId !== after.roomId) return is === null ? undefined : 'found';
  const was = before.recording;
  if (is === null) return was === null ? undefined : 'stopped';
  if (was === null || was.recordingId !== is.recordingId) return 'started';
  if (was.state !== is.state) return is.state === 'paused' ? 'paused' : 'resumed';
  return was.trouble !== null && is.trouble === null ? 'wellAgain' : undefined;
}
