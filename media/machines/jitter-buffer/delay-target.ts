/**
 * How long packets must wait so that nearly all are there in time: a high percentile of how late they came, and a tick on top, since a packet
 * must be there when the tick begins in which it is played. Rises at once and falls slowly; always within the limits.
 */
import { limits } from '@veche/contracts/limits.ts';
import { tickSamples } from './voice-packet.ts';

/** One a millisecond; the first is for packets that were as fast as the fastest. */
const bins = limits.voiceDelayMaxMs - limits.voiceDelayMinMs + 1;
const percentile = 0.98;
/** Old measurements count less by this, each tick: a third of their weight is left after six seconds. */
const freshness = 1.0033;
const freshnessMax = 1e9;
/** One packet of 20 ms that came too late is more than what the percentile leaves out of those seconds: the target follows it. */
const tooLateWeight = 8;
/** 3 ms a second, which is less than the rate can follow unheard. */
const fallMsPerTick = 0.06;

export class DelayTarget {
  readonly #weights = new Float64Array(bins);
  #total = 0;
  #freshness = 1;
  #changed = false;
  #neededMs: number = limits.voiceDelayMinMs;
  #delayMs: number = limits.voiceDelayMinMs;

  get delayMs(): number {
    return this.#delayMs;
  }

  learn(latenessMs: number, durationSamples: number): void {
    // The times come from sums of fractions; what they leave over is not lateness.
    const bin = Math.min(bins - 1, Math.max(0, Math.ceil(latenessMs - 0.01)));
    const tooLate = bin + limits.voiceDelayMinMs > this.#delayMs;
    const weight = (this.#freshness * durationSamples * (tooLate ? tooLateWeight : 1)) / tickSamples;
    this.#weights[bin]! += weight;
    this.#total += weight;
    this.#changed = true;
  }

  tick(): void {
    if (this.#changed) {
      this.#changed = false;
      this.#neededMs = limits.voiceDelayMinMs + this.#percentileMs();
    }
    this.#freshness *= freshness;
    if (this.#freshness > freshnessMax) this.#renormalise();
    this.#delayMs = Math.max(this.#neededMs, this.#delayMs - fallMsPerTick);
  }

  #percentileMs(): number {
    const enough = this.#total * percentile;
    let sum = 0;
    let bin = 0;
    while (bin < bins - 1) {
      sum += this.#weights[bin]!;
      if (sum >= enough) break;
      bin++;
    }
    return bin;
  }

  #renormalise(): void {
    this.#total = 0;
    for (let bin = 0; bin < bins; bin++) this.#total += this.#weights[bin]! /= this.#freshness;
    this.#freshness = 1;
  }
}
