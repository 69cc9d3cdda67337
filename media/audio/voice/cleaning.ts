/**
 * Takes noise and rumble out of one voice, or leaves it as it is: either way the sound comes out 15 ms later, so that going from one to the other, in
 * the middle of a word too, is a short cross-fade and neither a gap nor a click.
 */
import type { NoiseCleaner } from '../codecs/sound-codec.ts';
import { frameSamples } from '../frame.ts';
import { RumbleFilter, rumbleDelaySamples } from './rumble-filter.ts';
import { VoiceRescue } from './voice-rescue.ts';

const blockSamples = 480;
/** What comes out is so many samples (15 ms) older than what went in. */
export const cleaningDelaySamples = blockSamples + rumbleDelaySamples;
const fadeSamples = 480;

export class Cleaning {
  readonly #cleaner: NoiseCleaner;
  readonly #rescue = new VoiceRescue();
  readonly #rumble = new RumbleFilter();
  /** The frame before, of which the end has not come out yet. */
  readonly #last = new Float32Array(frameSamples);
  readonly #lastBlock = this.#last.subarray(blockSamples);
  readonly #wet = new Float32Array(frameSamples);
  readonly #blocks = [this.#wet.subarray(0, blockSamples), this.#wet.subarray(blockSamples)] as const;
  /** 1 = what is heard is cleaned, 0 = it is as it came. */
  #share = 0;
  /** What waits is silence already. */
  #rests = true;
  /** The cleaner has heard what came just before; at first nothing has. */
  #isWarm = true;
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
    this.#rests = false;
    const runs = clean || judge || this.#share > 0;
    if (runs) {
      if (!this.#isWarm) this.#warmUp();
      this.#wet.set(samples);
      const first = this.#clean(this.#blocks[0], this.#lastBlock);
      const second = this.#clean(this.#blocks[1], samples);
      this.#speechProbability = Math.max(first, second);
    }
    this.#isWarm = runs;
    this.#delay(samples);
    this.#blend(samples, clean ? 1 : 0);
  }

  /** Nothing was there: what waits is silence. */
  rest(): void {
    if (this.#rests) return;
    this.#rests = true;
    this.#last.fill(0);
    this.#isWarm = false;
    this.#speechProbability = 0;
  }

  /** Nobody hears what came; the cleaner sleeps, and will hear this first when it wakes. */
  doze(samples: Float32Array): void {
    this.#rests = false;
    this.#last.set(samples);
    this.#isWarm = false;
    this.#speechProbability = 0;
  }

  close(): void {
    this.#cleaner.close();
  }

  /** A cleaner that slept remembers another moment: it hears what waits first. */
  #warmUp(): void {
    this.#rescue.rest();
    this.#rumble.reset();
    this.#wet.set(this.#last);
    for (const block of this.#blocks) {
      this.#cleaner.process(block);
      this.#rumble.process(block);
    }
  }

  /** In place. `before`: what went into the cleaner just before, which is what comes out of it now. */
  #clean(block: Float32Array, before: Float32Array): number {
    const probability = this.#cleaner.process(block);
    this.#rescue.hear(before, block, probability);
    this.#rumble.process(block);
    this.#rescue.giveBack(block);
    return probability;
  }

  #delay(samples: Float32Array): void {
    scratch.set(samples);
    samples.copyWithin(cleaningDelaySamples, 0, frameSamples - cleaningDelaySamples);
    samples.set(this.#last.subarray(frameSamples - cleaningDelaySamples));
    this.#last.set(scratch);
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

const scratch = new Float32Array(frameSamples);
