import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNewerSequence, SequenceUnwrapper, sequenceDiff, timestampDiff } from './sequence-number.ts';

describe('sequence arithmetic', () => {
  it('goes the short way round', () => {
    expect(sequenceDiff(0, 65_535)).toBe(1);
    expect(sequenceDiff(65_535, 0)).toBe(-1);
    expect(sequenceDiff(32_767, 0)).toBe(32_767);
    expect(sequenceDiff(32_768, 0)).toBe(-32_768);
    expect(isNewerSequence(3, 65_530)).toBe(true);
    expect(timestampDiff(5, 0xfffffffb)).toBe(10);
    expect(timestampDiff(0xfffffffb, 5)).toBe(-10);
  });
});

describe('SequenceUnwrapper', () => {
  it('counts on over the wrap and puts late packets before it', () => {
    const unwrapper = new SequenceUnwrapper();
    expect([65_534, 65_535, 1, 0, 65_533, 2].map((number) => unwrapper.unwrap(number))).toEqual([
      65_534, 65_535, 65_537, 65_536, 65_533, 65_538,
    ]);
    expect(unwrapper.highest).toBe(65_538);
  });

  it('follows any course of small steps exactly', () => {
    fc.assert(
      fc.property(fc.nat({ max: 65_535 }), fc.array(fc.integer({ min: -1_000, max: 30_000 })), (first, steps) => {
        const unwrapper = new SequenceUnwrapper();
        unwrapper.unwrap(first);
        let highest = first;
        for (const step of steps) {
          expect(unwrapper.unwrap((highest + step) & 0xffff)).toBe(highest + step);
          highest = Math.max(highest, highest + step);
        }
      }),
    );
  });
});
