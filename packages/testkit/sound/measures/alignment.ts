/**
 * Lays what was received over what was said. Networks delay, and playouts stretch time a little when they adapt, by gliding or by
 * jumps of a period of the voice; so the delay is found anew for every segment, to a fraction of a sample, near where the last one was.
 */
import { meanSquare } from '../level.ts';
import { crossCorrelation } from './fourier.ts';

export interface Delay {
  /** Received sample t + delay belongs to reference sample t; not a whole number as a rule. */
  readonly delaySamples: number;
  /** Correlation coefficient there, -1 to 1. */
  readonly likeness: number;
}

/** The delay from `least` to `most` at which the two are most alike. `from` and `to` bound the stretch of the reference that is looked at. */
export function findDelay(
  reference: Float32Array,
  received: Float32Array,
  { least = 0, most, from = 0, to = reference.length }: { least?: number; most: number; from?: number; to?: number },
): Delay {
  const part = reference.subarray(from, to);
  // One lag more on each side, for the parabola.
  const start = from + least - 1;
  const lags = most - least + 3;
  const heard = window(received, start, part.length + lags);
  const correlation = crossCorrelation(part, heard, lags);
  let best = 1;
  for (let lag = 1; lag < lags - 1; lag++) if (correlation[lag]! > correlation[best]!) best = lag;
  const [before, peak, after] = [correlation[best - 1]!, correlation[best]!, correlation[best + 1]!];
  const bend = before - 2 * peak + after;
  const fraction = bend < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend)) : 0;
  const energies = energyOf(part) * energyOf(heard.subarray(best, best + part.length));
  return { delaySamples: start + best + fraction - from, likeness: energies === 0 ? 0 : peak / Math.sqrt(energies) };
}

const energyOf = (sound: Float32Array): number => sound.reduce((sum, sample) => sum + sample * sample, 0);

/** A stretch of `sound` that may lie partly outside of it, where there is silence. */
function window(sound: Float32Array, start: number, length: number): Float32Array {
  const cut = new Float32Array(length);
  const from = Math.max(0, start);
  const to = Math.min(sound.length, start + length);
  if (to > from) cut.set(sound.subarray(from, to), from - start);
  return cut;
}

const kernelHalf = 24;
/** Kernels for so many places between two samples are made once. */
const fractions = 64;
const kernels = Array.from({ length: fractions + 1 }, (_, step) => {
  const kernel = new Float64Array(2 * kernelHalf);
  for (let tap = 0; tap < kernel.length; tap++) {
    const distance = step / fractions - (tap - kernelHalf + 1);
    const taper = Math.cos((Math.PI * distance) / (2 * kernelHalf)) ** 2;
    kernel[tap] = distance === 0 ? 1 : (taper * Math.sin(Math.PI * distance)) / (Math.PI * distance);
  }
  return kernel;
});

/** `sound` between two samples, to a 64th of the distance: windowed sinc, flat to 20 kHz at 48. */
function sampleAt(sound: Float32Array, position: number): number {
  const whole = Math.floor(position);
  const kernel = kernels[Math.round((position - whole) * fractions)]!;
  const first = whole - kernelHalf + 1;
  let sum = 0;
  for (let tap = 0; tap < kernel.length; tap++) sum += kernel[tap]! * (sound[first + tap] ?? 0);
  return sum;
}

/** `sound` later by `delaySamples`, which may have a fraction. */
export function delayed(sound: Float32Array, delaySamples: number): Float32Array {
  return Float32Array.from({ length: sound.length + Math.ceil(delaySamples) }, (_, at) =>
    sampleAt(sound, at - delaySamples),
  );
}

export interface Alignment {
  /** As long as the reference, sample over sample. */
  readonly sound: Float32Array;
  /** In the middle of each segment. */
  readonly delaysSamples: readonly number[];
}

export interface AlignOptions {
  /** Where the first delay is looked for, from 0. */
  readonly delayMostSamples: number;
  /** 0: one delay for all. */
  readonly segmentSamples?: number;
  /** How far the delay may move from segment to segment. */
  readonly driftMostSamples?: number;
  /** Segments that are less like, 0 to 1, say too little to be followed. */
  readonly likenessLeast?: number;
}

/** Segments so far below the loudest one say too little to be followed. */
const quietBelow = 1e-3;
/** A voice is like itself one period later: a jump must be plain and worth it. */
const jumpLikeness = 0.7;
const jumpGain = 0.1;
/** What moves by less than 1 ms from segment to segment glides; what moves by more has jumped. */
const glideSamples = 48;

/** Within a segment a delay may glide, which a first look smears: the later ones look at what the earlier ones have straightened. */
const looks = 3;

export function align(reference: Float32Array, received: Float32Array, options: AlignOptions): Alignment {
  const { delayMostSamples, segmentSamples = 0, driftMostSamples = 2_880, likenessLeast = 0.5 } = options;
  if (segmentSamples === 0) {
    const { delaySamples } = findDelay(reference, received, { most: delayMostSamples });
    return { sound: laidOver(reference, received, [delaySamples], reference.length), delaysSamples: [delaySamples] };
  }
  const first = clearestDelay(reference, received, delayMostSamples);
  const followed = { step: segmentSamples, likenessLeast };
  let delaysSamples = follow(reference, received, { ...followed, first, drift: driftMostSamples });
  let sound = laidOver(reference, received, delaysSamples, segmentSamples);
  for (let look = 1; look < looks; look++) {
    const residues = follow(reference, sound, { ...followed, first: 0, drift: glideSamples });
    delaysSamples = delaysSamples.map((delay, at) => delay + residues[at]!);
    sound = laidOver(reference, received, delaysSamples, segmentSamples);
  }
  return { sound, delaysSamples };
}

/** Over a long stretch a delay that moves smears; of shorter ones, the clearest tells. */
const firstLookSamples = 144_000;

function clearestDelay(reference: Float32Array, received: Float32Array, most: number): number {
  const looked: Delay[] = [];
  for (let from = 0; from < reference.length; from += firstLookSamples)
    looked.push(
      findDelay(reference, received, { most, from, to: Math.min(reference.length, from + firstLookSamples) }),
    );
  return looked.reduce((best, next) => (next.likeness > best.likeness ? next : best)).delaySamples;
}

/** The delay in each segment, looked for near the one before. Where too little can be made out it lies between its neighbours. */
function follow(
  reference: Float32Array,
  received: Float32Array,
  { step, first, drift, likenessLeast }: { step: number; first: number; drift: number; likenessLeast: number },
): number[] {
  const found: (number | undefined)[] = [];
  const powers = Array.from({ length: Math.ceil(reference.length / step) }, (_, at) =>
    meanSquare(reference, at * step, Math.min(reference.length, (at + 1) * step)),
  );
  const quiet = powers.reduce((most, power) => Math.max(most, power), 0) * quietBelow;
  let last = first;
  for (let segment = 0; segment < reference.length; segment += step) {
    if (powers[segment / step]! <= quiet) {
      found.push(undefined);
      continue;
    }
    // Half of each neighbour is looked at too.
    const from = Math.max(0, segment - step / 2);
    const to = Math.min(reference.length, segment + step * 1.5);
    const middle = Math.round(last);
    const look = (most: number): Delay =>
      findDelay(reference, received, { least: middle - most, most: middle + most, from, to });
    const near = look(glideSamples);
    const far = drift > glideSamples ? look(drift) : near;
    const hasJumped = far.likeness > Math.max(jumpLikeness, near.likeness + jumpGain);
    const best = hasJumped ? far : near;
    const isClear = best.likeness >= likenessLeast;
    if (isClear) last = best.delaySamples;
    found.push(isClear ? last : undefined);
  }
  return filled(found, first);
}

function filled(found: readonly (number | undefined)[], otherwise: number): number[] {
  const known = found.flatMap((delay, at) => (delay === undefined ? [] : [at]));
  return found.map((delay, at) => {
    if (delay !== undefined) return delay;
    const before = known.findLast((place) => place < at);
    const after = known.find((place) => place > at);
    if (before === undefined || after === undefined) return found[before ?? after ?? -1] ?? otherwise;
    return between(found[before]!, found[after]!, (at - before) / (after - before));
  });
}

function between(one: number, other: number, share: number): number {
  if (Math.abs(one - other) < glideSamples) return one + (other - one) * share;
  return share < 0.5 ? one : other;
}

function laidOver(
  reference: Float32Array,
  received: Float32Array,
  delays: readonly number[],
  step: number,
): Float32Array {
  return Float32Array.from(reference, (_, at) => {
    const place = at / step - 0.5;
    const before = Math.max(0, Math.min(delays.length - 1, Math.floor(place)));
    const after = Math.min(delays.length - 1, before + 1);
    const share = Math.max(0, Math.min(1, place - before));
    return sampleAt(received, at + between(delays[before]!, delays[after]!, share));
  });
}
