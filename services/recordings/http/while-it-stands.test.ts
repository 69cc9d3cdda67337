import { limits } from '@veche/contracts/limits.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { describe, expect, it } from 'vitest';
import { whileItStands } from './while-it-stands.ts';

describe('a file that is under way (R8)', () => {
  it('goes on while the right stands, and is cut off soon after it is withdrawn', async () => {
    const clock = new ManualClock();
    let [stands, asked, closed] = [true, 0, false];
    const content = (async function* () {
      try {
        for (;;) yield Uint8Array.of(1);
      } finally {
        closed = true;
      }
    })();
    const sent = whileItStands(content, clock, async () => {
      asked++;
      return stands;
    });
    const parts = sent[Symbol.asyncIterator]();
    const takes = async (ms: number) => {
      clock.advance(ms);
      return parts.next();
    };
    for (let second = 0; second < 60; second++) expect((await takes(1_000)).done).toBe(false);
    expect(asked).toBeGreaterThan(60_000 / limits.recordingGrantCheckMs - 2);
    stands = false;
    await expect(
      (async () => {
        for (let second = 0; second <= limits.recordingGrantCheckMs / 1_000; second++) await takes(1_000);
      })(),
    ).rejects.toThrow('withdrawn');
    expect(closed).toBe(true);
  });
});
