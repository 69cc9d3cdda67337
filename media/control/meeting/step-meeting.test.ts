import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type LiveMeeting, openMeeting } from './meeting-state.ts';
import type { MeetingInput, MeetingOutput } from './meeting-step.ts';
import { stepMeeting } from './step-meeting.ts';
import { guestNamed } from './suite/seminar.ts';
import { viewOf } from './views.ts';

const startMs = 1_000_000;
const camera = { producerId: 'p1', kind: 'video', source: 'camera', paused: false } as const;
const empty = openMeeting(
  { conferenceId: 'c', name: 'Standup', soundMode: 'mixed', lobby: false, media: 'up' },
  startMs,
);
const noChance = { ids: [], seed: 0 };
const renames = (by: string): MeetingInput => ({
  type: 'call',
  by,
  call: { method: 'rename', params: { name: 'Anna Maria' } },
  chance: noChance,
});

function after(state: LiveMeeting, ...inputs: MeetingInput[]): LiveMeeting {
  return inputs.reduce((before, input) => stepMeeting(before, input, startMs).state, state);
}
const joins = (participantId: string): MeetingInput => ({ type: 'join', comer: guestNamed(participantId) });
const witness = after(empty, joins('witness'));
const connected = after(
  witness,
  joins('anna'),
  { type: 'transportOpened', participantId: 'anna', transportId: 't1' },
  { type: 'produced', participantId: 'anna', producer: camera },
);
const held = after(connected, { type: 'socketLost', participantId: 'anna', leavingPage: false });

const inputs: Record<string, MeetingInput> = {
  join: joins('anna'),
  'lose the socket': { type: 'socketLost', participantId: 'anna', leavingPage: false },
  leave: { type: 'leave', participantId: 'anna', reason: 'left' },
  rename: renames('anna'),
  'open a transport': { type: 'transportOpened', participantId: 'anna', transportId: 't2' },
  'close a transport': { type: 'transportsClosed', participantId: 'anna', transportIds: ['t1'] },
  produce: { type: 'produced', participantId: 'anna', producer: { ...camera, producerId: 'p2', source: 'screen' } },
  pause: { type: 'producerPaused', participantId: 'anna', producerId: 'p1', paused: true },
  'close a producer': { type: 'producersClosed', participantId: 'anna', producerIds: ['p1'] },
  'close a consumer': { type: 'consumersClosed', participantId: 'anna', consumerIds: ['c1'] },
  grade: { type: 'grades', grades: [['anna', 2]] },
  'be told of the microphone': {
    type: 'microphoneReadable',
    participantId: 'anna',
    producerId: 'p1',
    readable: false,
  },
  'choose other sound': { type: 'soundMode', mode: 'forwarded' },
  'choose the same sound': { type: 'soundMode', mode: 'mixed' },
  speak: { type: 'speakers', roomId: 'c', speaking: ['anna'], active: 'anna' },
  'lose media': { type: 'mediaLost' },
  'get media back': { type: 'mediaBack' },
  'let time pass': { type: 'tick' },
};

/** In words: what the others hear, and what is done besides. */
function told(outputs: readonly MeetingOutput[]): string[] {
  return outputs.map((output) => {
    return output.type === 'tell' ? `${output.to.join(', ')}: ${output.notification.method}` : output.type;
  });
}

function outcome(state: LiveMeeting, input: MeetingInput): string[] {
  try {
    return told(stepMeeting(state, input, startMs).outputs);
  } catch (error) {
    if (error instanceof VecheError) return [`refused: ${error.code}`];
    throw error;
  }
}

const expected: Record<'absent' | 'connected' | 'held', Record<string, string[]>> = {
  absent: {
    join: ['moveMedia', 'attended', 'witness: participantsJoined'],
    rename: ['refused: not_joined'],
    'choose other sound': ['witness: soundModeChanged'],
    speak: ['witness: speakers'],
  },
  connected: {
    join: ['displaced'],
    'lose the socket': ['witness: participantChanged'],
    leave: ['putOut', 'removeMedia', 'attended', 'witness: participantsLeft'],
    rename: ['attended', 'witness, anna: participantChanged'],
    produce: ['witness: producerAdded'],
    pause: ['witness: producerChanged'],
    'close a producer': ['witness: producerRemoved'],
    'close a consumer': ['anna: consumersClosed'],
    'be told of the microphone': ['anna: microphoneReadable'],
    'choose other sound': ['witness, anna: soundModeChanged'],
    grade: ['witness, anna: participantChanged'],
    speak: ['witness, anna: speakers'],
  },
  held: {
    join: ['witness: participantChanged'],
    leave: ['putOut', 'removeMedia', 'attended', 'witness: participantsLeft'],
    rename: ['attended', 'witness: participantChanged'],
    produce: ['witness: producerAdded'],
    pause: ['witness: producerChanged'],
    'close a producer': ['witness: producerRemoved'],
    'close a consumer': ['anna: consumersClosed'],
    'be told of the microphone': ['anna: microphoneReadable'],
    'choose other sound': ['witness: soundModeChanged'],
    grade: ['witness: participantChanged'],
    speak: ['witness: speakers'],
  },
};

describe.each([
  ['absent', witness],
  ['connected', connected],
  ['held', held],
] as const)('a participant who is %s', (name, state) => {
  it.each(Object.keys(inputs))('and then: %s', (input) => {
    expect(outcome(state, inputs[input]!)).toEqual(expected[name][input] ?? []);
  });
});

describe('a held place', () => {
  it('is kept for the whole window and given up after it', () => {
    const just = stepMeeting(held, { type: 'tick' }, startMs + limits.resumeWindowMs - 1);
    expect(just.state.participants.has('anna')).toBe(true);
    const late = stepMeeting(held, { type: 'tick' }, startMs + limits.resumeWindowMs);
    expect(late.state.participants.has('anna')).toBe(false);
    expect(told(late.outputs)).toEqual(['removeMedia', 'attended', 'witness: participantsLeft']);
  });

  it('is kept for a shorter time when the page said goodbye', () => {
    const reloading = after(connected, { type: 'socketLost', participantId: 'anna', leavingPage: true });
    const late = stepMeeting(reloading, { type: 'tick' }, startMs + limits.reloadWindowMs);
    expect(late.state.participants.has('anna')).toBe(false);
  });

  it('comes back with its name, its streams and its transports', () => {
    const renamed = after(held, renames('anna'));
    const back = after(renamed, joins('anna')).participants.get('anna')!;
    expect(back).toMatchObject({ name: 'Anna Maria', producers: [camera], transportIds: ['t1'] });
  });
});

describe('media', () => {
  it('that was lost takes all streams along and comes back under a new epoch, told once', () => {
    const lost = after(connected, { type: 'mediaLost' });
    expect(viewOf(lost.participants.get('anna')!).producers).toEqual([]);
    expect(lost.participants.get('anna')!.transportIds).toEqual([]);
    const back = stepMeeting(lost, { type: 'mediaBack' }, startMs);
    expect(back.state.mediaEpoch).toBe(connected.mediaEpoch + 1);
    expect(told(back.outputs)).toEqual(['witness, anna: mediaRestarted']);
    expect(stepMeeting(back.state, { type: 'mediaBack' }, startMs).outputs).toEqual([]);
  });
});

describe('the sound', () => {
  it('stays what was chosen, whoever comes and goes, and when media is lost', () => {
    const chosen = after(connected, { type: 'soundMode', mode: 'forwarded' }, { type: 'mediaLost' }, joins('boris'));
    expect(
      after(chosen, { type: 'leave', participantId: 'anna', reason: 'left' }, { type: 'mediaBack' }).soundMode,
    ).toBe('forwarded');
  });
});

const of = (input: MeetingInput, participantId: string): MeetingInput => {
  if (input.type === 'join') return joins(participantId);
  if (input.type === 'call') return { ...input, by: participantId };
  return 'participantId' in input ? { ...input, participantId } : input;
};

function attempt(state: LiveMeeting, input: MeetingInput, nowMs: number): ReturnType<typeof stepMeeting> {
  try {
    return stepMeeting(state, input, nowMs);
  } catch (error) {
    if (!(error instanceof VecheError)) throw error;
    return { state, outputs: [] };
  }
}

describe('whatever happens', () => {
  it('the meeting is emptied exactly when the last one goes, and nobody absent has any effect', () => {
    const anyInput = fc.tuple(fc.constantFrom('anna', 'boris', 'vera'), fc.constantFrom(...Object.values(inputs)));
    fc.assert(
      fc.property(fc.array(fc.tuple(anyInput, fc.nat(40_000)), { maxLength: 60 }), (steps) => {
        let state = empty;
        let nowMs = startMs;
        for (const [[participantId, input], elapsedMs] of steps) {
          nowMs += elapsedMs;
          const before = state;
          const step = attempt(state, of(input, participantId), nowMs);
          state = step.state;
          const emptied = step.outputs.some(({ type }) => type === 'emptied');
          expect(emptied).toBe(before.participants.size > 0 && state.participants.size === 0);
          const removed = step.outputs.filter(({ type }) => type === 'removeMedia').length;
          expect(removed).toBe(Math.max(0, before.participants.size - state.participants.size));
        }
      }),
    );
  });
});
