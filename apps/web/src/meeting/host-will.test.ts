import type { Happening } from '@veche/client/call-orders.ts';
import { type CallState, initialCallState } from '@veche/client/call-state.ts';
import { describe, expect, it } from 'vitest';
import type { Place } from '../join/place.ts';
import { HostWill } from './host-will.ts';

const policy = { lobby: false, locked: false, unmuteSelf: true, startVideo: true, shareScreen: true };

/** One person with an open microphone and camera, and what became of them. */
function stay({ place = {}, call = {} }: { place?: Partial<Place>; call?: Partial<CallState> } = {}) {
  let kept = { microphoneOn: true, cameraOn: true, ...place } as Place;
  const done: string[] = [];
  const conference = {
    conferenceId: 'c',
    name: 'C',
    startedAtMs: 0,
    soundMode: 'mixed',
    videoCodec: 'h264',
    policy,
  } as const;
  const fake = {
    state: { ...initialCallState, connection: { name: 'connected' }, conference, ...call } as CallState,
    obeyed: { mutedAtMs: 0, videoStoppedAtMs: 0 },
    setPaused: async (source: string) => void done.push(`paused ${source}`),
  };
  const will = new HostWill({
    call: fake,
    media: { track: () => ({}) as MediaStreamTrack, close: (kind) => void done.push(`closed ${kind}`) },
    place: () => kept,
    remember: (changes) => {
      kept = { ...kept, ...changes };
    },
    stopScreen: () => void done.push('stopped screen'),
    tell: (text) => void done.push('key' in text ? text.key : text.failure),
  });
  const changed = async (): Promise<void> => {
    will.handleChange();
    await Promise.resolve();
  };
  return { will, call: fake, done, changed, kept: () => kept };
}
const told = (method: string, params: object): Happening => ({ method, params }) as Happening;

describe('what hosts do', () => {
  it('to a microphone is remembered, with the moment up to which they were obeyed, and told with a name', () => {
    const { will, call, done, kept } = stay();
    call.obeyed = { mutedAtMs: 7, videoStoppedAtMs: 0 };
    will.handleHappening(told('mutedByHost', { atMs: 7, by: 'Vera' }));
    expect(done).toEqual(['paused microphone', 'notice.mutedBy']);
    expect(kept()).toMatchObject({ microphoneOn: false, cameraOn: true, obeyed: { mutedAtMs: 7 } });
  });
  it('while somebody was away is told without a name, and only once', async () => {
    const { call, done, changed, kept } = stay({ place: { obeyed: { mutedAtMs: 3, videoStoppedAtMs: 3 } } });
    call.obeyed = { mutedAtMs: 3, videoStoppedAtMs: 9 };
    await changed();
    await changed();
    expect(done).toEqual(['closed camera', 'notice.videoStoppedAway']);
    expect(kept()).toMatchObject({ microphoneOn: true, cameraOn: false });
  });
  it('before is not done again to whoever has unmuted since', async () => {
    const { call, done, changed } = stay({ place: { obeyed: { mutedAtMs: 3, videoStoppedAtMs: 0 } } });
    call.obeyed = { mutedAtMs: 3, videoStoppedAtMs: 0 };
    await changed();
    expect(done).toEqual([]);
  });
  it('is not told to whoever was muted already', () => {
    const { will, call, done } = stay({ place: { microphoneOn: false } });
    call.obeyed = { mutedAtMs: 7, videoStoppedAtMs: 0 };
    will.handleHappening(told('mutedByHost', { atMs: 7, by: 'Vera' }));
    expect(done).toEqual(['paused microphone']);
  });
  it('to a shared screen stops its capture', () => {
    const { will, done } = stay();
    will.handleHappening(told('sharingStoppedByHost', { by: 'Vera' }));
    expect(done).toEqual(['stopped screen', 'notice.sharingStoppedBy']);
  });
});

describe('what the rules forbade before anybody could be told', () => {
  const strict = { ...policy, unmuteSelf: false, startVideo: false };
  const conference = {
    conferenceId: 'c',
    name: 'C',
    startedAtMs: 0,
    soundMode: 'mixed',
    videoCodec: 'h264',
    policy: strict,
  } as const;
  const refused = { microphone: 'paused', camera: 'off', screen: 'off', screenSound: 'off' } as const;

  it('is told once let in, and devices are let go', async () => {
    const { done, changed, kept } = stay({ call: { conference, publishing: refused } });
    await changed();
    await changed();
    expect(done).toEqual(['unmute_off', 'closed camera', 'video_off']);
    expect(kept()).toMatchObject({ microphoneOn: false, cameraOn: false });
  });
  it('does not concern hosts, nor those who wait, nor those who were asked', async () => {
    for (const standing of ['host', 'coHost', 'waiting'] as const) {
      const { done, changed } = stay({ call: { conference, publishing: refused, standing } });
      await changed();
      expect([standing, done]).toEqual([standing, []]);
    }
    const grants = { mayUnmute: true, mayStartVideo: true };
    const { done, changed } = stay({ call: { conference, publishing: refused, ...grants } });
    await changed();
    expect(done).toEqual([]);
  });
});
