/**
 * How many bits a receiver can take. A receiver's estimate (REMB) never rises far above what it is being sent, so it cannot say
 * that more would fit: the budget is unbounded until estimate and loss together show a shortage, and is then raised again by trying,
 * each failed try doubling the wait. Loss alone is a shortage only when it is heavy and lasts: wireless links lose packets at random,
 * and what is lost on the way to the server counts here too until it is repaired.
 */
export type BandwidthBudget = {
  /** undefined = unbounded. */
  readonly ceilingBps: number | undefined;
  readonly shortSeconds: number;
  /** When a higher ceiling is tried next. */
  readonly tryAtMs: number;
  readonly backOffMs: number;
  /** When the ceiling was raised last: a shortage soon after means that the try failed. */
  readonly raisedAtMs: number | undefined;
  /** 0 to 1, over the last seconds. */
  readonly lostAverage: number;
  /** Of the second before: an estimate that is rising lags behind what is sent, and shows no shortage. */
  readonly estimatedBps: number | undefined;
};

export interface ReceiverSecond {
  readonly sentBps: number;
  readonly estimateBps: number | undefined;
  /** 0 to 1, weighted over all streams; undefined = no reports. */
  readonly lostFraction: number | undefined;
}

const firstBackOffMs = 4_000;
const maxBackOffMs = 40_000;
const sustainedSeconds = 3;
const heavyLoss = 0.35;
const lostGain = 0.3;
const risingFactor = 1.03;
const raiseFactor = 2;
/** Below this neither estimates nor ceilings say anything: sound and one small picture take it. */
const leastCeilingBps = 150_000;
const clearlyOver = 0.6;
const unboundedAboveBps = 20_000_000;

export const unboundedBudget: BandwidthBudget = {
  ceilingBps: undefined,
  shortSeconds: 0,
  tryAtMs: 0,
  backOffMs: firstBackOffMs,
  raisedAtMs: undefined,
  lostAverage: 0,
  estimatedBps: undefined,
};

/** Call once a second. */
export function budgetSecond(earlier: BandwidthBudget, second: ReceiverSecond, nowMs: number): BandwidthBudget {
  const { estimateBps, sentBps } = second;
  const lost = second.lostFraction ?? 0;
  const lostAverage = earlier.lostAverage + (lost - earlier.lostAverage) * lostGain;
  const before: BandwidthBudget = { ...earlier, lostAverage, estimatedBps: estimateBps };
  const rising =
    estimateBps !== undefined &&
    earlier.estimatedBps !== undefined &&
    estimateBps > earlier.estimatedBps * risingFactor;
  const overEstimate = estimateBps !== undefined && !rising && sentBps > leastCeilingBps && estimateBps < sentBps * 0.9;
  const isShort =
    lostAverage > heavyLoss || (overEstimate && (lostAverage > 0.02 || (estimateBps ?? 0) < sentBps * clearlyOver));
  if (isShort) {
    const shortSeconds = before.shortSeconds + 1;
    if (shortSeconds < sustainedSeconds) return { ...before, shortSeconds };
    const failedTry = before.raisedAtMs !== undefined && nowMs - before.raisedAtMs < before.backOffMs;
    const backOffMs = failedTry ? Math.min(before.backOffMs * 2, maxBackOffMs) : before.backOffMs;
    const arrivesBps = second.sentBps * (1 - lost);
    const fitsBps = Math.min(arrivesBps * 0.85, overEstimate ? (second.estimateBps ?? arrivesBps) : arrivesBps);
    return {
      ...before,
      ceilingBps: Math.max(leastCeilingBps, Math.min(fitsBps, before.ceilingBps ?? fitsBps)),
      shortSeconds: 0,
      tryAtMs: nowMs + backOffMs,
      backOffMs,
      raisedAtMs: undefined,
    };
  }
  if (before.ceilingBps === undefined) {
    return { ...before, shortSeconds: 0 };
  }
  if (nowMs < before.tryAtMs) return { ...before, shortSeconds: 0 };
  const ceilingBps = Math.max(before.ceilingBps, second.estimateBps ?? 0) * raiseFactor;
  const heldLong = before.raisedAtMs !== undefined && nowMs - before.raisedAtMs >= before.backOffMs;
  const backOffMs = heldLong ? firstBackOffMs : before.backOffMs;
  if (ceilingBps > unboundedAboveBps)
    return { ...unboundedBudget, lostAverage, estimatedBps: estimateBps, raisedAtMs: nowMs, backOffMs };
  return { ...before, ceilingBps, shortSeconds: 0, tryAtMs: nowMs + backOffMs, backOffMs, raisedAtMs: nowMs };
}
