import { describe, expect, it } from 'vitest';
import { gradeSecond, type NetworkSecond, ungraded } from './network-grade.ts';

const good: NetworkSecond = { connected: true, lostFraction: 0, rttMs: 40, jitterMs: 5 };
const bad: NetworkSecond = { connected: true, lostFraction: 0.3, rttMs: 40, jitterMs: 5 };
const grades = (...seconds: NetworkSecond[]) => {
  let grading = ungraded;
  return seconds.map((second) => {
    grading = gradeSecond(grading, second);
    return grading.grade;
  });
};

describe('the network grade', () => {
  it('is unknown until something was measured', () => {
    expect(grades({ connected: true, lostFraction: undefined, rttMs: undefined, jitterMs: undefined })).toEqual([null]);
  });

  it.each([
    ['nothing lost', good, 3],
    ['a few lost', { ...good, lostFraction: 0.05 }, 2],
    ['a third lost', bad, 1],
    ['a satellite', { ...good, rttMs: 800 }, 1],
    ['much jitter', { ...good, jitterMs: 100 }, 2],
    ['no connection', { ...good, connected: false }, 0],
  ] as const)('of %s', (_name, second, grade) => {
    expect(grades(second)).toEqual([grade]);
  });

  it('believes bad news after two seconds and good news after four', () => {
    expect(grades(good, bad, bad, good, good, good, good)).toEqual([3, 3, 1, 1, 1, 1, 3]);
  });

  it('does not flicker', () => {
    expect(new Set(grades(good, bad, good, bad, good, bad, good))).toEqual(new Set([3]));
  });

  it('shows a lost connection at once', () => {
    expect(grades(good, { ...good, connected: false })).toEqual([3, 0]);
  });
});
