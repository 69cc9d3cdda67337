/**
 * How much of a file goes out with one request. Pieces grow while they go quickly, and shrink before the server's time for one request
 * runs out.
 */
export const firstPieceBytes = 512 * 1024;
export const smallestPieceBytes = 64 * 1024;
export const largestPieceBytes = 16 * 1024 * 1024;
const quickMs = 2_000;
const slowMs = 8_000;

export interface PieceSize {
  readonly bytes: number;
  /** What something on the way let through at most. */
  readonly ceilingBytes: number;
}

export const firstPieceSize: PieceSize = { bytes: firstPieceBytes, ceilingBytes: largestPieceBytes };

/** A piece of that size arrived. */
export function afterPiece({ bytes, ceilingBytes }: PieceSize, tookMs: number): PieceSize {
  if (tookMs < quickMs) return { bytes: Math.min(bytes * 2, ceilingBytes), ceilingBytes };
  if (tookMs > slowMs) return { bytes: Math.max(bytes / 2, smallestPieceBytes), ceilingBytes };
  return { bytes, ceilingBytes };
}

/** It was cut on the way. */
export function afterCut({ bytes, ceilingBytes }: PieceSize): PieceSize {
  return { bytes: Math.max(bytes / 2, smallestPieceBytes), ceilingBytes };
}

/** Something on the way takes no request of that size; undefined = not even the smallest. */
export function afterTooLarge({ bytes }: PieceSize): PieceSize | undefined {
  if (bytes <= smallestPieceBytes) return undefined;
  const smaller = Math.max(bytes / 2, smallestPieceBytes);
  return { bytes: smaller, ceilingBytes: smaller };
}
