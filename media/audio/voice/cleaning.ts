/**
 * Takes the noise out of one voice, or leaves it as it is: either way the sound comes out 10 ms later, so that going from one to the other, in the
 * middle of a word too, is a short cross-fade and neither a gap nor a click.
 */
import type { NoiseCleaner } from '../codecs/sound-codec.ts';
import { frameSamples } from '../frame.ts';

const blockSamples = 480;
const fadeSamples = 480;

export class Cleaning {
  readonly #cleaner: NoiseCleaner;
  readonly #waiting = new Float32Array(blockSamples);
  readonly #wet = new Float32Array(frameSamples);
  readonly #blocks = [this.#wet.subarray(0, blockSamples), this.#wet.subarray(blockSamples)] as const;
  /** 1 = what is heard is cleaned, 0 = it is as it came. */
  #share = 0;
  /** The cleaner has heard what came just before. */
  #isWarm = false;
  #speechProbability = 0;

  constructor(cleaner: NoiseCleaner) {
    this.#cleaner = cleaner;
  }

  /** Of the last frame that was judged, 0 to 1. */
  get speechProbability(): number {
    return this.#speechProbability;
  }

  /** In place. `clean`: what is heard from now on; `judge`: the speech probability is wanted even where nothing is cleaned. */
  process(samples: Float32Array, clean: boolean, judge: boolean): void {
    const runs = clean || judge || this.#share > 0;
    if (runs) {
      if (!this.#isWarm) this.#warmUp();
      this.#wet.set(samples);
      const first = this.#cleaner.process(this.#blocks[0]);
      this.#speechProbability = Math.max(first, this.#cleaner.process(this.#blocks[1]));
    }
    this.#isWarm = runs;
    this.#delay(samples);
    this.#blend(samples, clean ? 1 : 0);
  }

  /** Nothing was there: what waits is silence. */
  rest(): void {
    this.#waiting.fill(0);
    this.#isWarm = false;
    this.#speechProbability = 0;
  }

  close(): void {
    this.#cleaner.close();
  }

  /** A cleaner that slept remembers another moment: it hears what waits first. */
  #warmUp(): void {
    this.#wet.set(this.#waiting);
    this.#cleaner.process(this.#blocks[0]);
  }

  #delay(samples: Float32Array): void {
    scratch.set(this.#waiting);
    this.#waiting.set(samples.subarray(frameSamples - blockSamples));
    samples.copyWithin(blockSamples, 0, frameSamples - blockSamples);
    samples.set(scratch);
  }

  #blend(samples: Float32Array, target: number): void {
    const wet = this.#wet;
    let share = this.#share;
    if (share === target) {
      if (target === 1) samples.set(wet);
      return;
    }
    const step = (target - share) / fadeSamples;
    for (let i = 0; i < frameSamples; i++) {
      if (i < fadeSamples) share += step;
      else share = target;
      samples[i] = samples[i]! + (wet[i]! - samples[i]!) * share;
    }
    this.#share = target;
  }
}

const scratch = new Float32Array(blockSamples);
