/** Loss and jitter of one stream as receiver reports tell them (RFC 3550 appendices A.3 and A.8). A packet that came after all, by RTX, counts as received. */

export interface ReceptionInterval {
  /** 0 to 1. */
  readonly lostFraction: number;
  readonly lostInTotal: number;
  /** Extended, lower 32 bits. */
  readonly highestSequence: number;
  /** In units of the stream's clock. */
  readonly jitter: number;
}

export class ReceptionStatistics {
  readonly #clockRateHz: number;
  #first = -1;
  #highest = -1;
  #received = 0;
  #expectedBefore = 0;
  #receivedBefore = 0;
  #transit: number | undefined;
  #jitter = 0;

  constructor(clockRateHz: number) {
    this.#clockRateHz = clockRateHz;
  }

  get started(): boolean {
    return this.#first >= 0;
  }

  get jitterMs(): number {
    return (this.#jitter * 1_000) / this.#clockRateHz;
  }

  /** `sequence` is extended; `repaired` packets say nothing about jitter. */
  received(sequence: number, timestamp: number, arrivalMs: number, repaired: boolean): void {
    if (this.#first < 0) this.#first = sequence;
    else if (sequence < this.#first) this.#first = sequence;
    if (sequence > this.#highest) this.#highest = sequence;
    this.#received++;
    if (repaired) return;
    const transit = ((arrivalMs * this.#clockRateHz) / 1_000 - timestamp) % 4_294_967_296;
    if (this.#transit !== undefined) {
      let difference = Math.abs(transit - this.#transit);
      if (difference > 2_147_483_648) difference = Math.abs(4_294_967_296 - difference);
      // A jump of more than ten seconds is a new row of timestamps, not jitter.
      if (difference < this.#clockRateHz * 10) this.#jitter += (difference - this.#jitter) / 16;
    }
    this.#transit = transit;
  }

  /** Closes the interval since the last call. */
  interval(): ReceptionInterval {
    const expected = this.#first < 0 ? 0 : this.#highest - this.#first + 1;
    const expectedNow = expected - this.#expectedBefore;
    const receivedNow = this.#received - this.#receivedBefore;
    this.#expectedBefore = expected;
    this.#receivedBefore = this.#received;
    const lostNow = expectedNow - receivedNow;
    return {
      lostFraction: expectedNow <= 0 || lostNow <= 0 ? 0 : lostNow / expectedNow,
      lostInTotal: expected - this.#received,
      highestSequence: this.#highest < 0 ? 0 : this.#highest % 4_294_967_296,
      jitter: Math.floor(this.#jitter),
    };
  }
}
