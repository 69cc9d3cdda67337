import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { onFirstFrame } from './first-frame.ts';

const environment = { setTimeout: (callback: () => void, delayMs: number) => setTimeout(callback, delayMs) };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** `framesDecoded`: at each look, the last one for good. */
function received(muted: boolean, framesDecoded: readonly (number | undefined)[]) {
  const track = Object.assign(new EventTarget(), { muted }) as unknown as MediaStreamTrack;
  let looks = 0;
  const consumer = {
    track,
    closed: false,
    getStats: async () => {
      const decoded = framesDecoded[Math.min(looks, framesDecoded.length - 1)];
      looks += 1;
      return new Map<string, unknown>([
        ['a', { type: 'codec' }],
        ['b', { type: 'inbound-rtp', framesDecoded: decoded }],
      ]) as unknown as RTCStatsReport;
    },
  };
  const seen = vi.fn();
  onFirstFrame(consumer, environment, seen);
  return { consumer, track, seen, looks: () => looks };
}

it('looks only when packets have come, and says it once', async () => {
  const { track, seen, looks } = received(true, [undefined, 0, 1]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks()).toBe(0);
  track.dispatchEvent(new Event('unmute'));
  await vi.advanceTimersByTimeAsync(119);
  expect(seen).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(seen).toHaveBeenCalledTimes(1);
  expect(looks()).toBe(3);
  track.dispatchEvent(new Event('unmute'));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(looks()).toBe(3);
});

it('looks at once where packets come already', async () => {
  const { seen } = received(false, [5]);
  await vi.advanceTimersByTimeAsync(0);
  expect(seen).toHaveBeenCalledTimes(1);
});

it('gives up on what never shows anything, and on what is closed', async () => {
  const dark = received(false, [0]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(dark.looks()).toBe(40);
  const closed = received(false, [0]);
  closed.consumer.closed = true;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(closed.looks()).toBe(1);
  expect([dark.seen.mock.calls, closed.seen.mock.calls]).toEqual([[], []]);
});
