/**
 * What somebody's frames may cost the loop that answers everybody: so many frames a second, so many bytes, none larger than it has
 * any reason to be. Every frame of every kind counts, whatever is in it, and the verdict falls before it is looked into.
 */
import { limits } from '@veche/contracts/limits.ts';
import { TokenBucket } from './token-bucket.ts';

export type FrameVerdict =
  /** `refuse`: over the rate; what it asks for is not done. `pauseMs` > 0: read nothing more for so long. */
  | { readonly name: 'pass' | 'refuse'; readonly pauseMs: number }
  /** Close the socket: `tooMany` goes on and on over the rate. */
  | { readonly name: 'tooMany' | 'tooLarge' };

export interface FrameRates {
  readonly frameMaxBytes: number;
  readonly framesPerSecond: number;
  readonly framesBurst: number;
  /** Of frames over the rate. */
  readonly excessPerSecond: number;
  readonly excessBurst: number;
  readonly bytesPerSecond: number;
  readonly bytesBurst: number;
}

/** Of a socket that nobody is known on: a join, its retries, and no more than that ever. */
export const strangersRates: FrameRates = {
  frameMaxBytes: limits.signallingJoinMaxBytes,
  framesPerSecond: 0,
  framesBurst: limits.signallingFramesBeforeJoin,
  excessPerSecond: 0,
  excessBurst: 0,
  bytesPerSecond: limits.signallingBytesPerSecond,
  bytesBurst: limits.signallingBytesBurst,
};

export class FrameBudget {
  readonly #frameMaxBytes: number;
  readonly #frames: TokenBucket;
  readonly #excess: TokenBucket;
  readonly #bytes: TokenBucket;

  constructor(rates: FrameRates, nowMs: number) {
    this.#frameMaxBytes = rates.frameMaxBytes;
    this.#frames = new TokenBucket(rates.framesPerSecond, rates.framesBurst, nowMs);
    this.#excess = new TokenBucket(rates.excessPerSecond, rates.excessBurst, nowMs);
    this.#bytes = new TokenBucket(rates.bytesPerSecond, rates.bytesBurst, nowMs);
  }

  take(bytes: number, nowMs: number): FrameVerdict {
    if (bytes > this.#frameMaxBytes) return { name: 'tooLarge' };
    const mayPass = this.#frames.take(nowMs);
    if (!mayPass && !this.#excess.take(nowMs)) return { name: 'tooMany' };
    return { name: mayPass ? 'pass' : 'refuse', pauseMs: this.#bytes.overdraw(nowMs, bytes) };
  }

  /** Bytes that were caused rather than sent; answers for how long nothing more should be read. */
  charge(bytes: number, nowMs: number): number {
    return this.#bytes.overdraw(nowMs, bytes);
  }

  /** Whether nothing would change if a fresh one took its place. */
  isRested(nowMs: number): boolean {
    return [this.#frames, this.#excess, this.#bytes].every((bucket) => bucket.isFull(nowMs));
  }
}

/** The participants' budgets, each kept until it has recovered: whoever leaves and comes back finds it as it was. */
export class FrameBudgets {
  readonly #rates: FrameRates;
  readonly #ofParticipants = new Map<string, FrameBudget>();

  constructor(rates: FrameRates) {
    this.#rates = rates;
  }

  of(participantId: string, nowMs: number): FrameBudget {
    const known = this.#ofParticipants.get(participantId);
    if (known !== undefined) return known;
    const budget = new FrameBudget(this.#rates, nowMs);
    this.#ofParticipants.set(participantId, budget);
    return budget;
  }

  forgetRested(nowMs: number): void {
    for (const [participantId, budget] of this.#ofParticipants) {
      if (budget.isRested(nowMs)) this.#ofParticipants.delete(participantId);
    }
  }
}
