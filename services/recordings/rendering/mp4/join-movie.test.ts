import { describe, expect, it } from 'vitest';
import { handMadeMp4, picture } from '../fixtures/hand-made-mp4.ts';
import { type Box, boxAt, boxesIn } from './boxes.ts';
import { joinedSample, joinMovie, type PiecePart, type ReadPiece } from './join-movie.ts';
import { readFragments } from './read-fragments.ts';

const packet = (number: number) => Uint8Array.of(0xf0, number, number >> 8, ...new Uint8Array(number % 5));

/** Of a file made by hand; only its front when no more is asked for. */
function pieceOf(bytes: Uint8Array, log?: boolean[]): ReadPiece {
  return async (all) => {
    log?.push(all);
    const front = bytes.subarray(0, boxesIn(bytes)?.find(({ type }) => type === 'mdat')?.contentStart);
    const file = readFragments(all ? bytes : front, bytes.length);
    return (file?.tracks ?? []).map(
      ({ entry, samples }): PiecePart => ({
        entry,
        samples: samples.map(joinedSample),
        bytes: all ? bytes : new Uint8Array(),
      }),
    );
  };
}
const plans = [
  { kind: 'video', ticksPerSecond: 90_000, widthPx: 1280, heightPx: 720, skipTicks: 0, shownTicks: 48_000 },
  { kind: 'sound', ticksPerSecond: 48_000, skipTicks: 1_024, shownTicks: 48_000 },
] as const;

async function joinAll(pieces: readonly ReadPiece[]) {
  const movie = await joinMovie(plans, pieces);
  const parts: Uint8Array[] = [];
  for await (const part of movie.content) parts.push(part);
  const bytes = new Uint8Array(Buffer.concat(parts));
  expect(bytes.length).toBe(movie.sizeBytes);
  return bytes;
}

/** By its tables alone: each sample of a track as it lies there. */
function samplesBy(bytes: Uint8Array, trackNumber: number) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const moov = boxesIn(bytes)?.find(({ type }) => type === 'moov') as Box;
  const trak = boxesIn(bytes, moov.contentStart, moov.end)?.filter(({ type }) => type === 'trak')[trackNumber] as Box;
  const table = (name: string) => boxAt(bytes, trak, `mdia/minf/stbl/${name}`) as Box;
  const word = (of: Box, index: number) => view.getUint32(of.contentStart + 4 + index * 4);
  const [sizes, places, runs] = [table('stsz'), table('co64'), table('stsc')];
  const perPlace: number[] = [];
  const rows = word(runs, 0);
  for (let row = 0; row < rows; row++) {
    const end = row + 1 < rows ? word(runs, 1 + (row + 1) * 3) : word(places, 0) + 1;
    for (let place = word(runs, 1 + row * 3); place < end; place++) perPlace.push(word(runs, 2 + row * 3));
  }
  const found: Uint8Array[] = [];
  for (const [place, count] of perPlace.entries()) {
    let at = Number(view.getBigUint64(places.contentStart + 8 + place * 8));
    for (let number = 0; number < count; number++) {
      const size = word(sizes, 2 + found.length);
      found.push(bytes.slice(at, at + size));
      at += size;
    }
  }
  expect(found).toHaveLength(word(sizes, 1));
  return { found, table, word, trak };
}

describe('joining', () => {
  const frames = [100, 0, 301];
  const packetCounts = [160, 1, 520];
  const files = frames.map((count, index) =>
    handMadeMp4({
      frames: count,
      packets: Array.from({ length: packetCounts[index] ?? 0 }, (_, number) => packet(number)),
    }),
  );

  it('R3: finds every frame and packet of every piece where the tables say, in order, the tables in front', async () => {
    const bytes = await joinAll(files.map((file) => pieceOf(file)));
    expect(boxesIn(bytes)?.map(({ type }) => type)).toEqual(['ftyp', 'moov', 'mdat']);
    const pictures = frames.flatMap((count) => Array.from({ length: count }, (_, number) => picture(number)));
    expect(samplesBy(bytes, 0).found).toEqual(pictures);
    const sounds = packetCounts.flatMap((count) => Array.from({ length: count }, (_, number) => packet(number)));
    expect(samplesBy(bytes, 1).found).toEqual(sounds);
  });

  it('shows the first frame at once however far frames are reordered, and leaves the lead of the sound out', async () => {
    const bytes = await joinAll(files.map((file) => pieceOf(file)));
    const view = new DataView(bytes.buffer);
    const mediaTime = (track: number) =>
      Number(view.getBigUint64((boxAt(bytes, samplesBy(bytes, track).trak, 'edts/elst') as Box).contentStart + 16));
    // Nothing here is shown before it is decoded.
    expect(mediaTime(0)).toBe(0);
    expect(mediaTime(1)).toBe(1_024);
    const { table, word } = samplesBy(bytes, 0);
    const keys = table('stss');
    expect(Array.from({ length: word(keys, 0) }, (_, index) => word(keys, 1 + index))).toEqual([1, 101, 221, 341]);
  });

  it('describes what differs, and alike things once', async () => {
    const other = handMadeMp4({ frames: 3, packets: [packet(1)], parameterSet: 9 });
    const bytes = await joinAll([files[0]!, other, files[2]!, other].map((file) => pieceOf(file)));
    const { table, word } = samplesBy(bytes, 0);
    expect(word(table('stsd'), 0)).toBe(2);
    const runs = table('stsc');
    const entries = Array.from({ length: word(runs, 0) }, (_, row) => word(runs, 3 + row * 3));
    expect([entries[0], entries.at(-1), new Set(entries)]).toEqual([1, 2, new Set([1, 2])]);
  });

  it('reads each piece twice, and never ahead', async () => {
    const log: boolean[] = [];
    await joinAll(files.map((file) => pieceOf(file, log)));
    expect(log).toEqual([false, false, false, true, true, true]);
  });

  it('R5: a piece that changes meanwhile breaks no file: there is none then', async () => {
    let reads = 0;
    const changing: ReadPiece = (all) => pieceOf(reads++ === 0 ? files[0]! : files[2]!)(all);
    await expect(joinAll([pieceOf(files[2]!), changing])).rejects.toThrow('Piece 1 has changed');
  });

  it('puts in front of a sample what belongs there', async () => {
    const prefixed: ReadPiece = async () => [
      {
        entry: Uint8Array.of(1),
        bytes: Uint8Array.of(1, 2, 3, 4),
        samples: [
          { offset: 0, sizeBytes: 4, durationTicks: 1, compositionTicks: 0, isKey: true, prefix: Uint8Array.of(8, 9) },
          { offset: 2, sizeBytes: 2, durationTicks: 1, compositionTicks: 0, isKey: false },
        ],
      },
      { entry: Uint8Array.of(2), bytes: new Uint8Array(), samples: [] },
    ];
    const bytes = await joinAll([prefixed]);
    expect([...bytes.slice(-6)]).toEqual([8, 9, 1, 2, 3, 4]);
  });
});
