/**
 * What two channels differ by, beside their middle, which goes the way of every other voice: as late as that comes out of cleaning, and faded in and
 * out within 200 ms, so that going from "original sound" to a cleaned voice and back has no seam.
 */
import { frameSamples, type SoundFrame } from '../frame.ts';
import { cleaningDelaySamples } from './cleaning.ts';

const fadeFrames = 10;

export class Sides {
  readonly #waiting = new Float32Array(cleaningDelaySamples);
  /** 0 = only the middle is heard, 1 = both channels as they came. */
  #width = 0;
  #wanted = false;
  /** What waits is silence already. */
  #rests = true;

  /** A decoder has to give both channels. */
  get areHeard(): boolean {
    return this.#wanted || this.#width > 0;
  }

  /** Leaves the middle in `left`, and what the channels differ by in `right`. */
  takeApart(frame: SoundFrame, wanted: boolean): void {
    this.#wanted = wanted;
    const { left, right } = frame;
    if (frame.channels === 1) {
      if (this.areHeard) right.fill(0);
      return;
    }
    for (let i = 0; i < frameSamples; i++) {
      const one = left[i]!;
      const other = right[i]!;
      left[i] = (one + other) * 0.5;
      right[i] = (one - other) * 0.5;
    }
  }

  /** After the middle has been cleaned, or only been as late. */
  putTogether(frame: SoundFrame): void {
    if (!this.areHeard) {
      frame.channels = 1;
      return;
    }
    const { left, right } = frame;
    this.#delay(right);
    const target = this.#wanted ? Math.min(1, this.#width + 1 / fadeFrames) : Math.max(0, this.#width - 1 / fadeFrames);
    const step = (target - this.#width) / frameSamples;
    let isSided = false;
    for (let i = 0; i < frameSamples; i++) {
      this.#width += step;
      const side = right[i]! * this.#width;
      if (side !== 0) isSided = true;
      right[i] = left[i]! - side;
      left[i] = left[i]! + side;
    }
    this.#width = target;
    this.#rests = target === 0;
    if (this.#rests) this.#waiting.fill(0);
    frame.channels = isSided ? 2 : 1;
  }

  /** Nothing was there: what waits is silence, and in it nobody hears the width change. */
  rest(): void {
    this.#width = this.#wanted ? 1 : 0;
    if (this.#rests) return;
    this.#waiting.fill(0);
    this.#rests = true;
  }

  #delay(samples: Float32Array): void {
    newest.set(samples.subarray(frameSamples - cleaningDelaySamples));
    samples.copyWithin(cleaningDelaySamples, 0, frameSamples - cleaningDelaySamples);
    samples.set(this.#waiting);
    this.#waiting.set(newest);
  }
}

const newest = new Float32Array(cleaningDelaySamples);
