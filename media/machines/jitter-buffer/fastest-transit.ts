/**
 * The fastest way that packets of late took from the sender's clock to ours, against which every other is late. It is measured at a packet's
 * end, so that longer packets, which cannot be sent before their last sample is spoken, do not look like a slower network.
 */
import { samplesPerMs } from './voice-packet.ts';

/** Together two seconds: long enough to hold a fast packet, short enough for a drifting clock, which moves 0.4 ms in it at 200 ppm. */
const bucketMs = 250;
const buckets = 8;

export class FastestTransit {
  readonly #fastest = new Float64Array(buckets).fill(Number.POSITIVE_INFINITY);
  readonly #longest = new Float64Array(buckets);
  #newest = Number.NEGATIVE_INFINITY;
  /** Arrival less media time of the packet's end, in samples; infinite when nothing was measured. */
  transit = Number.POSITIVE_INFINITY;
  /** Of the same packets, the longest; in samples. */
  longestSamples = 0;

  get known(): boolean {
    return this.transit !== Number.POSITIVE_INFINITY;
  }

  add(arrivalMs: number, transit: number, durationSamples: number): void {
    this.#turnTo(Math.floor(arrivalMs / bucketMs));
    const bucket = this.#newest % buckets;
    if (transit < this.#fastest[bucket]!) this.#fastest[bucket] = transit;
    if (durationSamples > this.#longest[bucket]!) this.#longest[bucket] = durationSamples;
    if (transit < this.transit) this.transit = transit;
    if (durationSamples > this.longestSamples) this.longestSamples = durationSamples;
  }

  clear(): void {
    this.#fastest.fill(Number.POSITIVE_INFINITY);
    this.#longest.fill(0);
    this.#newest = Number.NEGATIVE_INFINITY;
    this.transit = Number.POSITIVE_INFINITY;
    this.longestSamples = 0;
  }

  /** In milliseconds later than the fastest; `arrivalMs` may be later than the arrival that was measured. */
  latenessMs(arrivalMs: number, endMedia: number): number {
    return arrivalMs - (this.transit + endMedia) / samplesPerMs;
  }

  #turnTo(bucket: number): void {
    if (bucket <= this.#newest) return;
    const first = Math.max(0, this.#newest + 1, bucket - buckets + 1);
    for (let passed = first; passed <= bucket; passed++) {
      this.#fastest[passed % buckets] = Number.POSITIVE_INFINITY;
      this.#longest[passed % buckets] = 0;
    }
    this.#newest = bucket;
    this.transit = Number.POSITIVE_INFINITY;
    this.longestSamples = 0;
    for (let at = 0; at < buckets; at++) {
      this.transit = Math.min(this.transit, this.#fastest[at]!);
      this.longestSamples = Math.max(this.longestSamples, this.#longest[at]!);
    }
  }
}
