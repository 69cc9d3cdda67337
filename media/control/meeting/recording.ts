/**
 * What of the meeting is being recorded: one recording a room at most. It goes on while there is that room with open doors; whoever comes is told of it
 * with everything else. What the media worker has to record follows from the state and is told whenever it changes.
 */
import type { KeptRecording, RecordingStatus, RecordingTrouble } from '@veche/contracts/recording/recording-status.ts';
import type { Draft } from './draft.ts';
import { type LiveMeeting, roomOf } from './meeting-state.ts';

/** null = it has ended. */
export function setRecording(draft: Draft, roomId: string | null, recording: RecordingStatus | null): void {
  const recordings = new Map(draft.state.recordings);
  if (recording === null) recordings.delete(roomId);
  else recordings.set(roomId, recording);
  draft.state = { ...draft.state, recordings };
}

export function noteSaved(draft: Draft, recordingId: string, savedUpToMs: number): void {
  change(draft, recordingId, (recording) => ({
    ...recording,
    savedUpToMs: Math.max(savedUpToMs, recording.savedUpToMs ?? 0),
  }));
}

export function noteTrouble(draft: Draft, recordingId: string, trouble: RecordingTrouble | null): void {
  change(draft, recordingId, (recording) => (recording.trouble === trouble ? recording : { ...recording, trouble }));
}

/** After every step: a room that is closed or gone is not recorded any more, and everybody is told what has changed for them. */
export function settleRecordings(draft: Draft): void {
  for (const roomId of draft.state.recordings.keys()) {
    if (roomId === null) continue;
    if (!draft.state.breakout.open || roomOf(draft.state, roomId) === undefined) setRecording(draft, roomId, null);
  }
  const { before, state } = draft;
  if (before.recordings === state.recordings && before.media === state.media) return;
  for (const roomId of new Set([...before.recordings.keys(), ...state.recordings.keys()])) {
    const recording = recordingViewOf(state, roomId);
    if (JSON.stringify(recording) === JSON.stringify(recordingViewOf(before, roomId))) continue;
    draft.tellRoom(roomId, { method: 'recordingChanged', params: { recording } });
  }
  const isBack = before.media === 'lost' && state.media === 'up' && state.recordings.size > 0;
  if (isBack || JSON.stringify(runningIn(before)) !== JSON.stringify(runningIn(state))) {
    draft.do({ type: 'record', recordings: runningIn(state) });
  }
}

/** Of this room; null = it is not recorded. */
export function recordingViewOf({ recordings, media }: LiveMeeting, roomId: string | null): RecordingStatus | null {
  const recording = recordings.get(roomId);
  if (recording === undefined) return null;
  return media === 'lost' && recording.state === 'recording' ? { ...recording, trouble: 'mediaLost' } : recording;
}

/** What outlives this server of them. */
export const keptRecordingsOf = ({ recordings }: LiveMeeting): KeptRecording[] =>
  [...recordings].map(([roomId, { recordingId, state, startedAtMs }]) => ({ recordingId, roomId, state, startedAtMs }));

/** What the media worker records. */
export const runningIn = ({
  recordings,
}: LiveMeeting): readonly { readonly roomId: string | null; readonly recordingId: string }[] =>
  [...recordings].flatMap(([roomId, { recordingId, state }]) =>
    state === 'recording' ? [{ roomId, recordingId }] : [],
  );

function change(draft: Draft, recordingId: string, by: (recording: RecordingStatus) => RecordingStatus): void {
  for (const [roomId, recording] of draft.state.recordings) {
    if (recording.recordingId !== recordingId) continue;
    const changed = by(recording);
    if (changed !== recording) setRecording(draft, roomId, changed);
  }
}
