import { seededRandom } from '@veche/testkit/random.ts';
import { describe, expect, it } from 'vitest';
import { PictureClock } from './picture-clock.ts';

const stamp = (takenMs: number): number => Math.round(takenMs * 90) >>> 0;

describe('when a picture was taken', () => {
  it('is even, however unevenly it came', () => {
    const clock = new PictureClock();
    const random = seededRandom(3);
    const times: number[] = [];
    for (let takenMs = 0; takenMs < 20_000; takenMs += 40) {
      const lateMs = 20 + random() * 60 + (random() < 0.02 ? 250 : 0);
      times.push(clock.takenAtMs(stamp(takenMs), 1_000 + takenMs + lateMs));
    }
    const steps = times.slice(100).map((time, at) => time - times[99 + at]!);
    expect(Math.max(...steps.map((step) => Math.abs(step - 40)))).toBeLessThan(3);
    expect(times.at(-1)! - (1_000 + 19_960)).toBeLessThan(35);
  });

  it.each([-200, 200])('follows a sender whose clock is off by %d ppm', (ppm) => {
    const clock = new PictureClock();
    let lastMs = 0;
    const hours = 2 * 3_600_000;
    for (let takenMs = 0; takenMs < hours; takenMs += 1_000) {
      lastMs = clock.takenAtMs(stamp(takenMs * (1 + ppm / 1e6)), takenMs + 50) - (takenMs + 50);
    }
    expect(Math.abs(lastMs)).toBeLessThan(40);
  });

  it('goes on over the end of 32 bits', () => {
    const clock = new PictureClock();
    const nearEnd = 2 ** 32 - 900;
    expect(clock.takenAtMs(nearEnd, 5_000)).toBe(5_000);
    expect(clock.takenAtMs((nearEnd + 3_600) >>> 0, 5_045)).toBeCloseTo(5_040, 0);
  });

  it('begins anew where timestamps jump', () => {
    const clock = new PictureClock();
    clock.takenAtMs(stamp(0), 1_000);
    expect(clock.takenAtMs(stamp(900_000), 1_040)).toBe(1_040);
    expect(clock.takenAtMs(stamp(900_040), 1_085)).toBeCloseTo(1_080, 0);
  });
});
