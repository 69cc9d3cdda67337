/**
 * How loud each of several known voices is in what somebody hears. Each came by its own way and lies there with its own delay, which may glide and jump: so
 * it is followed through the mixture piece by piece, and the gains are found piece by piece.
 */
import { meanSquare } from '../level.ts';
import { align } from './alignment.ts';
import { projectionsDb } from './projection.ts';

export interface MixtureOptions {
  /** Where the first delay is looked for, from 0. */
  readonly delayMostSamples: number;
}

const pieceSamples = 9_600;
/** A voice lies under others: less likeness than between a voice and its copy must do. */
const likenessLeast = 0.2;

/**
 * One gain for each voice, decibels: that of the piece in the middle, by gain, where each piece counts as much as the voice says in it. So the few in which
 * a delay jumps, or the voice cannot be followed under the others, do not matter. -Infinity: not there.
 */
export function gainsInMixtureDb(
  voices: readonly Float32Array[],
  mixture: Float32Array,
  { delayMostSamples }: MixtureOptions,
): number[] {
  const followed = voices.map((voice) =>
    align(voice, mixture, { delayMostSamples, segmentSamples: pieceSamples, likenessLeast }),
  );
  return voices.map((voice, at) => {
    const pieces: Piece[] = [];
    for (let from = 0; from + pieceSamples <= voice.length; from += pieceSamples) {
      // The mixture as it lies for this voice; the others are moved by the difference of their delays.
      const delays = followed.map(({ delaysSamples }) => delaysSamples[from / pieceSamples]!);
      const there = voices.map((other, index) => cut(other, from + Math.round(delays[at]! - delays[index]!)));
      const heard = followed[at]!.sound.subarray(from, from + pieceSamples);
      pieces.push({
        gainDb: projectionsDb(there, heard)[at]!,
        weight: meanSquare(voice, from, from + pieceSamples),
      });
    }
    return weightedMedian(pieces);
  });
}

interface Piece {
  readonly gainDb: number;
  readonly weight: number;
}

function weightedMedian(pieces: Piece[]): number {
  pieces.sort((one, other) => one.gainDb - other.gainDb);
  let left = pieces.reduce((sum, { weight }) => sum + weight, 0) / 2;
  for (const { gainDb, weight } of pieces) {
    left -= weight;
    if (left <= 0) return gainDb;
  }
  return Number.NEGATIVE_INFINITY;
}

function cut(sound: Float32Array, from: number): Float32Array {
  return Float32Array.from({ length: pieceSamples }, (_, at) => sound[from + at] ?? 0);
}
