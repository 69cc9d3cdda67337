/** Arithmetic of RTP's numbers that wrap around: 16-bit sequence numbers and 32-bit timestamps (RFC 3550 section 5.1, RFC 1982). */

/** How far `a` is ahead of `b` the short way round, -32768 to 32767. */
export function sequenceDiff(a: number, b: number): number {
  return ((a - b) << 16) >> 16;
}

export function isNewerSequence(a: number, b: number): boolean {
  return sequenceDiff(a, b) > 0;
}

/** How far `a` is ahead of `b` the short way round, -2^31 to 2^31 - 1. */
export function timestampDiff(a: number, b: number): number {
  return (a - b) | 0;
}

/**
 * Turns sequence numbers into ones that never wrap: each is taken as the nearest to the highest seen. The first number stands for itself;
 * packets that were sent before it may so become negative.
 */
export class SequenceUnwrapper {
  #highest: number | undefined;

  /** Highest extended number so far; undefined before the first. */
  get highest(): number | undefined {
    return this.#highest;
  }

  unwrap(sequenceNumber: number): number {
    if (this.#highest === undefined) {
      this.#highest = sequenceNumber;
      return sequenceNumber;
    }
    const extended = this.#highest + sequenceDiff(sequenceNumber, this.#highest);
    if (extended > this.#highest) this.#highest = extended;
    return extended;
  }

  reset(): void {
    this.#highest = undefined;
  }
}
