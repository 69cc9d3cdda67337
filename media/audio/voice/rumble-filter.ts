/**
 * Takes away what lies below every voice: ventilation, steps, wind, a table that is knocked on. RNNoise leaves it in wherever somebody speaks, as its
 * lowest band reaches from 0 to 200 Hz. The phase of what is kept does not move, which an ordinary high-pass would do to low voices: what is
 * below 60 Hz is found by a filter that sees 5 ms of what comes next, and subtracted: -16 dB at 30 Hz, -3 at 60, up to -2 from there to 110. It is
 * found at a sixteenth of the rate, where it costs nothing.
 */

import { dot } from './dot.ts';

/** What comes out is so many samples (5 ms) older than what went in. */
export const rumbleDelaySamples = 240;

const edgeHz = 60;
/** Samples to one point at 3 kHz. */
const step = 16;
const pointRateHz = 48_000 / step;
/** A point is finished one step after its middle, and output goes from one to the next: two steps of the delay are spent on that. */
const pointsAhead = rumbleDelaySamples / step - 2;
const pointsPast = 150;
const kernel = lowPass();

export class RumbleFilter {
  /** The newest first-stage sums; both stages together weigh the samples by a triangle around the point. */
  #sum = 0;
  #lastSum = 0;
  #inStep = 0;
  /** A ring, kept twice behind each other, so that the newest ones always lie in a row. */
  readonly #points = new Float64Array(2 * kernel.length);
  #newest = 0;
  /** What was found for the point that output is leaving, and for the one it goes to. */
  #from = 0;
  #to = 0;
  readonly #waiting = new Float32Array(rumbleDelaySamples);
  #oldest = 0;

  /** In place; any number of samples. */
  process(samples: Float32Array): void {
    for (let at = 0; at < samples.length; ) {
      const count = Math.min(step - this.#inStep, samples.length - at);
      this.#go(samples, at, count);
      if (this.#inStep === step) this.#finishPoint();
      at += count;
    }
  }

  /** No further than to the next point. What waits is a whole number of steps, so that its ring does not close within one. */
  #go(samples: Float32Array, begin: number, count: number): void {
    const waiting = this.#waiting;
    const oldest = this.#oldest;
    const inStep = this.#inStep;
    const from = this.#from;
    const rise = this.#to - from;
    let lastSum = this.#lastSum;
    let sum = this.#sum;
    for (let i = 0; i < count; i++) {
      const sample = samples[begin + i]!;
      const share = (inStep + i) / step;
      samples[begin + i] = waiting[oldest + i]! - (from + rise * share);
      waiting[oldest + i] = sample;
      // Falling weights for the point behind, rising ones for the point ahead.
      lastSum += sample * (1 - share);
      sum += sample * share;
    }
    this.#lastSum = lastSum;
    this.#sum = sum;
    this.#inStep = inStep + count;
    this.#oldest = (oldest + count) % rumbleDelaySamples;
  }

  reset(): void {
    this.#sum = this.#lastSum = this.#inStep = this.#from = this.#to = this.#newest = this.#oldest = 0;
    this.#points.fill(0);
    this.#waiting.fill(0);
  }

  #finishPoint(): void {
    const newest = this.#newest === 0 ? kernel.length - 1 : this.#newest - 1;
    const point = this.#lastSum / step;
    this.#points[newest] = point;
    this.#points[newest + kernel.length] = point;
    this.#newest = newest;
    this.#lastSum = this.#sum;
    this.#sum = 0;
    this.#inStep = 0;
    this.#from = this.#to;
    this.#to = dot(kernel, this.#points, newest);
  }
}

/** From the newest point, which is ahead, to the oldest: a sinc under two halves of a raised cosine, of gain 1 at 0 Hz. */
function lowPass(): Float64Array {
  const taps = Float64Array.from({ length: pointsAhead + 1 + pointsPast }, (_, tap) => {
    const place = tap - pointsAhead;
    const half = place < 0 ? pointsAhead + 1 : pointsPast + 1;
    const turn = (2 * Math.PI * edgeHz * place) / pointRateHz;
    return Math.cos((Math.PI * place) / (2 * half)) ** 2 * (place === 0 ? 1 : Math.sin(turn) / turn);
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
}
