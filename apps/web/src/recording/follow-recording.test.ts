import { initialCallState } from '@veche/client/call-state.ts';
import type { RecordingStatus } from '@veche/contracts/recording/recording-status.ts';
import { describe, expect, it } from 'vitest';
import type { AppDispatch } from '../state/store.ts';
import { followRecording } from './follow-recording.ts';

const running: RecordingStatus = {
  recordingId: 'one',
  state: 'recording',
  startedAtMs: 1_000,
  by: 'host',
  savedUpToMs: null,
  trouble: null,
};
const policy = { lobby: false, locked: false, unmuteSelf: true, startVideo: true, shareScreen: true };
const inside = {
  ...initialCallState,
  selfId: 'self',
  conference: { conferenceId: 'c', name: 'Council', startedAtMs: 1, soundMode: 'mixed', policy } as const,
};

function followed({ stopping = false } = {}) {
  let listener = (): void => undefined;
  const call = {
    state: inside as typeof initialCallState,
    subscribe: (next: () => void) => {
      listener = next;
      return () => undefined;
    },
  };
  const told: string[] = [];
  const dispatch = ((action: { type: string; payload?: { text?: { key?: string } } }) => {
    told.push(action.payload?.text?.key ?? action.type);
  }) as AppDispatch;
  followRecording({ call, dispatch, stopping: () => stopping, chime: (chime) => told.push(`♪ ${chime}`) });
  return {
    comes: (changes: Partial<typeof initialCallState>) => {
      told.length = 0;
      call.state = { ...call.state, ...changes };
      listener();
      return [...told];
    },
  };
}

describe('whoever is in a recorded meeting (R1)', () => {
  it('is asked and hears it when it starts, unless they have started it', () => {
    const { comes } = followed();
    expect(comes({ recording: null })).toEqual([]);
    expect(comes({ recording: running })).toEqual(['♪ begins', 'recording/recordingStarted', 'recording/consentAsked']);
    const own = followed();
    own.comes({ recording: null });
    expect(own.comes({ recording: { ...running, by: 'self' } })).toContain('record.news.started');
  });
  it('is asked when they come late, once, and again in another room', () => {
    const { comes } = followed();
    expect(comes({ recording: running })).toEqual(['♪ begins', 'recording/consentAsked']);
    expect(comes({ recording: { ...running, savedUpToMs: 9_000 } })).toEqual([]);
    expect(comes({ room: { roomId: 'room', name: 'Room' } as never })).toEqual(['♪ begins', 'recording/consentAsked']);
  });
  it('is told of pause, going on and end, by words and by a sound', () => {
    const { comes } = followed();
    comes({ recording: running });
    expect(comes({ recording: { ...running, state: 'paused' } })).toEqual(['♪ ends', 'record.news.paused']);
    expect(comes({ recording: running })).toEqual(['♪ begins', 'record.news.resumed']);
    expect(comes({ recording: null })).toEqual(['♪ ends', 'record.news.stopped', 'recording/recordingStopped']);
  });
  it('is told of the end in another way where they have stopped it', () => {
    const { comes } = followed({ stopping: true });
    comes({ recording: running });
    expect(comes({ recording: null })).toEqual(['♪ ends', 'notices/outdated', 'recording/recordingStopped']);
  });
  it('hears nothing while they wait at the door', () => {
    const { comes } = followed();
    expect(comes({ standing: 'waiting', recording: running })).toEqual([]);
    expect(comes({ standing: 'guest' })).toEqual(['♪ begins', 'recording/consentAsked']);
  });
});
