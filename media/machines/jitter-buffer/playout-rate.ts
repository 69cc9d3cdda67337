/**
 * How fast to read, so that the delay comes to its target and follows a microphone whose clock is not ours, unheard: steady within a zone,
 * in proportion beyond it, and never changing fast.
 */
import { samplesPerMs } from './voice-packet.ts';

/** Above the target; below it packets would come late. */
const steadyZoneMs = 2;
/** Below the target, a sample's worth of rounding is nothing. */
const roundingMs = 1 / samplesPerMs;
/** Late packets are worse than a long delay: what is missing is made up for five times as fast. */
const perMsBelow = 0.001;
const perMsAbove = 0.0002;
/** A thirtieth of a semitone: unheard, of music too. */
const usualDeviation = 0.002;
const farDeviation = 0.01;
const farMs = 40;
const changePerTick = 0.0002;

export class PlayoutRate {
  #deviation = 0;

  /** 0.99 to 1.01; more than 1 plays faster than it was spoken. */
  get rate(): number {
    return 1 + this.#deviation;
  }

  /** `errorMs`: delay less target. */
  tick(errorMs: number): void {
    const beyondMs = errorMs < 0 ? Math.min(0, errorMs + roundingMs) : Math.max(0, errorMs - steadyZoneMs);
    const bound = Math.abs(beyondMs) > farMs ? farDeviation : usualDeviation;
    const wanted = Math.min(bound, Math.max(-bound, beyondMs * (beyondMs < 0 ? perMsBelow : perMsAbove)));
    this.#deviation += Math.min(changePerTick, Math.max(-changePerTick, wanted - this.#deviation));
  }

  reset(): void {
    this.#deviation = 0;
  }
}
