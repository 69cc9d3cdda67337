import { expect, it } from 'vitest';
import { cueAt, leftMs, leftSeconds } from './countdown.ts';

it('shows each second until it is over, and never less than nothing', () => {
  expect(leftSeconds(10_000, 0)).toBe(10);
  expect(leftSeconds(10_000, 9_001)).toBe(1);
  expect(leftSeconds(10_000, 10_000)).toBe(0);
  expect(leftMs(10_000, 12_000)).toBe(0);
});

it('says once that a minute, half a minute and ten seconds are left', () => {
  const told: number[] = [];
  for (let before = 90, now = 89; now >= 0; before = now, now -= 1) {
    const cue = cueAt(before, now);
    if (cue !== undefined) told.push(cue);
  }
  expect(told).toEqual([60, 30, 10]);
});

it('a countdown that begins is told as it begins, and a page that slept is told once', () => {
  expect(cueAt(undefined, 30)).toBe(30);
  expect(cueAt(undefined, 25)).toBe(25);
  expect(cueAt(undefined, 600)).toBeUndefined();
  expect(cueAt(90, 8)).toBe(8);
  expect(cueAt(8, 0)).toBeUndefined();
});

it('more time makes the marks count anew', () => {
  expect(cueAt(25, 325)).toBeUndefined();
  expect(cueAt(61, 60)).toBe(60);
});
