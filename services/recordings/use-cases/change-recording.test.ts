import { limits } from '@veche/contracts/limits.ts';
import { expect, it, vi } from 'vitest';
import { noRendering } from '../rendering-hook.ts';
import { changeRecording } from './change-recording.ts';

function lagging(looksUntilSettled: number) {
  const did: string[] = [];
  let looks = 0;
  const parts = {
    log: {
      lastPosition: async () => 7,
      handledUpTo: async () => {
        looks += 1;
        if (looks === looksUntilSettled) did.push('settled');
        return looks >= looksUntilSettled ? 7 : 6;
      },
    },
    recordings: {
      changeState: async (_id: string, state: string) => {
        did.push(state);
        return true;
      },
    },
    rendering: { ...noRendering, wake: () => void did.push('woken') },
    clock: { nowMs: () => 0 },
  } as never;
  return { did, change: (state: 'ended' | 'paused') => changeRecording(parts, { recordingId: 'a', state, atMs: 0 }) };
}

it('a recording ends when the index has all of its chunks, so that no player goes home too early (R4)', async () => {
  const { did, change } = lagging(4);
  await change('ended');
  expect(did).toEqual(['settled', 'ended', 'woken']);
});

it('anything else is written down at once', async () => {
  const { did, change } = lagging(4);
  await change('paused');
  expect(did).toEqual(['paused', 'woken']);
});

it('an index that does not come on holds no end up for ever', async () => {
  vi.useFakeTimers();
  try {
    const { did, change } = lagging(Number.POSITIVE_INFINITY);
    const changed = change('ended');
    await vi.advanceTimersByTimeAsync(limits.recordingIndexLagMs - 100);
    expect(did).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    await changed;
    expect(did).toEqual(['ended', 'woken']);
  } finally {
    vi.useRealTimers();
  }
});
