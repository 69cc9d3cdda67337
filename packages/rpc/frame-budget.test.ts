import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it } from 'vitest';
import { FrameBudget, FrameBudgets, type FrameRates, strangersRates } from './frame-budget.ts';

const rates: FrameRates = {
  frameMaxBytes: 100_000,
  framesPerSecond: 100,
  framesBurst: 400,
  excessPerSecond: 10,
  excessBurst: 300,
  bytesPerSecond: 500_000,
  bytesBurst: 2_000_000,
};

const names = (budget: FrameBudget, frames: number, nowMs: number) =>
  Array.from({ length: frames }, () => budget.take(100, nowMs).name);

describe('a participant’s frames', () => {
  it('pass in a burst, are refused for as many again, and then are too many', () => {
    const budget = new FrameBudget(rates, 0);
    expect(new Set(names(budget, rates.framesBurst, 0))).toEqual(new Set(['pass']));
    expect(new Set(names(budget, rates.excessBurst, 0))).toEqual(new Set(['refuse']));
    expect(budget.take(100, 0)).toEqual({ name: 'tooMany' });
  });

  it('pass for ever at the rate that is allowed', () => {
    const budget = new FrameBudget(rates, 0);
    const everyMs = 1_000 / rates.framesPerSecond;
    for (let frame = 0; frame < 5_000; frame += 1) expect(budget.take(100, frame * everyMs).name).toBe('pass');
  });

  it('are refused but not held to be a flood at a little more than that', () => {
    const budget = new FrameBudget(rates, 0);
    const everyMs = 1_000 / (rates.framesPerSecond + rates.excessPerSecond - 1);
    const verdicts = Array.from({ length: 20_000 }, (_, frame) => budget.take(100, frame * everyMs).name);
    expect(new Set(verdicts)).toEqual(new Set(['pass', 'refuse']));
  });

  it('stop being read while they bring too many bytes, until those are paid for', () => {
    const budget = new FrameBudget(rates, 0);
    const bytes = rates.frameMaxBytes;
    for (let spent = bytes; spent <= rates.bytesBurst; spent += bytes)
      expect(budget.take(bytes, 0)).toEqual({ name: 'pass', pauseMs: 0 });
    const pauseMs = Math.ceil((bytes / rates.bytesPerSecond) * 1_000);
    expect(budget.take(bytes, 0)).toEqual({ name: 'pass', pauseMs });
    expect(budget.take(0, pauseMs)).toEqual({ name: 'pass', pauseMs: 0 });
  });

  it('may not be larger than any call', () => {
    expect(new FrameBudget(rates, 0).take(rates.frameMaxBytes + 1, 0)).toEqual({ name: 'tooLarge' });
  });
});

describe('a stranger’s frames', () => {
  it('are a few, however long it takes', () => {
    const budget = new FrameBudget(strangersRates, 0);
    expect(new Set(names(budget, limits.signallingFramesBeforeJoin, 0))).toEqual(new Set(['pass']));
    expect(budget.take(100, 3_600_000)).toEqual({ name: 'tooMany' });
  });

  it('may not be larger than a join', () => {
    const budget = new FrameBudget(strangersRates, 0);
    expect(budget.take(limits.signallingJoinMaxBytes, 0).name).toBe('pass');
    expect(budget.take(limits.signallingJoinMaxBytes + 1, 0)).toEqual({ name: 'tooLarge' });
  });
});

describe('a participant who comes back', () => {
  it('finds the budget as it was, until it has recovered', () => {
    const budgets = new FrameBudgets(rates);
    names(budgets.of('anna', 0), rates.framesBurst, 0);
    budgets.forgetRested(1_000);
    expect(names(budgets.of('anna', 1_000), rates.framesPerSecond + 1, 1_000)).toContain('refuse');
    const recoveredAtMs = 1_000 + (rates.framesBurst / rates.framesPerSecond) * 1_000;
    budgets.forgetRested(recoveredAtMs);
    expect(names(budgets.of('anna', recoveredAtMs), rates.framesBurst, recoveredAtMs)).not.toContain('refuse');
  });

  it('is not remembered for ever', () => {
    const budgets = new FrameBudgets(rates);
    const first = budgets.of('anna', 0);
    first.take(100, 0);
    expect(budgets.of('anna', 0)).toBe(first);
    budgets.forgetRested(60_000);
    expect(budgets.of('anna', 60_000)).not.toBe(first);
  });
});
