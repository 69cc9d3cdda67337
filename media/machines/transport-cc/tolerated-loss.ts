/**
 * Which losses a sender need not hear of. On wireless links packets are lost at random, without any queue being full; a sender that slows
 * down for that spoils the picture and frees nothing. Loss up to a share is kept quiet, what exceeds it is told: real congestion shows
 * in growing delay, and in loss far above this share.
 */

/** Loss that is tolerated in the long run, as a share of all packets. */
const toleratedShare = 0.15;
/** Allowance that can be saved up, in packets: how long a burst may be. */
const allowanceMax = 20;

export class ToleratedLoss {
  #allowance = 0;

  /** `sent` packets have passed, of which `lost` did not arrive. True when these need not be told. */
  tolerates(lost: number, sent: number): boolean {
    this.#allowance = Math.min(allowanceMax, this.#allowance + sent * toleratedShare);
    if (lost > this.#allowance) return false;
    this.#allowance -= lost;
    return true;
  }
}
