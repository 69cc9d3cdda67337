import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { framesOf, spansOf } from './frame-grid.ts';

const lengths = fc.array(
  fc.integer({ min: 1, max: 650 }).map((packets) => packets * 20),
  { minLength: 1, maxLength: 60 },
);

describe('the grid of frames', () => {
  it('R3: chunks of any length fill it without a hole, a double or a drift', () => {
    fc.assert(
      fc.property(lengths, (lengthsMs) => {
        let next = 0;
        for (const span of spansOf(lengthsMs)) {
          const { firstFrame, frames, offsetSamples } = framesOf(span);
          expect(firstFrame).toBe(next);
          expect(Math.abs(offsetSamples)).toBeLessThanOrEqual(800);
          next += frames;
        }
        const totalMs = lengthsMs.reduce((sum, lengthMs) => sum + lengthMs, 0);
        expect(next).toBe(Math.round((totalMs * 30) / 1_000));
      }),
    );
  });

  it('counts positions in samples', () => {
    expect(spansOf([9_020, 20])).toEqual([
      { startSamples: 0, lengthSamples: 432_960 },
      { startSamples: 432_960, lengthSamples: 960 },
    ]);
    expect(framesOf({ startSamples: 432_960, lengthSamples: 960 })).toEqual({
      firstFrame: 271,
      frames: 0,
      offsetSamples: 640,
    });
  });
});
