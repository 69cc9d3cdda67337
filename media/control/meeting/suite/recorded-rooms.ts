/** What the media worker was told to record, held against what the meeting says is recorded. */
import type { RecordingStatus } from '@veche/contracts/recording/recording-status.ts';
import { invariant } from '@veche/kernel/invariant.ts';
import type { LiveMeeting } from '../meeting-state.ts';
import type { MeetingInput, MeetingOutput } from '../meeting-step.ts';
import { runningIn } from '../recording.ts';
import type { Action, Meant } from './meeting-actions.ts';

export class RecordedRooms {
  #told: readonly { readonly roomId: string | null; readonly recordingId: string }[] = [];

  hear(output: MeetingOutput): void {
    if (output.type === 'record') this.#told = output.recordings;
  }

  /** A new worker knows of nothing. */
  lost(): void {
    this.#told = [];
  }

  /** A server that is back tells its worker at once. */
  opened(state: LiveMeeting): void {
    this.#told = runningIn(state);
  }

  check(state: LiveMeeting): void {
    for (const roomId of state.recordings.keys()) {
      const stands = roomId === null || state.breakout.rooms.some((room) => room.roomId === roomId);
      invariant(stands && (roomId === null || state.breakout.open), `I13: ${roomId} is recorded, and is no open room`);
    }
    if (state.media === 'lost') return;
    invariant(
      JSON.stringify(this.#told) === JSON.stringify(runningIn(state)),
      'I13: the worker records something else',
    );
  }
}

/** A recording begins, is paused, goes on, is stored or in trouble, or ends. */
export function recordingInput(action: Action, { roomId }: Meant, state: LiveMeeting): MeetingInput {
  const current = state.recordings.get(roomId);
  const recordingId = current?.recordingId ?? `recording${action.what}`;
  const begun = {
    recordingId,
    state: 'recording',
    startedAtMs: 1,
    by: null,
    savedUpToMs: null,
    trouble: null,
  } as const;
  if (current === undefined) {
    const isOpen = roomId === null || state.breakout.open;
    return { type: 'recording', roomId, recording: isOpen ? begun : null };
  }
  switch (action.who % 5) {
    case 0:
      return { type: 'recording', roomId, recording: null };
    case 1:
      return { type: 'recordingSaved', recordingId, savedUpToMs: action.what * 100 };
    case 2:
      return { type: 'recordingTrouble', recordingId, trouble: action.what % 2 === 0 ? 'diskFull' : null };
    default: {
      const paused: RecordingStatus = { ...current, state: current.state === 'paused' ? 'recording' : 'paused' };
      return { type: 'recording', roomId, recording: paused };
    }
  }
}
