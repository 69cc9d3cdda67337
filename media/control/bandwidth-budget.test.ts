import { describe, expect, it } from 'vitest';
import { type BandwidthBudget, budgetSecond, type ReceiverSecond, unboundedBudget } from './bandwidth-budget.ts';

const fine: ReceiverSecond = { sentBps: 2_000_000, estimateBps: 2_500_000, lostFraction: 0 };
const short: ReceiverSecond = { sentBps: 2_000_000, estimateBps: 600_000, lostFraction: 0.2 };

/** Runs the same second over and over; answers the budget and when it changed. */
function seconds(
  before: BandwidthBudget,
  count: number,
  second: (budget: BandwidthBudget) => ReceiverSecond,
  fromMs = 0,
) {
  let budget = before;
  const raisedAtMs: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const next = budgetSecond(budget, second(budget), fromMs + index * 1_000);
    if ((next.ceilingBps ?? Infinity) > (budget.ceilingBps ?? Infinity)) raisedAtMs.push(fromMs + index * 1_000);
    budget = next;
  }
  return { budget, raisedAtMs };
}

describe('a receiver’s budget', () => {
  it('is unbounded while all arrives, however low the estimate of a small stream is', () => {
    const small = { sentBps: 100_000, estimateBps: 120_000, lostFraction: 0 };
    expect(seconds(unboundedBudget, 60, () => small).budget.ceilingBps).toBeUndefined();
  });

  it('outlasts one bad second, and not two', () => {
    const once = budgetSecond(unboundedBudget, short, 0);
    expect(once.ceilingBps).toBeUndefined();
    expect(budgetSecond(once, fine, 1_000).ceilingBps).toBeUndefined();
    expect(budgetSecond(once, short, 1_000).ceilingBps).toBeLessThanOrEqual(600_000);
  });

  it('falls on loss alone, for receivers that estimate nothing', () => {
    const lossy = { sentBps: 1_000_000, estimateBps: undefined, lostFraction: 0.4 };
    const { budget } = seconds(unboundedBudget, 2, () => lossy);
    expect(budget.ceilingBps).toBeLessThan(600_000);
  });

  it('is raised by trying, the wait doubling with every failed try up to forty seconds', () => {
    const linkBps = 500_000;
    const behindTheLink = ({ ceilingBps }: BandwidthBudget): ReceiverSecond => {
      const sentBps = Math.min(ceilingBps ?? 2_000_000, 2_000_000);
      return sentBps > linkBps
        ? { sentBps, estimateBps: linkBps, lostFraction: 1 - linkBps / sentBps }
        : { sentBps, estimateBps: linkBps, lostFraction: 0 };
    };
    const { raisedAtMs, budget } = seconds(unboundedBudget, 300, behindTheLink);
    const pauses = raisedAtMs.slice(1).map((atMs, index) => atMs - raisedAtMs[index]!);
    expect(pauses[0]).toBeLessThan(20_000);
    expect(pauses.at(-1)).toBeGreaterThanOrEqual(40_000);
    expect(budget.backOffMs).toBe(40_000);
    // The picture may not jump about: five minutes behind a narrow link see few tries.
    expect(raisedAtMs.length).toBeLessThanOrEqual(10);
  });

  it('is unbounded again some time after the link has widened', () => {
    const narrow = seconds(unboundedBudget, 3, () => short).budget;
    expect(narrow.ceilingBps).toBeDefined();
    expect(seconds(narrow, 120, () => fine, 10_000).budget.ceilingBps).toBeUndefined();
  });
});
