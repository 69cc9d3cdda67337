import { limits } from '@veche/contracts/limits.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  keyFrameArrived,
  keyFrameDueAtMs,
  keyFrameNeeded,
  keyFrameTick,
  restingKeyFrames,
} from './key-frame-pacing.ts';

const { keyFrameRequestIntervalMs: intervalMs, keyFrameRequestRetryMs: retryMs } = limits;

describe('a need for a key frame', () => {
  it('is asked at once when it is the first', () => {
    expect(keyFrameNeeded(restingKeyFrames, 0).ask).toBe(true);
  });

  it('inside the interval is kept, and asked when the interval ends', () => {
    const first = keyFrameNeeded(restingKeyFrames, 0).pacing;
    const second = keyFrameNeeded(first, 100);
    expect(second.ask).toBe(false);
    expect(keyFrameTick(second.pacing, intervalMs - 1).ask).toBe(false);
    expect(keyFrameTick(second.pacing, intervalMs).ask).toBe(true);
  });

  it('that nothing answers is asked again', () => {
    const { pacing } = keyFrameNeeded(restingKeyFrames, 0);
    expect(keyFrameDueAtMs(pacing)).toBe(retryMs);
    expect(keyFrameTick(pacing, retryMs).ask).toBe(true);
  });

  it('is settled by a key frame that arrives, for all who wait', () => {
    const waiting = keyFrameNeeded(keyFrameNeeded(restingKeyFrames, 0).pacing, 100).pacing;
    expect(keyFrameDueAtMs(keyFrameArrived(waiting))).toBeUndefined();
  });
});

describe('requests', () => {
  it('are never closer than the interval, and no need waits longer than it', () => {
    const act = fc.tuple(fc.constantFrom('need', 'arrive', 'tick'), fc.nat(400));
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
        let pacing = restingKeyFrames;
        let nowMs = 0;
        let askedAtMs = Number.NEGATIVE_INFINITY;
        for (const [name, elapsedMs] of acts) {
          nowMs += elapsedMs;
          if (name === 'arrive') {
            pacing = keyFrameArrived(pacing);
            continue;
          }
          const step = name === 'need' ? keyFrameNeeded(pacing, nowMs) : keyFrameTick(pacing, nowMs);
          pacing = step.pacing;
          if (step.ask) {
            expect(nowMs - askedAtMs).toBeGreaterThanOrEqual(intervalMs);
            askedAtMs = nowMs;
          } else if (name === 'need') {
            expect(keyFrameDueAtMs(pacing)! - nowMs).toBeLessThanOrEqual(intervalMs);
          }
        }
      }),
    );
  });
});
