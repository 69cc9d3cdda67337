/**
 * Decoded samples that wait to be played, read at a rate near 1: a clock that is a little fast, or a delay that has grown, is worked off by reading
 * slightly faster than real time, through a cubic interpolation, so that nothing is ever cut out of speech.
 */
import { packetSamplesMax } from '../codecs/sound-codec.ts';
import { frameSamples } from '../frame.ts';

/** Interpolation looks one sample back and two ahead. */
const samplesAhead = 2;
const samplesBehind = 1;
const capacity = packetSamplesMax + 2 * frameSamples;

export class SampleQueue {
  readonly #left = new Float32Array(samplesBehind + capacity);
  readonly #right = new Float32Array(samplesBehind + capacity);
  #length = 0;
  /** Where the next sample to read lies behind the first that waits, 0 to 1. */
  #phase = 0;
  #channels: 1 | 2 = 1;
  /** Behind the last sample that is not known to be silence; 0 = nothing but silence is here. */
  #soundingEnd = 0;
  /** All memory holds zeros, so that silence comes and goes by counting. */
  #isBlank = true;

  get length(): number {
    return this.#length;
  }

  get channels(): 1 | 2 {
    return this.#channels;
  }

  /** All that waits was pushed as silence. */
  get isSilent(): boolean {
    return this.#soundingEnd <= samplesBehind;
  }

  /** How many samples more must be pushed before `count` can be read at `rate`. */
  missing(count: number, rate: number): number {
    const isStraight = rate === 1 && this.#phase === 0;
    const needed = isStraight ? count : Math.floor(this.#phase + (count - 1) * rate) + 1 + samplesAhead;
    return Math.max(0, needed - this.#length);
  }

  /** `right` undefined: one channel. What would not fit is the caller's mistake: it pushes a packet only when samples are missing. */
  push(left: Float32Array, right: Float32Array | undefined, count: number): void {
    const at = samplesBehind + this.#length;
    const room = Math.min(count, capacity - this.#length);
    copy(this.#left, at, left, room);
    if (right !== undefined) {
      if (this.#channels === 1) {
        this.#right.set(this.#left.subarray(0, at));
        this.#channels = 2;
      }
      copy(this.#right, at, right, room);
    } else if (this.#channels === 2) copy(this.#right, at, left, room);
    this.#length += room;
    this.#soundingEnd = at + room;
    this.#isBlank = false;
  }

  pushSilence(count: number): void {
    const at = samplesBehind + this.#length;
    const room = Math.min(count, capacity - this.#length);
    this.#length += room;
    if (this.#isBlank) return;
    this.#isBlank = this.#soundingEnd === 0;
    // All of it at once when nothing else is here.
    const from = this.#isBlank ? 0 : at;
    const to = this.#isBlank ? samplesBehind + capacity : at + room;
    this.#left.fill(0, from, to);
    if (this.#channels === 2) this.#right.fill(0, from, to);
  }

  /** Writes `count` samples; enough must wait (see `missing`). Answers how many were used up. */
  read(left: Float32Array, right: Float32Array, count: number, rate: number): number {
    if (rate === 1 && this.#phase === 0) {
      copyOut(this.#left, left, count);
      if (this.#channels === 2) copyOut(this.#right, right, count);
      this.#drop(count);
      return count;
    }
    if (this.#channels === 2) interpolate(this.#right, right, count, this.#phase, rate);
    interpolate(this.#left, left, count, this.#phase, rate);
    const end = this.#phase + count * rate;
    const used = Math.min(this.#length, Math.floor(end));
    this.#phase = end - used;
    this.#drop(used);
    return used;
  }

  /** As if `count` samples had been read at `rate`. */
  skip(count: number, rate: number): void {
    const end = this.#phase + count * rate;
    const used = Math.min(this.#length, Math.floor(end));
    this.#phase = end - used;
    this.#drop(used);
  }

  /** What is played is silent: one channel is enough again, and where it is read straight, the reading point may move to a whole sample. */
  settle(rate: number): void {
    if (rate === 1) this.#phase = 0;
    this.#channels = 1;
  }

  clear(): void {
    this.#length = 0;
    this.#soundingEnd = 0;
    this.#left[0] = 0;
    this.#right[0] = 0;
    this.settle(1);
  }

  #drop(count: number): void {
    const end = samplesBehind + this.#length;
    this.#length -= count;
    if (this.#isBlank) return;
    this.#left.copyWithin(0, count, end);
    if (this.#channels === 2) this.#right.copyWithin(0, count, end);
    this.#soundingEnd = Math.max(0, this.#soundingEnd - count);
  }
}

function copy(to: Float32Array, at: number, from: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) to[at + i] = from[i]!;
}

function copyOut(from: Float32Array, to: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) to[i] = from[samplesBehind + i]!;
}

/** Catmull-Rom: passes through every sample, flat to 0.1 dB where speech lives. */
function interpolate(from: Float32Array, to: Float32Array, count: number, phase: number, rate: number): void {
  for (let i = 0; i < count; i++) {
    const position = phase + i * rate;
    const whole = position | 0;
    const t = position - whole;
    const before = from[whole]!;
    const here = from[whole + 1]!;
    const next = from[whole + 2]!;
    const after = from[whole + 3]!;
    const slope = next - before;
    const bend = 2 * before - 5 * here + 4 * next - after;
    const twist = 3 * (here - next) + after - before;
    to[i] = here + 0.5 * t * (slope + t * (bend + t * twist));
  }
}
