/** Levels of sound and mixing by them. A speaker's level is that of the parts in which he speaks: pauses do not make him quieter. */

const blockSamples = 960;
/** Blocks this far below the loudest are pauses. */
const pauseDb = 30;

export const toDb = (ratio: number): number => 20 * Math.log10(ratio);
export const fromDb = (db: number): number => 10 ** (db / 20);

export function meanSquare(sound: Float32Array, from = 0, to = sound.length): number {
  let energy = 0;
  for (let at = from; at < to; at++) energy += sound[at]! * sound[at]!;
  return to > from ? energy / (to - from) : 0;
}

/** Root mean square of everything, decibels below full scale; -Infinity for silence. */
export const levelDbOf = (sound: Float32Array): number => 10 * Math.log10(meanSquare(sound));

/** Root mean square of the loud parts only. */
export function activeLevelDb(sound: Float32Array): number {
  const blocks: number[] = [];
  for (let at = 0; at + blockSamples <= sound.length; at += blockSamples)
    blocks.push(meanSquare(sound, at, at + blockSamples));
  if (blocks.length === 0) return levelDbOf(sound);
  const floor = Math.max(...blocks) * 10 ** (-pauseDb / 10);
  const loud = blocks.filter((power) => power > floor);
  return 10 * Math.log10(loud.reduce((sum, power) => sum + power, 0) / loud.length);
}

/** Brings the loud parts to `levelDb`, in place. */
export function levelTo(sound: Float32Array, levelDb: number): Float32Array {
  const level = activeLevelDb(sound);
  return Number.isFinite(level) ? scale(sound, fromDb(levelDb - level)) : sound;
}

export function scale(sound: Float32Array, gain: number): Float32Array {
  for (let at = 0; at < sound.length; at++) sound[at]! *= gain;
  return sound;
}

/** As long as the longest. */
export function add(...sounds: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(Math.max(0, ...sounds.map(({ length }) => length)));
  for (const sound of sounds) for (let at = 0; at < sound.length; at++) sum[at]! += sound[at]!;
  return sum;
}

/** Speech with noise over it, so that all of the speech is `snrDb` above all of the noise. */
export function addNoise(speech: Float32Array, noise: Float32Array, snrDb: number): Float32Array {
  const part = noise.slice(0, speech.length);
  return add(speech, scale(part, fromDb(levelDbOf(speech) - snrDb - levelDbOf(part))));
}
