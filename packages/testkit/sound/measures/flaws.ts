/** What an ear takes offence at: samples at the end of the scale, holes in speech, clicks. */
import { meanSquare } from '../level.ts';

/** The last step of a 16-bit scale. */
const fullScale = 32_767 / 32_768 - 1e-6;

export function clippedSamples(sound: Float32Array): number {
  let count = 0;
  for (const sample of sound) if (Math.abs(sample) >= fullScale) count += 1;
  return count;
}

export interface Gaps {
  readonly count: number;
  readonly totalMs: number;
  readonly longestMs: number;
}

const blockSamples = 240;
const blockMs = 5;
/** The reference speaks where it is within this of its loudest. */
const loudWithinDb = 25;
/** A hole is this much below what should be there. */
const holeDb = 20;

/**
 * Stretches longer than 10 ms in which something loud was said and next to nothing is heard. `received` lies over `reference`; the volume between the
 * two does not matter.
 */
export function audibleGaps(reference: Float32Array, received: Float32Array): Gaps {
  const blocks = Math.floor(Math.min(reference.length, received.length) / blockSamples);
  const said = blockPowers(reference, blocks);
  const heard = blockPowers(received, blocks);
  const loud = said.reduce((most, power) => Math.max(most, power), 0) * 10 ** (-loudWithinDb / 10);
  const volume = median(said.flatMap((power, at) => (power > loud ? [heard[at]! / power] : [])));
  const gaps: number[] = [];
  let run = 0;
  for (let at = 0; at <= blocks; at++) {
    const isHole = at < blocks && said[at]! > loud && heard[at]! < said[at]! * volume * 10 ** (-holeDb / 10);
    if (isHole) run += 1;
    else {
      if (run * blockMs > 10) gaps.push(run * blockMs);
      run = 0;
    }
  }
  const totalMs = gaps.reduce((sum, gap) => sum + gap, 0);
  return { count: gaps.length, totalMs, longestMs: Math.max(0, ...gaps) };
}

const blockPowers = (sound: Float32Array, blocks: number): number[] =>
  Array.from({ length: blocks }, (_, at) => meanSquare(sound, at * blockSamples, (at + 1) * blockSamples));

function median(values: number[]): number {
  values.sort((one, other) => one - other);
  return values[Math.floor(values.length / 2)] ?? 0;
}

/** What lies up to 20 ms before and after is compared with, but for the click's own millisecond. */
const sideSamples = 960;
const marginSamples = 24;
/** Against the root mean square there; pulses of a voice reach about 8. */
const clickRatio = 14;
const clickFloor = 0.002;
const deadSamples = 480;

/**
 * Where, in samples, the sound jumps as no voice does: outliers of its third difference among their neighbours. 10 ms after a click no other is
 * counted. A reference that lies over it excuses what is a click there already.
 */
export function clicks(sound: Float32Array, reference?: Float32Array): number[] {
  const found = outliers(sound);
  if (reference === undefined) return found;
  const excused = outliers(reference);
  return found.filter((at) => !excused.some((other) => Math.abs(other - at) < deadSamples));
}

function outliers(sound: Float32Array): number[] {
  const rough = new Float32Array(sound.length);
  for (let at = 3; at < sound.length; at++)
    rough[at] = (sound[at]! - 3 * sound[at - 1]! + 3 * sound[at - 2]! - sound[at - 3]!) / 4;
  const found: number[] = [];
  let before = 0;
  let after = 0;
  for (let at = -sideSamples; at < rough.length; at++) {
    before += square(rough, at - marginSamples - 1) - square(rough, at - marginSamples - sideSamples - 1);
    after += square(rough, at + marginSamples + sideSamples) - square(rough, at + marginSamples);
    const own = square(rough, at);
    // The louder side counts: where a sound sets in, it goes on.
    const usual = Math.max(before, after, 0) / sideSamples;
    const isOutlier = own > clickFloor * clickFloor && own > clickRatio * clickRatio * usual;
    if (isOutlier && at - (found.at(-1) ?? -deadSamples) >= deadSamples) found.push(at);
  }
  return found;
}

const square = (values: Float32Array, at: number): number => {
  const value = values[at] ?? 0;
  return value * value;
};
