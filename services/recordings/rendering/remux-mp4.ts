/**
 * Chunks of H.264 and Opus in one MP4, their frames as they were recorded. Pictures change their size within: each chunk brings its parameter sets in
 * front of its first picture (`avc3`, ISO/IEC 14496-15), as every player of today reads them. Chunks that can't be read are left out.
 */
import type { Blobs } from '@veche/ports/blobs/blobs.ts';
import { samplesPerMs, samplesPerSecond } from './frame-grid.ts';
import { loadChunk } from './load-chunk.ts';
import { boxAt, joined } from './mp4/boxes.ts';
import { type JoinedMovie, type JoinedSample, joinMovie, type PiecePart, type ReadPiece } from './mp4/join-movie.ts';
import { type Mp4Track, readFragments } from './mp4/read-fragments.ts';
import { opusEntry } from './mp4/sample-entries.ts';
import { opusPacketSamples } from './opus-packets.ts';

export interface RemuxedChunk {
  readonly key: string;
  readonly hash: string;
  readonly durationMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

const videoEntryFieldsBytes = 8 + 78;

/** Undefined: none of them can be read. Rejects when the store does, when it is aborted, or when a chunk is another than it was a moment before. */
export async function remuxMp4(
  blobs: Blobs,
  chunks: readonly RemuxedChunk[],
  signal?: AbortSignal,
): Promise<JoinedMovie | undefined> {
  const readable: { chunk: RemuxedChunk; parts: readonly PiecePart[] }[] = [];
  for (const chunk of chunks) {
    signal?.throwIfAborted();
    const parts = await readParts(blobs, chunk);
    // Without their bytes: there may be hours of them.
    if (parts !== undefined)
      readable.push({ chunk, parts: parts.map((part) => ({ ...part, bytes: new Uint8Array() })) });
  }
  const first = readable[0]?.parts[0];
  if (first === undefined) return undefined;
  const lengthSamples = readable.reduce((sum, { chunk }) => sum + chunk.durationMs * samplesPerMs, 0);
  // All of them go by the first one's description; what differs stands in front of the pictures.
  const entry = withInBandSets(first.entry);
  const pieces = readable.map(
    ({ chunk, parts }): ReadPiece =>
      async (all) => {
        const read = all ? await readParts(blobs, chunk) : parts;
        if (read === undefined) throw new Error('A chunk has changed meanwhile');
        return read.map((part, track) => (track === 0 ? { ...part, entry } : part));
      },
  );
  const size = {
    widthPx: Math.max(...readable.map(({ chunk }) => chunk.widthPx)),
    heightPx: Math.max(...readable.map(({ chunk }) => chunk.heightPx)),
  };
  const times = { skipTicks: 0, shownTicks: lengthSamples, ticksPerSecond: samplesPerSecond };
  return joinMovie(
    [
      { kind: 'video', ...size, ...times },
      { kind: 'sound', ...times },
    ],
    pieces,
  );
}

async function readParts(blobs: Blobs, chunk: RemuxedChunk): Promise<readonly PiecePart[] | undefined> {
  const bytes = await loadChunk(blobs, chunk);
  const tracks = bytes && readFragments(bytes)?.tracks;
  const video = tracks?.find(({ kind }) => kind === 'video');
  const sound = tracks?.find(({ kind }) => kind === 'sound');
  if (bytes === undefined || video === undefined || sound === undefined) return undefined;
  const sets = parameterSetsOf(video.entry);
  if (sets === undefined || video.samples.length === 0) return undefined;
  const soundSamples = sound.samples.map(({ offset, sizeBytes }) => ({
    offset,
    sizeBytes,
    durationTicks: opusPacketSamples,
    compositionTicks: 0,
    isKey: true,
  }));
  const pictures = { entry: video.entry, bytes, samples: picturesOf(video, sets, chunk.durationMs * samplesPerMs) };
  return [pictures, { entry: opusEntry(), bytes, samples: soundSamples }];
}

/** They fill the chunk exactly: the first stands from its start, the last to its end. */
function picturesOf(video: Mp4Track, sets: Uint8Array, lengthSamples: number): JoinedSample[] {
  const firstTicks = video.samples[0]?.decodeTicks ?? 0;
  const startOf = (index: number) => {
    const sample = video.samples[index];
    if (sample === undefined) return lengthSamples;
    const ticks = Math.round(((sample.decodeTicks - firstTicks) * samplesPerSecond) / video.ticksPerSecond);
    return Math.min(ticks, lengthSamples);
  };
  return video.samples.map(({ offset, sizeBytes, isKey }, index) => {
    const durationTicks = startOf(index + 1) - startOf(index);
    const usual = { offset, sizeBytes, durationTicks, compositionTicks: 0, isKey };
    return index === 0 ? { ...usual, prefix: sets, sizeBytes: sizeBytes + sets.length } : usual;
  });
}

/** SPS and PPS of an `avcC` (ISO/IEC 14496-15 section 5.3.3.1), each behind its length of four bytes, as pictures are. Undefined: it is none of that kind. */
export function parameterSetsOf(entry: Uint8Array): Uint8Array | undefined {
  const config = configOf(entry);
  if (config === undefined || (config[4] ?? 0) % 4 !== 3) return undefined;
  const parts: Uint8Array[] = [];
  let at = 5;
  for (const countMask of [0x1f, 0xff]) {
    const count = (config[at] ?? 0) & countMask;
    at += 1;
    for (let number = 0; number < count; number++) {
      const size = ((config[at] ?? 0) << 8) | (config[at + 1] ?? 0);
      const set = config.subarray(at + 2, at + 2 + size);
      if (size === 0 || set.length !== size) return undefined;
      parts.push(Uint8Array.of(0, 0, size >> 8, size & 0xff), set);
      at += 2 + size;
    }
  }
  return parts.length === 0 ? undefined : joined(parts);
}

function configOf(entry: Uint8Array): Uint8Array | undefined {
  if (entry.length < videoEntryFieldsBytes) return undefined;
  const whole = { type: '', start: 0, contentStart: videoEntryFieldsBytes, end: entry.length };
  const found = boxAt(entry, whole, 'avcC');
  return found && entry.subarray(found.contentStart, found.end);
}

function withInBandSets(entry: Uint8Array): Uint8Array {
  const changed = entry.slice();
  changed.set(new TextEncoder().encode('avc3'), 4);
  return changed;
}
