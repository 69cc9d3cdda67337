/**
 * Many files become one MP4 without touching a frame. They are gone through twice: once for their tables, which stand in front, once for their
 * bytes; never more than one of them is in memory, and nothing is written that is read again.
 */
import type { ByteStream } from '@veche/ports/blobs/blobs.ts';
import type { Mp4Sample } from './read-fragments.ts';
import { type TableSample, TrackTables } from './track-tables.ts';
import { type HeadTrack, writeHead } from './write-head.ts';

export interface JoinedSample extends TableSample {
  readonly offset: number;
  /** Put in front of it; counted in `sizeBytes`. */
  readonly prefix?: Uint8Array;
}

/** What a piece holds of one track. */
export interface PiecePart {
  readonly entry: Uint8Array;
  readonly samples: readonly JoinedSample[];
  /** What `offset` counts in; may be short of the samples when only they were asked for. */
  readonly bytes: Uint8Array;
}

/** A piece is not any more what it was when the tables were made: the file would be broken. */
export class PieceChanged extends Error {
  readonly index: number;

  constructor(index: number) {
    super(`Piece ${index} has changed meanwhile`);
    this.index = index;
  }
}

/** Answers the same samples each time; `all`: their bytes too. In the order of the tracks. */
export type ReadPiece = (all: boolean) => Promise<readonly PiecePart[]>;

export type TrackPlan = Omit<HeadTrack, 'tables'>;

export interface JoinedMovie {
  readonly sizeBytes: number;
  /** To be gone through once. Throws `PieceChanged`. */
  readonly content: ByteStream;
}

export async function joinMovie(plans: readonly TrackPlan[], pieces: readonly ReadPiece[]): Promise<JoinedMovie> {
  const tracks = plans.map((plan) => ({ ...plan, tables: new TrackTables() }));
  let position = 0;
  const sizes: number[] = [];
  for (const read of pieces) {
    const start = position;
    for (const { part, track, samples } of stretchesOf(await read(false))) {
      tracks[track]?.tables.addStretch(part.entry, position, samples);
      position += samples.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    }
    sizes.push(position - start);
  }
  const head = writeHead(tracks, position);
  return { sizeBytes: head.length + position, content: contentOf(head, pieces, sizes) };
}

async function* contentOf(head: Uint8Array, pieces: readonly ReadPiece[], sizes: readonly number[]): ByteStream {
  yield head;
  for (const [index, read] of pieces.entries()) {
    let left = sizes[index] ?? 0;
    for (const { part, samples } of stretchesOf(await read(true))) {
      for (const bytes of bytesOf(part.bytes, samples)) {
        left -= bytes.length;
        yield bytes;
      }
    }
    if (left !== 0) throw new PieceChanged(index);
  }
}

/** Picture and sound take turns in steps of about a second, so that a player need not look far apart for what belongs together. */
function stretchesOf(parts: readonly PiecePart[]) {
  const samplesPerStep = 30;
  const steps = Math.max(1, Math.ceil((parts[0]?.samples.length ?? 0) / samplesPerStep));
  return Array.from({ length: steps }).flatMap((_, step) =>
    parts.map((part, track) => {
      const cut = (number: number) => Math.floor((part.samples.length * number) / steps);
      return { part, track, samples: part.samples.slice(cut(step), cut(step + 1)) };
    }),
  );
}

/** Samples that lie behind each other are handed on as one. */
function* bytesOf(bytes: Uint8Array, samples: readonly JoinedSample[]): Generator<Uint8Array> {
  let start = 0;
  let end = 0;
  for (const { offset, sizeBytes, prefix } of samples) {
    if (offset !== end || prefix !== undefined) {
      if (end > start) yield bytes.subarray(start, end);
      if (prefix !== undefined) yield prefix;
      start = offset;
    }
    end = offset + sizeBytes - (prefix?.length ?? 0);
  }
  if (end > start) yield bytes.subarray(start, end);
}

export function joinedSample({ offset, sizeBytes, durationTicks, compositionTicks, isKey }: Mp4Sample): JoinedSample {
  return { offset, sizeBytes, durationTicks, compositionTicks, isKey };
}
