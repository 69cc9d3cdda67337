import { expect, it } from 'vitest';
import { createSteadyClock } from './steady-clock.ts';

it('goes on evenly, whatever becomes of the wall’s clock, and takes its times over', () => {
  let [wallMs, monotonicMs] = [1_790_000_000_000, 50];
  const clock = createSteadyClock({ nowMs: () => wallMs }, () => monotonicMs);
  const pass = (ms: number) => {
    wallMs += ms;
    monotonicMs += ms;
  };
  expect(clock.nowMs()).toBe(1_790_000_000_000);
  monotonicMs += 0.7;
  expect(clock.nowMs()).toBe(1_790_000_000_000);
  monotonicMs -= 0.7;
  pass(1_000);
  expect(clock.steadyOf(wallMs - 40)).toBe(1_790_000_000_960);
  for (const setMs of [-60_000, 8 * 3_600_000]) {
    wallMs += setMs;
    expect(clock.nowMs()).toBe(1_790_000_001_000);
    expect(clock.steadyOf(wallMs - 40)).toBe(1_790_000_000_960);
  }
  // Of a packet that came before the clock was set nothing better is known than that it is not from the future, nor old.
  expect(clock.steadyOf(wallMs + 3_600_000)).toBe(clock.nowMs());
  expect(clock.steadyOf(0)).toBe(clock.nowMs() - 5_000);
});

it('catches up with a wall’s clock that is ahead, as after the machine has slept, and never goes back', () => {
  let wallMs = 1_790_000_000_000;
  const clock = createSteadyClock({ nowMs: () => wallMs }, () => 50);
  wallMs += 3_600_000;
  expect(clock.nowMs()).toBe(1_790_000_000_000);
  clock.catchUp();
  expect(clock.nowMs()).toBe(1_790_003_600_000);
  wallMs -= 7_200_000;
  clock.catchUp();
  expect(clock.nowMs()).toBe(1_790_003_600_000);
});
