import { describe, expect, it } from 'vitest';
import { runFuzz } from './fuzz-run.ts';
import { LossyLink } from './lossy-link.ts';
import { ManualClock } from './manual-clock.ts';
import { randomBytes, seededRandom } from './random.ts';

describe('seededRandom', () => {
  it('repeats for a seed, differs between seeds and stays in [0, 1)', () => {
    expect(randomBytes(seededRandom(1), 16)).toEqual(randomBytes(seededRandom(1), 16));
    expect(randomBytes(seededRandom(1), 16)).not.toEqual(randomBytes(seededRandom(2), 16));
    const random = seededRandom(7);
    const numbers = Array.from({ length: 10_000 }, random);
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    expect(numbers.reduce((sum, number) => sum + number, 0) / numbers.length).toBeCloseTo(0.5, 1);
  });
});

describe('ManualClock', () => {
  it('moves only when told, and never backwards', () => {
    const clock = new ManualClock(1_000);
    clock.advance(5);
    expect(clock.nowMs()).toBe(1_005);
    expect(() => clock.advanceTo(1_000)).toThrow(RangeError);
  });
});

describe('LossyLink', () => {
  it('delivers everything in order after its delay when nothing is wrong', () => {
    const link = new LossyLink<number>({ seed: 1, delayMs: 20, jitterMs: 10 });
    for (let item = 0; item < 100; item++) link.send(item, item);
    expect(link.take(19)).toEqual([]);
    expect(link.nextDeadlineMs()).toBeGreaterThanOrEqual(20);
    expect(link.take(1_000)).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(link.nextDeadlineMs()).toBeUndefined();
  });

  it('loses about as much as it was told to, and counts it', () => {
    const link = new LossyLink<number>({ seed: 2, lossFraction: 0.1 });
    for (let item = 0; item < 10_000; item++) link.send(0, item);
    expect(link.lost).toBeGreaterThan(900);
    expect(link.lost).toBeLessThan(1_100);
    expect(link.take(0)).toHaveLength(10_000 - link.lost);
  });

  it('reorders and repeats, the same way for the same seed', () => {
    const run = () => {
      const link = new LossyLink<number>({ seed: 3, reorderFraction: 0.1, reorderMs: 40, duplicateFraction: 0.1 });
      for (let item = 0; item < 500; item++) link.send(item * 5, item);
      return link.take(100_000);
    };
    const items = run();
    expect(items).toEqual(run());
    expect(new Set(items).size).toBe(500);
    expect(items.length).toBeGreaterThan(520);
    expect(items).not.toEqual(items.toSorted((a, b) => a - b));
  });
});

describe('runFuzz', () => {
  const seeds = [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(9, 9)];

  it('runs as often as told when nothing fails', () => {
    expect(runFuzz({ name: 'calm', seeds, run: () => undefined }, { seed: 1, iterations: 500 })).toEqual({
      name: 'calm',
      iterations: 500,
    });
  });

  it('finds a flaw, and its seed alone finds the same input again', () => {
    const run = (bytes: Uint8Array) => {
      if (bytes.length === 3) throw new Error('three');
    };
    const outcome = runFuzz({ name: 'flawed', seeds, run }, { seed: 1, iterations: 10_000 });
    expect(outcome.failure?.inputHex).toHaveLength(6);
    const again = runFuzz({ name: 'flawed', seeds, run }, { seed: outcome.failure!.seed, iterations: 1 });
    expect(again.failure?.inputHex).toBe(outcome.failure?.inputHex);
  });
});
