import { describe, expect, it } from 'vitest';
import { FlightTimer } from './flight-timer.ts';

describe('repetition of a flight', () => {
  it('comes after a quarter second and then at twice the distance each time, up to a minute', () => {
    const timer = new FlightTimer();
    timer.start(0, true);
    const gapsMs: number[] = [];
    for (let nowMs = 0; gapsMs.length < 11; ) {
      const deadlineMs = timer.deadlineMs!;
      expect(timer.isDue(deadlineMs - 1)).toBe(false);
      expect(timer.isDue(deadlineMs)).toBe(true);
      gapsMs.push(deadlineMs - nowMs);
      nowMs = deadlineMs;
    }
    expect(gapsMs).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('is never due for a last flight, or once stopped', () => {
    const timer = new FlightTimer();
    timer.start(0, false);
    expect(timer.deadlineMs).toBeUndefined();
    expect(timer.isDue(1_000_000)).toBe(false);
    timer.start(0, true);
    timer.stop();
    expect(timer.isDue(1_000_000)).toBe(false);
  });

  it('is granted to a peer that asks at most every 40 ms', () => {
    const timer = new FlightTimer();
    timer.start(0, false);
    expect([39, 40, 79, 80].map((nowMs) => timer.mayRepeat(nowMs))).toEqual([false, true, false, true]);
  });
});
