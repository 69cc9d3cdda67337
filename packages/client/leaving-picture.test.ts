import type { types } from 'mediasoup-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LeavingPicture } from './leaving-picture.ts';

const environment = {
  setTimeout: (callback: () => void, delayMs: number) => setTimeout(callback, delayMs),
  clearTimeout: (handle: unknown) => clearTimeout(handle as NodeJS.Timeout),
};
let asked: string[];
let leaving: LeavingPicture;
const producer = (id: string) => ({ id, close: vi.fn() });
const held = (which: ReturnType<typeof producer>) => leaving.hold(which as unknown as types.Producer);

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  leaving = new LeavingPicture(
    (async (method: string, params: { producerId: string }) => {
      asked.push(`${method} ${params.producerId}`);
      return {};
    }) as never,
    environment,
  );
});
afterEach(() => void vi.useRealTimers());

it('goes on for a second, then ends on both sides, once', () => {
  const h264 = producer('a');
  held(h264);
  vi.advanceTimersByTime(999);
  expect(h264.close).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  leaving.dismiss();
  vi.advanceTimersByTime(10_000);
  expect(h264.close).toHaveBeenCalledTimes(1);
  expect(asked).toEqual(['closeProducer a']);
});

it('ends at once when it is dismissed, or when another one leaves', () => {
  const [first, second] = [producer('a'), producer('b')];
  held(first);
  held(second);
  expect(first.close).toHaveBeenCalled();
  leaving.dismiss();
  expect(second.close).toHaveBeenCalled();
  expect(asked).toEqual(['closeProducer a', 'closeProducer b']);
});

it('is forgotten with its transport, and nothing is asked', () => {
  held(producer('a'));
  leaving.forget();
  vi.advanceTimersByTime(10_000);
  expect(asked).toEqual([]);
});
