/**
 * Bridges sound that did not arrive: the voice goes on as the codec guesses, or, where it cannot guess, by its last period, and fades away; when sound
 * is back it is faded in, over the guess where there is one, so that neither edge clicks. A short loss is hardly heard, a long one is a pause and no buzz.
 */
import type { SoundDecoder } from '../codecs/sound-codec.ts';
import type { SampleQueue } from './sample-queue.ts';

const historySamples = 2_048;
/** Pitch from 60 to 400 Hz. */
const periodMinSamples = 120;
const periodMaxSamples = 800;
const fadeOutSamples = 2_880;
/** A codec's guess is good for longer: it fades from 40 to 120 ms. */
const guessFadeFromSamples = 1_920;
const guessFadeSamples = 3_840;
const overlapSamples = 240;
const compareStride = 4;

export class Concealment {
  readonly #history = new Float32Array(historySamples);
  readonly #made = new Float32Array(overlapSamples);
  #written = 0;
  #periodSamples = 0;
  /** How much has been made up since the last real sample; 0 = nothing. */
  #madeSamples = 0;
  #isGuessed = false;

  /** Real sound, before it is queued: it is faded in over what was made up, and remembered. */
  hear(left: Float32Array, right: Float32Array | undefined, count: number): void {
    if (this.#madeSamples > 0 && this.#isGuessed) {
      this.#fadeIn(left, right, count);
      this.#madeSamples = 0;
    } else if (this.#madeSamples > 0) {
      const overlap = Math.min(overlapSamples, count);
      this.#make(this.#made, overlap);
      for (let i = 0; i < overlap; i++) {
        const share = (i + 1) / (overlap + 1);
        left[i] = left[i]! * share + this.#made[i]! * (1 - share);
        if (right !== undefined) right[i] = right[i]! * share + this.#made[i]! * (1 - share);
      }
      this.#madeSamples = 0;
    }
    this.#remember(left, count);
  }

  /** Queues `count` samples that stand for lost ones. */
  bridge(
    queue: SampleQueue,
    decoder: SoundDecoder | undefined,
    scratch: Float32Array,
    scratchRight: Float32Array,
    count: number,
  ): void {
    if (this.#madeSamples === 0 || this.#isGuessed) {
      const guessed = decoder?.conceal?.(count, scratch, scratchRight) ?? 0;
      this.#isGuessed = guessed > 0;
      if (guessed > 0) {
        const right = decoder?.channels === 2 ? scratchRight : undefined;
        this.#fadeOut(scratch, right, guessed);
        queue.push(scratch, right, guessed);
        if (guessed < count) queue.pushSilence(count - guessed);
        return;
      }
    }
    if (this.#madeSamples === 0) this.#periodSamples = this.#findPeriod();
    for (let left = count; left > 0; ) {
      const part = Math.min(left, scratch.length);
      this.#make(scratch, part);
      queue.push(scratch, undefined, part);
      left -= part;
    }
  }

  #fadeOut(left: Float32Array, right: Float32Array | undefined, count: number): void {
    for (let i = 0; i < count; i++) {
      const gain = guessGain(this.#madeSamples + i);
      left[i] = left[i]! * gain;
      if (right !== undefined) right[i] = right[i]! * gain;
    }
    this.#madeSamples += count;
  }

  /** The codec itself goes on from its guess without a seam; only the fading is undone. */
  #fadeIn(left: Float32Array, right: Float32Array | undefined, count: number): void {
    const from = guessGain(this.#madeSamples);
    if (from === 1) return;
    const length = Math.min(overlapSamples, count);
    for (let i = 0; i < length; i++) {
      const gain = from + ((1 - from) * i) / length;
      left[i] = left[i]! * gain;
      if (right !== undefined) right[i] = right[i]! * gain;
    }
  }

  reset(): void {
    this.#history.fill(0);
    this.#written = 0;
    this.#madeSamples = 0;
  }

  #remember(samples: Float32Array, count: number): void {
    const kept = Math.min(count, historySamples);
    this.#history.copyWithin(0, kept);
    this.#history.set(samples.subarray(count - kept, count), historySamples - kept);
    this.#written = Math.min(historySamples, this.#written + kept);
  }

  #make(into: Float32Array, count: number): void {
    const period = this.#periodSamples;
    const start = historySamples - period;
    for (let i = 0; i < count; i++) {
      const at = this.#madeSamples + i;
      const gain = at >= fadeOutSamples ? 0 : 1 - at / fadeOutSamples;
      into[i] = period === 0 ? 0 : this.#history[start + (at % period)]! * gain;
    }
    this.#madeSamples += count;
  }

  /** The shift at which the last 10 ms are most like what came before them. */
  #findPeriod(): number {
    if (this.#written < 2 * periodMaxSamples) return 0;
    const history = this.#history;
    const window = 480;
    const from = historySamples - window;
    let best = periodMinSamples;
    let bestLikeness = -1;
    for (let shift = periodMinSamples; shift <= periodMaxSamples; shift += 2) {
      let cross = 0;
      let energy = 1e-9;
      for (let i = from; i < historySamples; i += compareStride) {
        const before = history[i - shift]!;
        cross += history[i]! * before;
        energy += before * before;
      }
      const likeness = cross / Math.sqrt(energy);
      if (likeness > bestLikeness) {
        bestLikeness = likeness;
        best = shift;
      }
    }
    return best;
  }
}

function guessGain(made: number): number {
  return Math.max(0, Math.min(1, 1 - (made - guessFadeFromSamples) / guessFadeSamples));
}
