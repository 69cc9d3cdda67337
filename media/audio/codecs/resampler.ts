/**
 * Between 48 kHz and the rates of old codecs, 8 and 16 kHz, by a windowed-sinc low-pass: linear in phase, 2 ms late from and to 8 kHz, 1.3 ms from and to
 * 16, with images more than 60 dB down. State is kept between calls, so that packets join without a seam.
 */
import { packetSamplesMax } from './sound-codec.ts';

export type PlainRateHz = 8_000 | 16_000;

const rateHz = 48_000;
/** Kaiser window for 65 dB. */
const beta = 6.2;
/** What a full-scale jump overshoots by is no more than this. */
const loudest = 1.5;

/** Impulse response at 48 kHz, sum 1. */
function lowPass(cutoffHz: number, taps: number): Float32Array {
  const response = new Float64Array(taps);
  const middle = (taps - 1) / 2;
  let sum = 0;
  for (let i = 0; i < taps; i++) {
    const x = i - middle;
    const angle = 2 * Math.PI * (cutoffHz / rateHz) * x;
    const window = bessel(beta * Math.sqrt(1 - (x / (middle + 0.5)) ** 2)) / bessel(beta);
    response[i] = (x === 0 ? 1 : Math.sin(angle) / angle) * window;
    sum += response[i]!;
  }
  return Float32Array.from(response, (value) => value / sum);
}

/** Modified Bessel function of the first kind, order 0. */
function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 30; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

const responses: Readonly<Record<PlainRateHz, Float32Array>> = {
  8000: lowPass(3_850, 192),
  16000: lowPass(7_700, 120),
};

/** From 8 or 16 kHz to 48. */
export class Upsampler {
  /** Of the response, every sixth (third) tap, the one for the oldest sample first. */
  readonly #phases: readonly Float32Array[];
  readonly #taps: number;
  /** What came before, then what comes in. */
  readonly #line: Float32Array;

  constructor(fromHz: PlainRateHz) {
    const factor = rateHz / fromHz;
    const response = responses[fromHz];
    this.#taps = response.length / factor;
    this.#phases = Array.from({ length: factor }, (_, phase) =>
      Float32Array.from({ length: this.#taps }, (_, k) => factor * response[phase + (this.#taps - 1 - k) * factor]!),
    );
    this.#line = new Float32Array(this.#taps - 1 + packetSamplesMax / factor);
  }

  /** Writes `count` x 6 (or x 3) samples, at most `packetSamplesMax`. */
  process(input: Float32Array, count: number, output: Float32Array): void {
    const line = this.#line;
    const taps = this.#taps;
    for (let n = 0; n < count; n++) line[taps - 1 + n] = input[n]!;
    const factor = this.#phases.length;
    for (let phase = 0; phase < factor; phase++) {
      const response = this.#phases[phase]!;
      for (let n = 0; n < count; n++) {
        let sum = 0;
        for (let k = 0; k < taps; k++) sum += response[k]! * line[n + k]!;
        output[n * factor + phase] = sum > loudest ? loudest : sum < -loudest ? -loudest : sum;
      }
    }
    line.copyWithin(0, count, count + taps - 1);
  }

  reset(): void {
    this.#line.fill(0);
  }
}

/** From 48 kHz to 8 or 16. */
export class Downsampler {
  readonly #factor: number;
  readonly #response: Float32Array;
  readonly #line: Float32Array;

  constructor(toHz: PlainRateHz, frameSamples: number) {
    this.#factor = rateHz / toHz;
    this.#response = responses[toHz];
    this.#line = new Float32Array(this.#response.length - 1 + frameSamples);
  }

  /** `input` is a whole frame; writes a sixth (a third) of its samples. */
  process(input: Float32Array, output: Float32Array): void {
    const line = this.#line;
    const response = this.#response;
    const taps = response.length;
    line.set(input, taps - 1);
    const count = input.length / this.#factor;
    for (let n = 0; n < count; n++) {
      // The response is the same from both ends.
      const from = n * this.#factor;
      let sum = 0;
      for (let k = 0; k < taps; k++) sum += response[k]! * line[from + k]!;
      output[n] = sum;
    }
    line.copyWithin(0, input.length);
  }

  reset(): void {
    this.#line.fill(0);
  }
}
