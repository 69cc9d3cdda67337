import { limits } from '@veche/contracts/limits.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ConferenceInput,
  type ConferenceOutput,
  type LiveConference,
  openConference,
  stepConference,
  viewOf,
} from './live-conference.ts';

const startMs = 1_000_000;
const camera = { producerId: 'p1', kind: 'video', source: 'camera', paused: false } as const;
const empty = openConference('c', 'Standup', 'mixed', 'up', startMs);

function after(state: LiveConference, ...inputs: ConferenceInput[]): LiveConference {
  return inputs.reduce((before, input) => stepConference(before, input, startMs).state, state);
}
const joins = (participantId: string): ConferenceInput => ({
  type: 'join',
  participantId,
  name: participantId,
  role: 'guest',
});
const witness = after(empty, joins('witness'));
const connected = after(
  witness,
  joins('anna'),
  { type: 'transportOpened', participantId: 'anna', transportId: 't1' },
  { type: 'produced', participantId: 'anna', producer: camera },
);
const held = after(connected, { type: 'socketLost', participantId: 'anna', leavingPage: false });

const inputs: Record<string, ConferenceInput> = {
  join: joins('anna'),
  'lose the socket': { type: 'socketLost', participantId: 'anna', leavingPage: false },
  leave: { type: 'leave', participantId: 'anna' },
  rename: { type: 'rename', participantId: 'anna', name: 'Anna Maria' },
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
  speak: { type: 'speakers', speaking: ['anna'], active: 'anna' },
  'lose media': { type: 'mediaLost' },
  'get media back': { type: 'mediaBack' },
  'let time pass': { type: 'tick' },
};

/** In words: what the others hear, and what is done besides. */
function told(outputs: readonly ConferenceOutput[]): string[] {
  return outputs.map((output) => {
    if (output.type === 'tellAll') return `all: ${output.notification.method}`;
    if (output.type === 'tell') return `${output.participantId}: ${output.notification.method}`;
    return output.type;
  });
}

const expected: Record<'absent' | 'connected' | 'held', Record<string, string[]>> = {
  absent: {
    join: ['all: participantJoined'],
    'choose other sound': ['all: soundModeChanged'],
    speak: ['all: speakers'],
  },
  connected: {
    join: ['displaced'],
    'lose the socket': ['all: participantChanged'],
    leave: ['removeMedia', 'all: participantLeft'],
    rename: ['all: participantChanged'],
    produce: ['all: producerAdded'],
    pause: ['all: producerChanged'],
    'close a producer': ['all: producerRemoved'],
    'close a consumer': ['anna: consumersClosed'],
    'be told of the microphone': ['anna: microphoneReadable'],
    'choose other sound': ['all: soundModeChanged'],
    grade: ['all: participantChanged'],
    speak: ['all: speakers'],
  },
  held: {
    join: ['all: participantChanged'],
    leave: ['removeMedia', 'all: participantLeft'],
    rename: ['all: participantChanged'],
    produce: ['all: producerAdded'],
    pause: ['all: producerChanged'],
    'close a producer': ['all: producerRemoved'],
    'close a consumer': ['anna: consumersClosed'],
    'be told of the microphone': ['anna: microphoneReadable'],
    'choose other sound': ['all: soundModeChanged'],
    grade: ['all: participantChanged'],
    speak: ['all: speakers'],
  },
};

describe.each([
  ['absent', witness],
  ['connected', connected],
  ['held', held],
] as const)('a participant who is %s', (name, state) => {
  it.each(Object.keys(inputs))('and then: %s', (input) => {
    const { outputs } = stepConference(state, inputs[input]!, startMs);
    expect(told(outputs)).toEqual(expected[name][input] ?? []);
  });
});

describe('a held place', () => {
  it('is kept for the whole window and given up after it', () => {
    const just = stepConference(held, { type: 'tick' }, startMs + limits.resumeWindowMs - 1);
    expect(just.state.participants.has('anna')).toBe(true);
    const late = stepConference(held, { type: 'tick' }, startMs + limits.resumeWindowMs);
    expect(late.state.participants.has('anna')).toBe(false);
    expect(told(late.outputs)).toEqual(['removeMedia', 'all: participantLeft']);
  });

  it('is kept for a shorter time when the page said goodbye', () => {
    const reloading = after(connected, { type: 'socketLost', participantId: 'anna', leavingPage: true });
    const late = stepConference(reloading, { type: 'tick' }, startMs + limits.reloadWindowMs);
    expect(late.state.participants.has('anna')).toBe(false);
  });

  it('comes back with its name, its streams and its transports', () => {
    const renamed = after(held, { type: 'rename', participantId: 'anna', name: 'Anna Maria' });
    const back = after(renamed, joins('anna')).participants.get('anna')!;
    expect(back).toMatchObject({ name: 'Anna Maria', producers: [camera], transportIds: ['t1'] });
  });
});

describe('media', () => {
  it('that was lost takes all streams along and comes back under a new epoch, told once', () => {
    const lost = after(connected, { type: 'mediaLost' });
    expect(viewOf(lost.participants.get('anna')!).producers).toEqual([]);
    expect(lost.participants.get('anna')!.transportIds).toEqual([]);
    const back = stepConference(lost, { type: 'mediaBack' }, startMs);
    expect(back.state.mediaEpoch).toBe(connected.mediaEpoch + 1);
    expect(told(back.outputs)).toEqual(['all: mediaRestarted']);
    expect(stepConference(back.state, { type: 'mediaBack' }, startMs).outputs).toEqual([]);
  });
});

describe('the sound', () => {
  it('stays what was chosen, whoever comes and goes, and when media is lost', () => {
    const chosen = after(connected, { type: 'soundMode', mode: 'forwarded' }, { type: 'mediaLost' }, joins('boris'));
    expect(after(chosen, { type: 'leave', participantId: 'anna' }, { type: 'mediaBack' }).soundMode).toBe('forwarded');
  });
});

describe('whatever happens', () => {
  it('the conference is emptied exactly when the last one goes, and nobody absent has any effect', () => {
    const anyInput = fc.tuple(fc.constantFrom('anna', 'boris', 'vera'), fc.constantFrom(...Object.values(inputs)));
    fc.assert(
      fc.property(fc.array(fc.tuple(anyInput, fc.nat(40_000)), { maxLength: 60 }), (steps) => {
        let state = empty;
        let nowMs = startMs;
        for (const [[participantId, input], elapsedMs] of steps) {
          nowMs += elapsedMs;
          const before = state;
          const step = stepConference(state, 'participantId' in input ? { ...input, participantId } : input, nowMs);
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
