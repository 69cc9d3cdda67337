import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { constraintsFor, LocalMedia, troubleOf } from './local-media.ts';
import type { Capture } from './voice-treatment.ts';

/** As much of a browser's track as is needed here. */
class FakeTrack extends EventTarget {
  stopped = false;
  getSettings(): MediaTrackSettings {
    return { deviceId: 'in use' };
  }
  stop(): void {
    this.stopped = true;
  }
}

let asked: { constraints: MediaStreamConstraints; give: (track: FakeTrack) => void; refuse: (error: Error) => void }[];

beforeEach(() => {
  asked = [];
  vi.stubGlobal('navigator', {
    mediaDevices: {
      getUserMedia: (constraints: MediaStreamConstraints) =>
        new Promise((resolve, reject) => {
          asked.push({ constraints, give: (track) => resolve({ getTracks: () => [track] }), refuse: reject });
        }),
    },
  });
});
afterEach(() => vi.unstubAllGlobals());

const failed = (name: string) => Object.assign(new Error(name), { name });

describe('own devices', () => {
  it('open, and close with their track stopped', async () => {
    const media = new LocalMedia();
    const opening = media.open('camera', null);
    expect(media.state.camera.name).toBe('opening');
    const track = new FakeTrack();
    asked[0]!.give(track);
    expect(await opening).toBe(track);
    expect(media.track('camera')).toBe(track);
    media.close('camera');
    expect([track.stopped, media.state.camera.name]).toEqual([true, 'closed']);
  });
  it('are asked for once when the same device is wanted twice', async () => {
    const media = new LocalMedia();
    const both = [media.open('microphone', 'a'), media.open('microphone', 'a')];
    const track = new FakeTrack();
    asked[0]!.give(track);
    expect(await Promise.all(both)).toEqual([track, track]);
    expect(asked).toHaveLength(1);
  });
  it('let the later choice win, and stop what came too late', async () => {
    const media = new LocalMedia();
    const first = media.open('camera', 'a');
    const second = media.open('camera', 'b');
    const [late, wanted] = [new FakeTrack(), new FakeTrack()];
    asked[1]!.give(wanted);
    expect(await second).toBe(wanted);
    asked[0]!.give(late);
    expect(await first).toBeUndefined();
    expect([late.stopped, wanted.stopped, media.track('camera') === (wanted as unknown)]).toEqual([true, false, true]);
  });
  it('do not come on after they were closed while opening', async () => {
    const media = new LocalMedia();
    const opening = media.open('camera', null);
    media.close('camera');
    const track = new FakeTrack();
    asked[0]!.give(track);
    expect(await opening).toBeUndefined();
    expect([track.stopped, media.state.camera.name]).toEqual([true, 'closed']);
  });
  it('say what is the matter, and that a device was pulled out', async () => {
    const media = new LocalMedia();
    const opening = media.open('camera', null);
    asked[0]!.refuse(failed('NotAllowedError'));
    expect(await opening).toBeUndefined();
    expect(media.state.camera).toEqual({ name: 'trouble', trouble: 'denied' });
    const again = media.open('camera', null);
    const track = new FakeTrack();
    asked[1]!.give(track);
    await again;
    track.dispatchEvent(new Event('ended'));
    expect(media.state.camera).toEqual({ name: 'trouble', trouble: 'missing' });
  });
  it('are unavailable where the browser has none, as over plain http', async () => {
    vi.stubGlobal('navigator', {});
    const media = new LocalMedia();
    await media.open('microphone', null);
    expect(media.state.microphone).toEqual({ name: 'trouble', trouble: 'unavailable' });
  });
  it('have words for every way to fail, and never insist on a device that is gone', () => {
    expect(['NotFoundError', 'NotReadableError', 'TypeError'].map((name) => troubleOf(failed(name)))).toEqual([
      'missing',
      'busy',
      'unavailable',
    ]);
    expect(constraintsFor('microphone', 'x')).toMatchObject({ audio: { deviceId: { ideal: 'x' } } });
  });
});

describe('a microphone that is captured in another way', () => {
  let wanted: Capture;
  let media: LocalMedia;
  let former: FakeTrack;
  const taken: unknown[] = [];

  beforeEach(async () => {
    wanted = 'plain';
    taken.length = 0;
    media = new LocalMedia(() => wanted);
    const opening = media.open('microphone', null);
    former = new FakeTrack();
    asked[0]!.give(former);
    await opening;
  });

  it('sounds as before until the new capture has taken over, and is then stopped', async () => {
    wanted = 'original';
    const stopped: boolean[] = [];
    const done = media.recapture(null, async (track) => {
      taken.push(track);
      stopped.push(former.stopped);
    });
    expect(media.track('microphone')).toBe(former);
    const track = new FakeTrack();
    asked[1]!.give(track);
    expect(await done).toBe(true);
    expect([taken, stopped, former.stopped]).toEqual([[track], [false], true]);
    expect(media.track('microphone')).toBe(track);
    expect(asked[1]!.constraints).toMatchObject({
      audio: { deviceId: { ideal: 'in use' }, echoCancellation: false, channelCount: { ideal: 2 } },
    });
  });
  it('is left as it is where it is captured so already, and where none is open', async () => {
    expect(await media.recapture(null, async () => undefined)).toBe(false);
    media.close('microphone');
    wanted = 'original';
    expect(await media.recapture(null, async () => undefined)).toBe(false);
    expect(asked).toHaveLength(1);
  });
  it('goes on as before when the device will not come a second time', async () => {
    wanted = 'original';
    const done = media.recapture(null, async () => undefined);
    asked[1]!.refuse(failed('NotReadableError'));
    expect(await done).toBe(false);
    expect([media.track('microphone'), former.stopped]).toEqual([former, false]);
  });
  it('stays as it was when it is wanted so again before the new capture has come', async () => {
    wanted = 'original';
    const done = media.recapture(null, async (track) => void taken.push(track));
    wanted = 'plain';
    expect(await media.recapture(null, async () => undefined)).toBe(false);
    const track = new FakeTrack();
    asked[1]!.give(track);
    expect(await done).toBe(false);
    expect([taken, track.stopped, media.track('microphone'), former.stopped]).toEqual([[], true, former, false]);
  });
  it('does not come on after it was closed meanwhile', async () => {
    wanted = 'original';
    const done = media.recapture(null, async (track) => void taken.push(track));
    media.close('microphone');
    const track = new FakeTrack();
    asked[1]!.give(track);
    expect(await done).toBe(false);
    expect([taken, track.stopped, media.state.microphone.name]).toEqual([[], true, 'closed']);
  });
});
