/**
 * When a picture was taken, on the recording's clock: from the sender's timestamps, which are even, held against the arrival of those that came quickest,
 * which is the truth about where they lie. A burst of late pictures moves nothing; a sender's clock that is off is followed slowly.
 */
import { timestampDiff } from '../../wire/sequence-number.ts';

const clockRateHz = 90_000;
/** How fast a clock that runs late is followed; quartz is off by less. */
const followedMsPerSecond = 0.5;
/** So far behind for so long, and it is the sender's timestamps that have gone back. */
const behindMs = 300;
const behindForMs = 1_500;
/** Arrivals that are further off than this are another clock, as after a layer switch that guessed wrong. */
const jumpMs = 1_500;

export class PictureClock {
  #behindSinceMs: number | undefined;
  #reference: { timestamp: number; atMs: number; arrivalMs: number } | undefined;

  /** Milliseconds on the clock that arrivals are told in. */
  takenAtMs(timestamp: number, arrivalMs: number): number {
    const before = this.#reference;
    if (before === undefined) return this.#begin(timestamp, arrivalMs);
    const atMs = before.atMs + (timestampDiff(timestamp, before.timestamp) * 1_000) / clockRateHz;
    if (Math.abs(arrivalMs - atMs) > jumpMs) return this.#begin(timestamp, arrivalMs);
    const passedMs = Math.max(0, arrivalMs - before.arrivalMs);
    const followedMs = atMs + (passedMs / 1_000) * followedMsPerSecond;
    const takenMs = Math.min(arrivalMs, followedMs);
    if (arrivalMs - takenMs < behindMs) this.#behindSinceMs = undefined;
    else this.#behindSinceMs ??= arrivalMs;
    if (this.#behindSinceMs !== undefined && arrivalMs - this.#behindSinceMs >= behindForMs) {
      return this.#begin(timestamp, arrivalMs);
    }
    this.#reference = { timestamp, atMs: takenMs, arrivalMs };
    return takenMs;
  }

  #begin(timestamp: number, arrivalMs: number): number {
    this.#behindSinceMs = undefined;
    this.#reference = { timestamp, atMs: arrivalMs, arrivalMs };
    return arrivalMs;
  }
}
