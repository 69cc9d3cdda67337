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

export interface MixtureGain {
  /**
   * Decibels, of the piece in the middle, by gain, where each piece counts as much as the voice says in it: so the few in which a delay jumps, or the
   * voice cannot be followed under the others, do not matter. -Infinity: not there.
   */
  readonly gainDb: number;
  /** Share of what the voice says, 0 to 1, in pieces that are less than 6 dB below that: a voice that is cut off is heard less. */
  readonly heardShare: number;
}

const cutOffDb = 6;

export function gainsInMixture(
  voices: readonly Float32Array[],
  mixture: Float32Array,
  { delayMostSamples }: MixtureOptions,
): MixtureGain[] {
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
    return gainOf(pieces);
  });
}

interface Piece {
  readonly gainDb: number;
  readonly weight: number;
}

function gainOf(pieces: Piece[]): MixtureGain {
  pieces.sort((one, other) => one.gainDb - other.gainDb);
  const all = sumOf(pieces);
  let left = all / 2;
  const middle = pieces.find(({ weight }) => {
    left -= weight;
    return left <= 0;
  });
  const gainDb = middle?.gainDb ?? Number.NEGATIVE_INFINITY;
  return { gainDb, heardShare: sumOf(pieces.filter((piece) => piece.gainDb > gainDb - cutOffDb)) / all };
}

const sumOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { weight }) => sum + weight, 0);

function cut(sound: Float32Array, from: number): Float32Array {
  return Float32Array.from({ length: pieceSamples }, (_, at) => sound[from + at] ?? 0);
}
