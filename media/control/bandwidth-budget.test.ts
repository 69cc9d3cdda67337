import { seededRandom } from '@veche/testkit/random.ts';
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

  it('outlasts two bad seconds, and not three', () => {
    const once = budgetSecond(unboundedBudget, short, 0);
    expect(once.ceilingBps).toBeUndefined();
    expect(budgetSecond(once, fine, 1_000).ceilingBps).toBeUndefined();
    const twice = budgetSecond(once, short, 1_000);
    expect(twice.ceilingBps).toBeUndefined();
    expect(budgetSecond(twice, short, 2_000).ceilingBps).toBeLessThanOrEqual(600_000);
  });

  it('falls on loss alone, for receivers that estimate nothing', () => {
    const lossy = { sentBps: 1_000_000, estimateBps: undefined, lostFraction: 0.5 };
    const { budget } = seconds(unboundedBudget, 8, () => lossy);
    expect(budget.ceilingBps).toBeLessThan(600_000);
  });

  it('stays unbounded where a tenth of all packets is lost at random both ways (seed 20261124)', () => {
    const random = seededRandom(20_261_124);
    const lossy = (): ReceiverSecond => {
      let lost = 0;
      for (let packet = 0; packet < 35; packet += 1) if (random() < 0.19) lost += 1;
      return { sentBps: 300_000 + random() * 200_000, estimateBps: 600_000, lostFraction: lost / 35 };
    };
    expect(seconds(unboundedBudget, 600, lossy).budget.ceilingBps).toBeUndefined();
  });

  it('gives a small picture back within ten seconds after a stall', () => {
    const small = (budget: BandwidthBudget): ReceiverSecond => {
      const sentBps = Math.min(190_000, budget.ceilingBps ?? 190_000);
      return { sentBps, estimateBps: sentBps * 1.2, lostFraction: 0.1 };
    };
    const stalled = seconds(unboundedBudget, 4, () => ({
      sentBps: 190_000,
      estimateBps: 60_000,
      lostFraction: 0.1,
    })).budget;
    expect(stalled.ceilingBps).toBeGreaterThanOrEqual(150_000);
    expect(seconds(stalled, 10, small, 4_000).budget.ceilingBps).toBeGreaterThan(230_000);
  });

  it('lets an estimate catch up after a step to a larger layer', () => {
    let estimateBps = 200_000;
    const lagging = (): ReceiverSecond => {
      estimateBps *= 1.08;
      return { sentBps: 500_000, estimateBps, lostFraction: 0.05 };
    };
    expect(seconds(unboundedBudget, 15, lagging).budget.ceilingBps).toBeUndefined();
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
    const narrow = seconds(unboundedBudget, 4, () => short).budget;
    expect(narrow.ceilingBps).toBeDefined();
    expect(seconds(narrow, 120, () => fine, 10_000).budget.ceilingBps).toBeUndefined();
  });
});
