/** The media server tells that a recording goes on, is paused or is over. */
import { limits } from '@veche/contracts/limits.ts';
import { indexGroup, recordingsTopic } from '../domain/recording-event.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { RecordingState } from '../store/recordings.ts';

export interface ChangedRecording {
  readonly recordingId: string;
  readonly state: RecordingState;
  /** When it became so; a recording that is over stays over. */
  readonly atMs: number;
}

const lookMs = 20;

/**
 * Durable when it resolves; told again, or of what is gone, it does nothing. Its last chunks are to be stored before its end is told: whoever watches is
 * sent home with the end.
 */
export async function changeRecording(
  parts: RecordingsParts,
  { recordingId, state, atMs }: ChangedRecording,
): Promise<boolean> {
  if (state === 'ended') await indexSettled(parts, recordingId);
  const isNews = await parts.recordings.changeState(recordingId, state, atMs, parts.clock.nowMs());
  if (isNews) parts.rendering.wake(recordingId);
  return isNews;
}

/**
 * The index lags behind the log by a moment. It is not waited for longer than `recordingIndexLagMs`: what is late still takes its place. Answers whether it has
 * all that the log had.
 */
export async function indexSettled({ log }: Pick<RecordingsParts, 'log'>, recordingId: string): Promise<boolean> {
  const last = await log.lastPosition(recordingsTopic, recordingId);
  for (let waitedMs = 0; waitedMs < limits.recordingIndexLagMs; waitedMs += lookMs) {
    if ((await log.handledUpTo(recordingsTopic, indexGroup, recordingId)) >= last) return true;
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  return false;
}

/** Of a meeting that is over, and of its rooms. Answers which were still said to go on. */
export async function endRecordings(
  parts: RecordingsParts,
  conferenceId: string,
  { atMs, isGoingOn }: { readonly atMs: number; isGoingOn(recordingId: string): boolean },
): Promise<string[]> {
  const ended: string[] = [];
  for (const { id, state } of await parts.recordings.ofConference(conferenceId)) {
    if (
      state !== 'ended' &&
      !isGoingOn(id) &&
      (await changeRecording(parts, { recordingId: id, state: 'ended', atMs }))
    )
      ended.push(id);
  }
  return ended;
}
