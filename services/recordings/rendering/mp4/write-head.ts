/**
 * Everything of an MP4 that stands before its media data, so that a player can begin at once: `ftyp`, `moov` and the header of `mdat`. Where the
 * samples lie is known before a byte of them is read again, so the whole file can be written in one go.
 */
import { box, fullBox, joined, type Part } from './boxes.ts';
import type { TrackTables } from './track-tables.ts';

export interface HeadTrack {
  readonly kind: 'video' | 'sound';
  readonly ticksPerSecond: number;
  readonly tables: TrackTables;
  readonly widthPx?: number;
  readonly heightPx?: number;
  /** So much of what is decoded first is not shown, besides `tables.leadTicks`. */
  readonly skipTicks: number;
  /** Of the movie's time. */
  readonly shownTicks: number;
}

export const movieTicksPerSecond = 48_000;
const identity = [0x1_00_00, 0, 0, 0, 0x1_00_00, 0, 0, 0, 0x40_00_00_00].map((u32) => ({ u32 }));
const undetermined = { u16: 0x55_c4 };

export function writeHead(tracks: readonly HeadTrack[], mediaBytes: number): Uint8Array {
  const brand = tracks.some(({ kind }) => kind === 'video') ? 'isom' : 'M4A ';
  const ftyp = box('ftyp', brand, { u32: 0x2_00 }, brand, 'isom', 'iso6', 'mp42');
  const media = joined([bytesOfLongHeader('mdat', mediaBytes)]);
  // Its size does not depend on the numbers in it.
  const size = ftyp.length + movie(tracks, 0).length + media.length;
  return joined([ftyp, movie(tracks, size), media]);
}

function bytesOfLongHeader(type: string, contentBytes: number): Uint8Array {
  const header = new Uint8Array(16);
  const view = new DataView(header.buffer);
  view.setUint32(0, 1);
  header.set(new TextEncoder().encode(type), 4);
  view.setBigUint64(8, BigInt(contentBytes + header.length));
  return header;
}

function movie(tracks: readonly HeadTrack[], base: number): Uint8Array {
  const duration = Math.max(0, ...tracks.map(({ shownTicks }) => shownTicks));
  const times: Part[] = [{ u64: 0 }, { u64: 0 }, { u32: movieTicksPerSecond }, { u64: duration }];
  const mvhd = fullBox(
    'mvhd',
    1,
    0,
    ...times,
    { u32: 0x1_00_00 },
    { u16: 0x1_00 },
    { u16: 0 },
    { u64: 0 },
    ...identity,
    new Uint8Array(24),
    { u32: tracks.length + 1 },
  );
  return box('moov', mvhd, ...tracks.map((track, index) => trak(track, index + 1, base)));
}

function trak(track: HeadTrack, id: number, base: number): Uint8Array {
  const { kind, ticksPerSecond, tables, skipTicks, shownTicks } = track;
  const isVideo = kind === 'video';
  const size: Part[] = [{ u32: (track.widthPx ?? 0) * 0x1_00_00 }, { u32: (track.heightPx ?? 0) * 0x1_00_00 }];
  const look: Part[] = [
    { u16: 0 },
    { u16: isVideo ? 0 : 1 },
    { u16: isVideo ? 0 : 0x1_00 },
    { u16: 0 },
    ...identity,
    ...size,
  ];
  const tkhd = fullBox(
    'tkhd',
    1,
    3,
    { u64: 0 },
    { u64: 0 },
    { u32: id },
    { u32: 0 },
    { u64: shownTicks },
    { u64: 0 },
    ...look,
  );
  const edit = fullBox(
    'elst',
    1,
    0,
    { u32: 1 },
    { u64: shownTicks },
    { u64: tables.leadTicks + skipTicks },
    { u32: 0x1_00_00 },
  );
  const mdhd = fullBox(
    'mdhd',
    1,
    0,
    { u64: 0 },
    { u64: 0 },
    { u32: ticksPerSecond },
    { u64: tables.durationTicks },
    undetermined,
    { u16: 0 },
  );
  const name = `${isVideo ? 'Picture' : 'Sound'}\0`;
  const hdlr = fullBox('hdlr', 0, 0, { u32: 0 }, isVideo ? 'vide' : 'soun', new Uint8Array(12), name);
  const mediaHeader = isVideo ? fullBox('vmhd', 0, 1, { u64: 0 }) : fullBox('smhd', 0, 0, { u32: 0 });
  const dinf = box('dinf', fullBox('dref', 0, 0, { u32: 1 }, fullBox('url ', 0, 1)));
  const minf = box('minf', mediaHeader, dinf, tables.write(base));
  return box('trak', tkhd, box('edts', edit), box('mdia', mdhd, hdlr, minf));
}
