import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Player } from './player.ts';

/** As much of a <video> as the player asks of one. */
class FakeVideo extends EventTarget {
  src = '';
  currentTime = 0;
  duration = 600;
  readyState = 4;
  paused = true;
  ended = false;
  muted = false;
  volume = 1;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  error: object | null = null;
  refusesSound = false;
  readonly buffered = { length: 1, start: () => 0, end: () => 30 };
  load(): void {
    this.error = null;
  }
  removeAttribute(): void {
    this.src = '';
  }
  async play(): Promise<void> {
    if (this.refusesSound && !this.muted) {
      const refusal = new Error('a click first');
      refusal.name = 'NotAllowedError';
      throw refusal;
    }
    this.paused = false;
    this.dispatchEvent(new Event('play'));
  }
  pause(): void {
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
  /** As a browser does when the next piece of a file is refused. */
  fail(): void {
    this.error = {};
    this.dispatchEvent(new Event('error'));
    this.pause();
  }
}

function open() {
  const video = new FakeVideo();
  const refused: number[] = [];
  const player = new Player(video as unknown as HTMLVideoElement, { onRefused: () => refused.push(1) });
  player.setSource({ kind: 'file', url: '/recordings/v1/a/final.mp4' }, 0);
  return { video, player, refused };
}

describe('the player, with a file', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('takes a fresh address without touching what plays', () => {
    const { video, player } = open();
    player.play();
    player.setSource({ kind: 'file', url: '/recordings/v1/b/final.mp4' }, 0);
    expect(video.src).toBe('/recordings/v1/a/final.mp4');
    expect(video.paused).toBe(false);
  });

  it('goes on where it was when its address has run out, and plays on (R8)', () => {
    const { video, player, refused } = open();
    player.play();
    video.currentTime = 42;
    video.fail();
    expect(refused).toHaveLength(1);
    player.setSource({ kind: 'file', url: '/recordings/v1/b/final.mp4' }, 0);
    vi.advanceTimersByTime(2_000);
    expect(video.src).toBe('/recordings/v1/b/final.mp4');
    expect(video.currentTime).toBe(42);
    expect(video.paused).toBe(false);
  });

  it('goes to where the viewer went meanwhile, and rests if it rested', () => {
    const { video, player } = open();
    video.currentTime = 42;
    video.fail();
    player.seek(300_000);
    player.setSource({ kind: 'file', url: '/recordings/v1/b/final.mp4' }, 0);
    vi.advanceTimersByTime(2_000);
    expect(video.currentTime).toBe(300);
    expect(video.paused).toBe(true);
  });

  it('puts the fresh address in before a jump, where the one in use is old', () => {
    const { video, player } = open();
    player.setSource({ kind: 'file', url: '/recordings/v1/b/final.mp4' }, 0);
    vi.advanceTimersByTime(8 * 60_000);
    player.seek(500_000);
    expect(video.src).toBe('/recordings/v1/b/final.mp4');
    expect(video.currentTime).toBe(500);
  });

  it('gives up in words where every address fails', () => {
    const { video, player } = open();
    video.readyState = 0;
    for (let tries = 0; tries < 4; tries += 1) {
      video.fail();
      vi.advanceTimersByTime(2_000);
    }
    expect(player.state.unplayable).toBe(true);
  });

  it('plays on once the server is back, however long it was away', () => {
    const { video, player } = open();
    player.play();
    video.currentTime = 42;
    video.readyState = 0;
    for (let tries = 0; tries < 10; tries += 1) {
      video.fail();
      vi.advanceTimersByTime(20_000);
    }
    expect(player.state.unplayable).toBe(true);
    video.readyState = 4;
    video.dispatchEvent(new Event('loadeddata'));
    expect(player.state).toMatchObject({ unplayable: false, atMs: 42_000, playing: true });
  });

  it('keeps jumps inside the recording, and steps of speed and volume inside their bounds', () => {
    const { video, player } = open();
    video.dispatchEvent(new Event('durationchange'));
    player.seek(9e9);
    expect(video.currentTime).toBe(600);
    player.skip(-9_999);
    expect(video.currentTime).toBe(0);
    player.setVolume(7);
    expect(video.volume).toBe(1);
    player.setVolume(-1);
    expect([video.volume, video.muted]).toEqual([0, true]);
    player.toggleMuted();
    expect([video.volume, video.muted]).toEqual([0.5, false]);
    player.setSpeed(1.5);
    video.dispatchEvent(new Event('ratechange'));
    expect([video.playbackRate, player.state.speed]).toEqual([1.5, 1.5]);
  });

  it('plays without sound where the browser lets none out before a click', async () => {
    const { video, player } = open();
    video.refusesSound = true;
    player.play();
    await vi.waitFor(() => expect(video.paused).toBe(false));
    expect(video.muted).toBe(true);
  });

  it('is silent and empty once closed', () => {
    const { video, player, refused } = open();
    player.play();
    player.close();
    expect([video.paused, video.src]).toEqual([true, '']);
    video.fail();
    expect(refused).toEqual([]);
  });
});
