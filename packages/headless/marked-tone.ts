/**
 * A tone that tells of its way: every two seconds it goes up for a moment, and whoever listens knows when that was sent. What is heard is taken
 * apart as it comes, in steps of 2.5 ms, and nothing of it is kept: how late the marks are, how long the tone was away, where it jumps.
 */
import { clicks } from '@veche/testkit/sound/measures/flaws.ts';
import type { HeardBlock } from './read-back.ts';
import { blockSamples, type Signal, sampleRateHz } from './sound-signal.ts';

/**
 * Both fit into a step a whole number of times, so neither is seen in the other. As low as voices are: receivers that stretch sound look for its
 * period below 2 kHz.
 */
const toneHz = 400;
const markHz = 800;
const stepSamples = 120;
const stepMs = 2.5;
const windowSamples = 2 * stepSamples;

const markEverySamples = 2 * sampleRateHz;
const markSamples = 10 * blockSamples;
const markFromSamples = markEverySamples - markSamples;
/** From the one to the other, so fast that a window sees both and so slowly that there is no click. */
const glideSamples = 120;
/** More than that, and it could be taken for the next one. */
const delayMostMs = 1_500;

/** 0 = the tone, 1 = the mark. `at`: within the time from mark to mark. */
function markedness(at: number): number {
  if (at < glideSamples) return 0.5 + 0.5 * Math.cos((Math.PI * at) / glideSamples);
  const into = at - markFromSamples;
  return into < 0 ? 0 : into >= glideSamples ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * into) / glideSamples);
}

/** One tone, to be heard by as many as like. */
export class MarkedTone {
  readonly #amplitude: number;
  readonly #nowMs: () => number;
  readonly #sentMs: number[] = [];
  #block = 0;
  #phase = 0;
  /** Marks sent so far. */
  marks = 0;

  /** `amplitude`: 0 to 32,767. `nowMs`: the clock by which the listener's blocks are told. */
  constructor({ amplitude = 8_000, nowMs = () => performance.now() } = {}) {
    this.#amplitude = amplitude;
    this.#nowMs = nowMs;
  }

  readonly signal: Signal = (block) => {
    const atSamples = (this.#block * blockSamples) % markEverySamples;
    if (atSamples === markFromSamples) this.#noteMark();
    for (let at = 0; at < block.length; at++) {
      block[at] = this.#amplitude * Math.sin(this.#phase);
      const hz = toneHz + (markHz - toneHz) * markedness(atSamples + at);
      this.#phase = (this.#phase + (2 * Math.PI * hz) / sampleRateHz) % (2 * Math.PI);
    }
    this.#block += 1;
  };

  /** The mark that is heard at that moment: when it was sent. */
  sentBefore(heardMs: number): number | undefined {
    return this.#sentMs.findLast((sentMs) => sentMs <= heardMs && heardMs - sentMs <= delayMostMs);
  }

  #noteMark(): void {
    this.marks += 1;
    this.#sentMs.push(this.#nowMs() + glideSamples / 2 / (sampleRateHz / 1_000));
    if (this.#sentMs.length > 4) this.#sentMs.shift();
  }
}

export interface HeardMark {
  /** By the clock of the blocks. */
  readonly heardMs: number;
  /** Since the mark's first block was handed to the sender's engine; a microphone would have begun to hear it 10 ms before. */
  readonly delayMs: number;
}

const wave = (turn: (angle: number) => number, frequencyHz: number): Float64Array =>
  Float64Array.from({ length: windowSamples }, (_, at) => turn((2 * Math.PI * frequencyHz * at) / sampleRateHz));
const toneWaves = [wave(Math.cos, toneHz), wave(Math.sin, toneHz)] as const;
const markWaves = [wave(Math.cos, markHz), wave(Math.sin, markHz)] as const;

/** Quieter than 44 dB below full scale, or mostly something else: it is away. */
const leastMeanSquare = 0.006 ** 2;
const leastShare = 0.3;
const pureShare = 0.9;
const phaseSteps = 4;
/** What jumps in bursts has jumped once; in steps. */
const restSteps = 80;
/** A sixteenth of a millisecond of this tone, radians. A clock that is being matched changes the phase's pace by far less. */
const phaseJump = 0.16;
/** What a click is compared with, on both sides of the second that is looked at. */
const sideSamples = 1_920;

export class MarkedToneMeter {
  readonly #tone: MarkedTone;
  readonly #onMark: (mark: HeardMark) => void;
  readonly #window = new Float32Array(windowSamples);
  #filled = stepSamples;
  readonly #heard = new Float32Array(sampleRateHz + 2 * sideSamples);
  #heardLength = 0;
  /** Sounds like the mark, 0 to 1; of the step before. */
  #markShare = 0;
  #isMark = false;
  /** Where it rose past the half, in steps ago. */
  #stepsSinceHalf = 0;
  /** Of the newest windows, radians against a clock without fault; undefined where the tone is not pure. */
  readonly #phases: (number | undefined)[] = [];
  #usualMove: number | undefined;
  #restSteps = 0;
  #gapMs = 0;
  /** Milliseconds of sound that were looked at. */
  totalMs = 0;
  longestGapMs = 0;
  phaseJumps = 0;
  clicks = 0;

  constructor(tone: MarkedTone, onMark: (mark: HeardMark) => void) {
    this.#tone = tone;
    this.#onMark = onMark;
  }

  /** Counts begin anew. */
  reset(): void {
    this.totalMs = this.longestGapMs = this.phaseJumps = this.clicks = this.#gapMs = 0;
  }

  hear({ samples, sampleRateHz: rateHz, channelCount, atMs }: HeardBlock): void {
    // As libwebrtc hands out silence before the first packet.
    if (rateHz !== sampleRateHz) return;
    for (let at = 0; at < samples.length; at += channelCount) {
      const sample = samples[at]! / 32_768;
      this.#heard[this.#heardLength++] = sample;
      if (this.#heardLength === this.#heard.length) this.#lookForClicks();
      this.#window[this.#filled++] = sample;
      if (this.#filled < windowSamples) continue;
      const leftSamples = (samples.length - at) / channelCount - 1;
      this.#look(atMs - ((leftSamples + stepSamples) / sampleRateHz) * 1_000);
      this.#window.copyWithin(0, stepSamples);
      this.#filled = stepSamples;
    }
  }

  /** `middleMs`: when the middle of the window was heard. */
  #look(middleMs: number): void {
    let energy = 0;
    for (const sample of this.#window) energy += sample * sample;
    const tone = powerOf(this.#window, toneWaves);
    const mark = powerOf(this.#window, markWaves);
    const isLoud = energy / windowSamples >= leastMeanSquare;
    const share = isLoud ? (tone.power + mark.power) / energy : 0;
    this.totalMs += stepMs;
    this.#gapMs = share >= leastShare ? 0 : this.#gapMs + stepMs;
    this.longestGapMs = Math.max(this.longestGapMs, this.#gapMs);
    this.#followPhase(isLoud && tone.power / energy >= pureShare ? tone.phase : undefined);
    if (share >= leastShare) this.#followMark(mark.power / (tone.power + mark.power), middleMs);
  }

  #followMark(share: number, middleMs: number): void {
    this.#stepsSinceHalf += 1;
    if (this.#markShare < 0.5 && share >= 0.5)
      this.#stepsSinceHalf = (share - 0.5) / Math.max(1e-9, share - this.#markShare);
    this.#markShare = share;
    if (this.#isMark) {
      if (share < 0.2) this.#isMark = false;
      return;
    }
    if (share <= 0.8) return;
    this.#isMark = true;
    const heardMs = middleMs - this.#stepsSinceHalf * stepMs;
    const sentMs = this.#tone.sentBefore(heardMs);
    if (sentMs !== undefined) this.#onMark({ heardMs, delayMs: heardMs - sentMs });
  }

  /** Windows that do not overlap are compared: from the one to the other the phase moves by as much as it did of late. */
  #followPhase(phase: number | undefined): void {
    this.#phases.push(phase);
    const before = this.#phases.length > phaseSteps ? this.#phases.shift() : undefined;
    if (this.#restSteps > 0) this.#restSteps -= 1;
    else if (phase !== undefined && before !== undefined) {
      const moved = wrapped(phase - before - (this.#usualMove ?? phase - before));
      if (Math.abs(moved) < phaseJump) this.#usualMove = wrapped((this.#usualMove ?? phase - before) + 0.1 * moved);
      else {
        // It may be the pace itself that has changed: then that is the usual one from now.
        this.phaseJumps += 1;
        this.#restSteps = restSteps;
        this.#usualMove = undefined;
      }
    }
  }

  #lookForClicks(): void {
    const found = clicks(this.#heard);
    this.clicks += found.filter((at) => at >= sideSamples && at < this.#heard.length - sideSamples).length;
    this.#heard.copyWithin(0, this.#heard.length - 2 * sideSamples);
    this.#heardLength = 2 * sideSamples;
  }
}

/** `power` is a share of the window's energy when divided by that. */
function powerOf(
  window: Float32Array,
  [cosines, sines]: readonly [Float64Array, Float64Array],
): { power: number; phase: number } {
  let [real, imaginary] = [0, 0];
  for (let at = 0; at < windowSamples; at++) {
    real += window[at]! * cosines[at]!;
    imaginary += window[at]! * sines[at]!;
  }
  return { power: (2 * (real * real + imaginary * imaginary)) / windowSamples, phase: Math.atan2(-imaginary, real) };
}

const wrapped = (angle: number): number => angle - 2 * Math.PI * Math.round(angle / (2 * Math.PI));
