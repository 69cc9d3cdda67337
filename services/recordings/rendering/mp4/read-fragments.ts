/**
 * The samples of a fragmented MP4 (ISO/IEC 14496-12 section 8.8): where each lies, how long it lasts, whether it is a key frame. What it reads
 * holds frames of strangers' making and may be damaged on a disk, so it never throws, and whatever it answers lies within the file.
 */
import { type Box, boxAt, boxesIn, fourLetters } from './boxes.ts';

export interface Mp4Sample {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly durationTicks: number;
  readonly decodeTicks: number;
  readonly compositionTicks: number;
  readonly isKey: boolean;
}

export interface Mp4Track {
  readonly kind: 'video' | 'sound';
  readonly ticksPerSecond: number;
  /** Box of the codec: `avc1`, `hvc1`, `Opus`. */
  readonly entry: Uint8Array;
  readonly samples: readonly Mp4Sample[];
}

export interface Mp4File {
  /** `ftyp` and `moov` end here. */
  readonly initBytes: number;
  readonly tracks: readonly Mp4Track[];
}

interface Defaults {
  readonly durationTicks: number;
  readonly sizeBytes: number;
  readonly flags: number;
}
interface TrackInMaking {
  readonly kind: 'video' | 'sound';
  readonly ticksPerSecond: number;
  readonly entry: Uint8Array;
  readonly defaults: Defaults;
  readonly samples: Mp4Sample[];
  nextDecodeTicks: number;
}

/** Sample flags, section 8.8.3.1. */
const isNoSync = 0x1_00_00;
const samplesMax = 100_000;

/** `fileBytes`: the size of the whole file where `bytes` is only its front. */
export function readFragments(bytes: Uint8Array, fileBytes = bytes.length): Mp4File | undefined {
  try {
    return read(bytes, fileBytes);
  } catch (error) {
    // A number that lies outside of its box.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function read(bytes: Uint8Array, fileBytes: number): Mp4File | undefined {
  const boxes = boxesAsFarAs(bytes);
  const moov = boxes.find(({ type }) => type === 'moov');
  if (moov === undefined) return undefined;
  const tracks = readTracks(bytes, moov);
  if (tracks === undefined) return undefined;
  const read = boxes
    .filter(({ type }) => type === 'moof')
    .every((moof) =>
      boxesIn(bytes, moof.contentStart, moof.end)?.every((traf) => readRuns(bytes, moof, traf, tracks, fileBytes)),
    );
  return read ? { initBytes: moov.end, tracks: [...tracks.values()] } : undefined;
}

/** The last one may be cut off: media data, when only the front of a file is read. */
function boxesAsFarAs(bytes: Uint8Array): Box[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const boxes: Box[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at);
    const [next] = boxesIn(bytes, at, Math.min(at + Math.max(size, 8), bytes.length)) ?? [];
    if (next === undefined) break;
    boxes.push(next);
    at = next.end;
  }
  return boxes;
}

function readTracks(bytes: Uint8Array, moov: Box): Map<number, TrackInMaking> | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tracks = new Map<number, TrackInMaking>();
  for (const trak of boxesIn(bytes, moov.contentStart, moov.end) ?? []) {
    if (trak.type !== 'trak') continue;
    const tkhd = boxAt(bytes, trak, 'tkhd');
    const mdhd = boxAt(bytes, trak, 'mdia/mdhd');
    const hdlr = boxAt(bytes, trak, 'mdia/hdlr');
    const stsd = boxAt(bytes, trak, 'mdia/minf/stbl/stsd');
    if (tkhd === undefined || mdhd === undefined || hdlr === undefined || stsd === undefined) return undefined;
    const [entry] = boxesIn(bytes, stsd.contentStart + 8, stsd.end) ?? [];
    const handler = fourLetters(bytes, hdlr.contentStart + 8);
    if (entry === undefined || (handler !== 'vide' && handler !== 'soun')) return undefined;
    const ticksPerSecond = view.getUint32(mdhd.contentStart + (bytes[mdhd.contentStart] === 1 ? 20 : 12));
    const id = view.getUint32(tkhd.contentStart + (bytes[tkhd.contentStart] === 1 ? 20 : 12));
    if (ticksPerSecond === 0 || tracks.has(id)) return undefined;
    tracks.set(id, {
      kind: handler === 'vide' ? 'video' : 'sound',
      ticksPerSecond,
      entry: bytes.slice(entry.start, entry.end),
      defaults: readDefaults(bytes, moov, id),
      samples: [],
      nextDecodeTicks: 0,
    });
  }
  return tracks;
}

function readDefaults(bytes: Uint8Array, moov: Box, id: number): Defaults {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const mvex = boxAt(bytes, moov, 'mvex');
  const all = mvex === undefined ? [] : (boxesIn(bytes, mvex.contentStart, mvex.end) ?? []);
  for (const { type, contentStart } of all) {
    if (type !== 'trex' || view.getUint32(contentStart + 4) !== id) continue;
    return {
      durationTicks: view.getUint32(contentStart + 12),
      sizeBytes: view.getUint32(contentStart + 16),
      flags: view.getUint32(contentStart + 20),
    };
  }
  return { durationTicks: 0, sizeBytes: 0, flags: 0 };
}

/** Answers whether the track fragment could be read; what is none needs not be. */
function readRuns(
  bytes: Uint8Array,
  moof: Box,
  traf: Box,
  tracks: Map<number, TrackInMaking>,
  fileBytes: number,
): boolean {
  if (traf.type !== 'traf') return true;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tfhd = boxAt(bytes, traf, 'tfhd');
  if (tfhd === undefined) return false;
  const track = tracks.get(view.getUint32(tfhd.contentStart + 4));
  if (track === undefined) return false;
  const flags = view.getUint32(tfhd.contentStart) & 0xff_ff_ff;
  let at = tfhd.contentStart + 8;
  const next = () => {
    at += 4;
    return view.getUint32(at - 4);
  };
  const base = flags & 0x01 ? next() * 2 ** 32 + next() : moof.start;
  if (flags & 0x02) next();
  const defaults = {
    durationTicks: flags & 0x08 ? next() : track.defaults.durationTicks,
    sizeBytes: flags & 0x10 ? next() : track.defaults.sizeBytes,
    flags: flags & 0x20 ? next() : track.defaults.flags,
  };
  const tfdt = boxAt(bytes, traf, 'tfdt');
  if (tfdt !== undefined) {
    const isLong = bytes[tfdt.contentStart] === 1;
    track.nextDecodeTicks = isLong
      ? Number(view.getBigUint64(tfdt.contentStart + 4))
      : view.getUint32(tfdt.contentStart + 4);
  }
  const runs = boxesIn(bytes, traf.contentStart, traf.end)?.filter(({ type }) => type === 'trun');
  let offset = base;
  for (const run of runs ?? []) {
    const end = readRun(view, run, track, defaults, { base, offset });
    if (end === undefined || end > fileBytes) return false;
    offset = end;
  }
  return runs !== undefined;
}

/** Answers where its last sample ends. */
function readRun(
  view: DataView,
  run: Box,
  track: TrackInMaking,
  defaults: Defaults,
  from: { base: number; offset: number },
): number | undefined {
  const version = view.getUint8(run.contentStart);
  const flags = view.getUint32(run.contentStart) & 0xff_ff_ff;
  const count = view.getUint32(run.contentStart + 4);
  let at = run.contentStart + 8;
  let offset = from.offset;
  if (flags & 0x01) {
    offset = from.base + view.getInt32(at);
    at += 4;
  }
  let firstFlags: number | undefined;
  if (flags & 0x04) {
    firstFlags = view.getUint32(at);
    at += 4;
  }
  const fields = [0x1_00, 0x2_00, 0x4_00, 0x8_00].filter((field) => flags & field).length;
  if (offset < 0 || track.samples.length + count > samplesMax || at + count * fields * 4 > run.end) return undefined;
  for (let number = 0; number < count; number++) {
    const next = () => {
      at += 4;
      return view.getUint32(at - 4);
    };
    const durationTicks = flags & 0x1_00 ? next() : defaults.durationTicks;
    const sizeBytes = flags & 0x2_00 ? next() : defaults.sizeBytes;
    const usual = (number === 0 ? firstFlags : undefined) ?? defaults.flags;
    const sampleFlags = flags & 0x4_00 ? next() : usual;
    const composition = flags & 0x8_00 ? next() : 0;
    track.samples.push({
      offset,
      sizeBytes,
      durationTicks,
      decodeTicks: track.nextDecodeTicks,
      compositionTicks: version === 1 ? composition | 0 : composition,
      isKey: (sampleFlags & isNoSync) === 0,
    });
    offset += sizeBytes;
    track.nextDecodeTicks += durationTicks;
  }
  return offset;
}
