import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it } from 'vitest';
import { type LiveMeeting, openMeeting } from './meeting-state.ts';
import type { MeetingInput, MeetingOutput } from './meeting-step.ts';
import { stepMeeting } from './step-meeting.ts';
import { guestNamed } from './suite/seminar.ts';
import {
  firstVideoCodec,
  type VideoCodecState,
  type VideoFacts,
  videoCodecAfter,
  videoCodecOf,
} from './video-codec.ts';
import { insideOf } from './views.ts';

const quietMs = 30_000;
const startMs = 1_000_000;

const facts = {
  'all have it': { everybodySpeaksH264: true, isScreenShared: false },
  'all have it, a screen is shared': { everybodySpeaksH264: true, isScreenShared: true },
  'somebody lacks it': { everybodySpeaksH264: false, isScreenShared: false },
  'somebody lacks it, a screen is shared': { everybodySpeaksH264: false, isScreenShared: true },
} as const satisfies Record<string, VideoFacts>;

const vp8 = (quietSinceMs: number | null, falls = 1): VideoCodecState => ({
  name: 'vp8',
  quietMs,
  falls,
  quietSinceMs,
});
const states: Record<string, VideoCodecState> = {
  'fixed to H.264': { name: 'fixed', codec: 'h264' },
  'fixed to VP8': { name: 'fixed', codec: 'vp8' },
  'H.264': { name: 'h264', quietMs, falls: 0 },
  'H.264 again': { name: 'h264', quietMs, falls: 1 },
  'VP8, not quiet': vp8(null),
  'VP8, quiet a while': vp8(startMs - quietMs + 1),
  'VP8, quiet long enough': vp8(startMs - quietMs),
  'VP8 for the second time, quiet for once the time': vp8(startMs - quietMs, 2),
  'VP8 for the second time, quiet for twice the time': vp8(startMs - 2 * quietMs, 2),
};

/** `same` = the same object. In the order of `facts`. */
const expected: Record<keyof typeof states, readonly (VideoCodecState | 'same')[]> = {
  'fixed to H.264': ['same', 'same', 'same', 'same'],
  'fixed to VP8': ['same', 'same', 'same', 'same'],
  'H.264': ['same', 'same', vp8(null, 1), vp8(null, 1)],
  'H.264 again': ['same', 'same', vp8(null, 2), vp8(null, 2)],
  'VP8, not quiet': [vp8(startMs), 'same', 'same', 'same'],
  'VP8, quiet a while': ['same', vp8(null), vp8(null), vp8(null)],
  'VP8, quiet long enough': [{ name: 'h264', quietMs, falls: 1 }, vp8(null), vp8(null), vp8(null)],
  'VP8 for the second time, quiet for once the time': ['same', vp8(null, 2), vp8(null, 2), vp8(null, 2)],
  'VP8 for the second time, quiet for twice the time': [
    { name: 'h264', quietMs, falls: 2 },
    vp8(null, 2),
    vp8(null, 2),
    vp8(null, 2),
  ],
};

describe.each(Object.entries(states))('%s', (name, state) => {
  it.each(Object.entries(facts).map(([what, fact], index) => [what, fact, index] as const))('%s', (_, fact, index) => {
    const next = videoCodecAfter(state, fact, startMs);
    const wanted = expected[name]?.[index];
    if (wanted === 'same') expect(next).toBe(state);
    else expect(next).toEqual(wanted);
  });
});

it('a clock that is set back begins the quiet time anew, and never ends it early', () => {
  const state = vp8(startMs + 60_000);
  expect(videoCodecAfter(state, facts['all have it'], startMs)).toEqual(vp8(startMs));
});

it('the quiet time is bounded however often VP8 was needed', () => {
  const { videoCodecQuietMaxMs } = limits;
  expect(videoCodecAfter(vp8(startMs - videoCodecQuietMaxMs + 1, 500), facts['all have it'], startMs).name).toBe('vp8');
  expect(videoCodecAfter(vp8(startMs - videoCodecQuietMaxMs, 500), facts['all have it'], startMs).name).toBe('h264');
});

it('the setting fixes one codec', () => {
  expect(videoCodecOf(firstVideoCodec())).toBe('h264');
  expect(videoCodecOf(firstVideoCodec({ setting: 'vp8', quietMs }))).toBe('vp8');
  expect(videoCodecOf(firstVideoCodec({ setting: 'h264', quietMs }))).toBe('h264');
});

describe('R3: in the meeting', () => {
  const opened = openMeeting(
    { conferenceId: 'c', name: 'Standup', soundMode: 'mixed', lobby: false, media: 'up' },
    startMs,
  );
  const joins = (participantId: string, speaksH264?: boolean): MeetingInput => ({
    type: 'join',
    comer: { ...guestNamed(participantId), speaksH264 },
  });
  const leaves = (participantId: string): MeetingInput => ({ type: 'leave', participantId, reason: 'left' });
  const shares: MeetingInput = {
    type: 'produced',
    participantId: 'anna',
    producer: { producerId: 's', kind: 'video', source: 'screen', paused: false },
  };
  const endsSharing: MeetingInput = { type: 'producersClosed', participantId: 'anna', producerIds: ['s'] };

  /** One step after the other; answers who was told of which codec by the last. */
  function run(
    state: LiveMeeting,
    ...steps: (readonly [MeetingInput, number?])[]
  ): { state: LiveMeeting; told: string[] } {
    let now = state;
    let outputs: readonly MeetingOutput[] = [];
    for (const [input, atMs] of steps) ({ state: now, outputs } = stepMeeting(now, input, atMs ?? startMs));
    const told = outputs.flatMap((output) =>
      output.type === 'tell' && output.notification.method === 'videoCodecChanged'
        ? [`${output.to.join(', ')}: ${output.notification.params.videoCodec}`]
        : [],
    );
    return { state: now, told };
  }
  const codecOf = ({ video }: LiveMeeting) => videoCodecOf(video);
  const two = run(opened, [joins('anna', true)], [joins('boris', true)]).state;
  const withFirefox = run(two, [joins('vera', false)]);

  it('is H.264 as long as everybody has it, and nobody is told what they know', () => {
    expect(codecOf(two)).toBe('h264');
    expect(run(opened, [joins('anna', true)], [joins('boris', true)]).told).toEqual([]);
  });

  it('is VP8 at once when somebody comes who lacks it: the others are told, and whoever comes has it in the answer', () => {
    expect(withFirefox.told).toEqual(['anna, boris: vp8']);
    const vera = withFirefox.state.participants.get('vera')!;
    expect(insideOf(withFirefox.state, vera).conference.videoCodec).toBe('vp8');
  });

  it('counts who says nothing as one who lacks it', () => {
    expect(run(two, [joins('vera')]).told).toEqual(['anna, boris: vp8']);
  });

  it('is not changed by whoever waits at the door', () => {
    const lobby = run(two, [{ type: 'lobby', lobby: true }]).state;
    const knocked = run(lobby, [joins('vera', false)]);
    expect(knocked.state.waiting.has('vera')).toBe(true);
    expect(codecOf(knocked.state)).toBe('h264');
    const opens = run(knocked.state, [{ type: 'lobby', lobby: false }]);
    expect(opens.told).toEqual(['anna, boris: vp8']);
  });

  it('counts those who are cut off, until their place is given up', () => {
    const lostAtMs = startMs + 1_000;
    const gone = run(
      withFirefox.state,
      [{ type: 'socketLost', participantId: 'vera', leavingPage: false }, lostAtMs],
      [{ type: 'tick' }, lostAtMs + limits.resumeWindowMs - 1],
    );
    expect(codecOf(gone.state)).toBe('vp8');
    const expiredAtMs = lostAtMs + limits.resumeWindowMs;
    const expired = run(gone.state, [{ type: 'tick' }, expiredAtMs]);
    expect(codecOf(expired.state)).toBe('vp8');
    const quiet = run(expired.state, [{ type: 'tick' }, expiredAtMs + limits.videoCodecQuietMs - 1]);
    expect(codecOf(quiet.state)).toBe('vp8');
    const back = run(quiet.state, [{ type: 'tick' }, expiredAtMs + limits.videoCodecQuietMs]);
    expect(back.told).toEqual(['anna, boris: h264']);
  });

  it('is H.264 again only when no screen has been shared for the quiet time', () => {
    const leftAtMs = startMs + 1_000;
    const shared = run(withFirefox.state, [shares, startMs], [leaves('vera'), leftAtMs]);
    const later = run(shared.state, [{ type: 'tick' }, leftAtMs + 10 * limits.videoCodecQuietMs]);
    expect(codecOf(later.state)).toBe('vp8');
    const endedAtMs = leftAtMs + 20 * limits.videoCodecQuietMs;
    const ended = run(later.state, [endsSharing, endedAtMs]);
    expect(codecOf(run(ended.state, [{ type: 'tick' }, endedAtMs + limits.videoCodecQuietMs - 1]).state)).toBe('vp8');
    expect(run(ended.state, [{ type: 'tick' }, endedAtMs + limits.videoCodecQuietMs]).told).toEqual([
      'anna, boris: h264',
    ]);
  });

  it('never flaps, whoever comes and goes', () => {
    let state = two;
    let atMs = startMs;
    let changes = 0;
    for (let minute = 0; minute < 180; minute += 1) {
      for (const [input, afterMs] of [
        [joins('vera', false), 0],
        [leaves('vera'), 5_000],
        [{ type: 'tick' }, 5_500],
        [{ type: 'tick' }, 59_500],
      ] as const) {
        const { state: next, told } = run(state, [input, atMs + afterMs]);
        changes += told.length;
        state = next;
      }
      atMs += 60_000;
    }
    // There and back once, and there again; then nobody is quiet for a whole minute.
    expect(changes).toBe(3);
  });

  it('follows who comes back in another browser, and what somebody would receive, whatever they said', () => {
    const other = run(two, [joins('boris', false)]);
    expect(other.told).toEqual(['anna, boris: vp8']);
    expect(run(two, [{ type: 'lacksH264', participantId: 'boris' }]).told).toEqual(['anna, boris: vp8']);
    expect(run(two, [{ type: 'lacksH264', participantId: 'nobody' }]).told).toEqual([]);
  });

  it('is one for all rooms', () => {
    const rooms = run(two, [
      {
        type: 'roomsPrepared',
        plan: { rooms: [], prepared: [], byChoice: false, mayReturn: true, roomsMade: 0 },
      },
    ]).state;
    const apart: LiveMeeting = {
      ...rooms,
      participants: new Map([...rooms.participants].map(([id, who]) => [id, { ...who, roomId: `room of ${id}` }])),
    };
    expect(run(apart, [joins('vera', false)]).told).toEqual(['anna, boris: vp8']);
  });
});
