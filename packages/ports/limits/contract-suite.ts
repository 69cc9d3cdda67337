/** The suite that every adapter of `limits` runs. Titles start with the guarantee that they prove. */
import { describe, expect, it } from 'vitest';
import type { Limits } from './limits.ts';

const startMs = 1_700_000_000_000;
const rate = { capacity: 3, perMs: 1_000 };

/** A clock that may also be turned back. */
class AnyClock {
  now = startMs;

  nowMs(): number {
    return this.now;
  }
}

export function describeLimitsContract(adapter: string, open: (clock: AnyClock, maxKeys: number) => Limits): void {
  describe(`limits: ${adapter}`, () => {
    const fresh = (maxKeys = 1_000) => {
      const clock = new AnyClock();
      return { clock, limits: open(clock, maxKeys) };
    };
    const drain = async (limits: Limits, key: string): Promise<number> => {
      let granted = 0;
      while ((await limits.take(key, rate)).ok) granted += 1;
      return granted;
    };

    it('L1: a fresh key grants its capacity at once', async () => {
      expect(await drain(fresh().limits, 'ann')).toBe(3);
    });

    it('L1: takes grow back evenly and never beyond the capacity', async () => {
      const { clock, limits } = fresh();
      await drain(limits, 'ann');
      clock.now += 334;
      expect(await drain(limits, 'ann')).toBe(1);
      clock.now += 1_000_000;
      expect(await drain(limits, 'ann')).toBe(3);
    });

    it('L2: whoever waits as long as told is granted the next take, and not a millisecond before', async () => {
      for (const perMs of [1_000, 60_000, 997, 3_600_000]) {
        const { clock, limits } = fresh();
        const odd = { capacity: 7, perMs };
        for (let index = 0; index < 7; index += 1) await limits.take('ann', odd);
        const { ok, retryAfterMs } = await limits.take('ann', odd);
        expect(ok).toBe(false);
        clock.now += retryAfterMs - 1;
        expect((await limits.take('ann', odd)).ok).toBe(false);
        clock.now += 1;
        expect(await limits.take('ann', odd)).toEqual({ ok: true, retryAfterMs: 0 });
      }
    });

    it('L2: refused takes cost nothing', async () => {
      const { clock, limits } = fresh();
      await drain(limits, 'ann');
      for (let index = 0; index < 100; index += 1) await limits.take('ann', rate);
      clock.now += 334;
      expect((await limits.take('ann', rate)).ok).toBe(true);
    });

    it('L3: keys do not influence each other', async () => {
      const { limits } = fresh();
      await drain(limits, 'ann');
      expect(await drain(limits, 'bob')).toBe(3);
    });

    it('L4: a take given back can be taken again, and no more than the capacity', async () => {
      const { limits } = fresh();
      await drain(limits, 'ann');
      await limits.giveBack('ann', rate);
      expect(await drain(limits, 'ann')).toBe(1);
      for (let index = 0; index < 10; index += 1) await limits.giveBack('ann', rate);
      expect(await drain(limits, 'ann')).toBe(3);
    });

    it('L5: of too many keys the one used longest ago is forgotten', async () => {
      const { limits } = fresh(2);
      await drain(limits, 'ann');
      await drain(limits, 'bob');
      await limits.take('ann', rate);
      await limits.take('eve', rate);
      expect((await limits.take('ann', rate)).ok).toBe(false);
      expect((await limits.take('bob', rate)).ok).toBe(true);
    });

    it('L6: a clock that jumps back grants nothing and locks nobody out for longer', async () => {
      const { clock, limits } = fresh();
      await drain(limits, 'ann');
      clock.now -= 3_600_000;
      expect((await limits.take('ann', rate)).ok).toBe(false);
      clock.now += 334;
      expect((await limits.take('ann', rate)).ok).toBe(true);
    });
  });
}
