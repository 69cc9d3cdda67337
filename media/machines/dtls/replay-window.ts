/**
 * The sliding window of RFC 6347 section 4.1.2.6 over record sequence numbers of one epoch: a number is accepted once.
 * `accept` is called only after the record proved authentic, so a forger cannot move the window.
 */
const windowSize = 64n;

export class ReplayWindow {
  #highest = -1;
  /** Bit n stands for the number `highest - n`. */
  #seen = 0n;

  /** True when `sequence` was seen before or lies too far back to tell. */
  isReplay(sequence: number): boolean {
    if (sequence > this.#highest) return false;
    const behind = BigInt(this.#highest - sequence);
    return behind >= windowSize || ((this.#seen >> behind) & 1n) === 1n;
  }

  accept(sequence: number): void {
    if (sequence > this.#highest) {
      const step = BigInt(sequence - this.#highest);
      this.#seen = step >= windowSize ? 1n : BigInt.asUintN(Number(windowSize), (this.#seen << step) | 1n);
      this.#highest = sequence;
    } else {
      this.#seen |= 1n << BigInt(this.#highest - sequence);
    }
  }
}
