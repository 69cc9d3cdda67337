import { expect, it } from 'vitest';
import { CleanerReserve } from './cleaner-reserve.ts';

const cleaner = () => ({ isPrimed: false, process: () => 0, reset: () => undefined, close: () => undefined });

it('has primed cleaners ready, one more with each beat, and an unprimed one rather than none', () => {
  const reserve = new CleanerReserve(cleaner, (made) => {
    made.isPrimed = true;
  });
  const taken = (count: number) => Array.from({ length: count }, () => reserve.take().isPrimed);
  expect(taken(6)).toEqual([true, true, true, true, false, false]);
  reserve.replenish();
  reserve.replenish();
  expect(taken(3)).toEqual([true, true, false]);
  for (let beat = 0; beat < 20; beat++) reserve.replenish();
  expect(taken(5)).toEqual([true, true, true, true, false]);
});
