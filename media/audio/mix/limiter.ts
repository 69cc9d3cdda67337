/**
 * Keeps a sum of voices below full scale without a click: looks 2 ms ahead, is down before the peak comes and comes back slowly. Below the ceiling
 * it changes nothing, so one voice is as loud among others as alone.
 */
import { frameSamples, type SoundFrame } from '../frame.ts';

/** -3 dB: what Opus overshoots, up to 3 dB where sound is like noise, stays below full scale. */
const ceiling = 0.7;
const blockSamples = 48;
const blocksAhead = 2;
const lookaheadSamples = blockSamples * blocksAhead;
const blocks = frameSamples / blockSamples;
/** Back to full gain from -6 dB in about a quarter of a second. */
const recoveryPerBlock = 0.006;

export class Limiter {
  readonly #left = new Float32Array(lookaheadSamples);
  readonly #right = new Float32Array(lookaheadSamples);
  /** Highest gain that each block bears, those that wait first. */
  readonly #bearable = new Float32Array(blocksAhead + blocks).fill(1);
  #gain = 1;
  #channels: 1 | 2 = 1;

  /** Goes on exactly as `other` would: what comes out next has no seam. */
  takeOver(other: Limiter): void {
    this.#left.set(other.#left);
    this.#right.set(other.#right);
    this.#bearable.set(other.#bearable);
    this.#gain = other.#gain;
    this.#channels = other.#channels;
  }

  /** In place; what comes out is 2 ms older than what went in. */
  process(frame: SoundFrame): void {
    const { left, right } = frame;
    if (frame.channels === 2 && this.#channels === 1) this.#right.set(this.#left);
    this.#channels = frame.channels;
    this.#measure(frame);
    delay(left, this.#left);
    if (frame.channels === 2) delay(right, this.#right);
    if (this.#isClear()) return;
    let gain = this.#gain;
    for (let block = 0; block < blocks; block++) {
      const target = this.#targetOf(block, gain);
      const step = (target - gain) / blockSamples;
      const from = block * blockSamples;
      for (let i = from; i < from + blockSamples; i++) {
        gain += step;
        left[i] = left[i]! * gain;
        if (frame.channels === 2) right[i] = right[i]! * gain;
      }
      gain = target;
    }
    this.#gain = gain;
  }

  #measure({ left, right, channels }: SoundFrame): void {
    const bearable = this.#bearable;
    bearable.copyWithin(0, blocks);
    for (let block = 0; block < blocks; block++) {
      let peak = 0;
      const from = block * blockSamples;
      for (let i = from; i < from + blockSamples; i++) {
        const a = Math.abs(left[i]!);
        if (a > peak) peak = a;
      }
      if (channels === 2) {
        for (let i = from; i < from + blockSamples; i++) {
          const a = Math.abs(right[i]!);
          if (a > peak) peak = a;
        }
      }
      bearable[blocksAhead + block] = peak > ceiling ? ceiling / peak : 1;
    }
  }

  #isClear(): boolean {
    if (this.#gain !== 1) return false;
    for (const gain of this.#bearable) if (gain < 1) return false;
    return true;
  }

  /** The gain at the end of a block: low enough for it and for the blocks that come within the look-ahead. */
  #targetOf(block: number, gain: number): number {
    const bearable = this.#bearable;
    let target = Math.min(1, gain + recoveryPerBlock);
    for (let ahead = 0; ahead <= blocksAhead; ahead++) {
      const bound = bearable[Math.min(block + ahead, blocksAhead + blocks - 1)]!;
      if (bound < target) target = bound;
    }
    return target;
  }
}

/** The frame moves back by what `line` holds, and its end waits there. */
function delay(samples: Float32Array, line: Float32Array): void {
  const end = samples.length - line.length;
  for (let i = 0; i < line.length; i++) {
    const waiting = line[i]!;
    line[i] = samples[end + i]!;
    scratch[i] = waiting;
  }
  samples.copyWithin(line.length, 0, end);
  samples.set(scratch);
}

const scratch = new Float32Array(lookaheadSamples);
