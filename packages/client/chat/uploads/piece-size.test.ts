import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  afterCut,
  afterPiece,
  afterTooLarge,
  firstPieceSize,
  largestPieceBytes,
  type PieceSize,
  smallestPieceBytes,
} from './piece-size.ts';
import { afterBytes, startOfTransfer } from './transfer-rate.ts';

describe('the size of a piece', () => {
  it('doubles while pieces are quick, halves when they are slow, and else stays', () => {
    expect([500, 5_000, 9_000].map((tookMs) => afterPiece(firstPieceSize, tookMs).bytes / 1024)).toEqual([
      1024, 512, 256,
    ]);
  });

  it('stays within its bounds, and never again above what something on the way let through', () => {
    const step = fc.oneof(
      fc.nat(20_000).map((tookMs) => (size: PieceSize) => afterPiece(size, tookMs)),
      fc.constant(afterCut),
      fc.constant((size: PieceSize) => afterTooLarge(size) ?? size),
    );
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let size = firstPieceSize;
        for (const next of steps) {
          const before = size;
          size = next(size);
          expect(size.bytes).toBeGreaterThanOrEqual(smallestPieceBytes);
          expect(size.bytes).toBeLessThanOrEqual(Math.min(size.ceilingBytes, largestPieceBytes));
          expect(size.ceilingBytes).toBeLessThanOrEqual(before.ceilingBytes);
        }
      }),
    );
  });

  it('below the smallest is given up', () => {
    expect(afterTooLarge({ bytes: smallestPieceBytes, ceilingBytes: largestPieceBytes })).toBeUndefined();
  });

  // A request lasts at most 30 s on the server.
  it.each([20, 100, 1_000, 100_000])('settles where a wire of %i KB/s carries a piece in time', (kilobytes) => {
    let size = firstPieceSize;
    for (let pieces = 0; pieces < 20; pieces += 1) size = afterPiece(size, size.bytes / kilobytes);
    expect(size.bytes / kilobytes).toBeLessThan(10_000);
  });
});

describe('the rate', () => {
  it('follows what goes out, smoothly', () => {
    let rate = startOfTransfer(0, 0);
    for (let second = 1; second <= 10; second += 1) rate = afterBytes(rate, second * 1_000, second * 1_000_000);
    expect(rate.bytesPerSecond).toBeCloseTo(1_000_000, 0);
    const slower = afterBytes(rate, 11_000, 10_000_000);
    expect(slower.bytesPerSecond).toBeGreaterThan(700_000);
    expect(slower.bytesPerSecond).toBeLessThan(900_000);
  });

  it('is not known from one moment, and never negative', () => {
    expect(afterBytes(startOfTransfer(0, 0), 100, 1_000).bytesPerSecond).toBeUndefined();
    expect(afterBytes(startOfTransfer(0, 1_000), 1_000, 10).bytesPerSecond).toBe(0);
  });
});
