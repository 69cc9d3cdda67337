/**
 * Makes of what ffmpeg wrote a segment that can stand among others: its pictures begin with its first moment instead of after the encoder's delay,
 * its times count from where the recording's run began, its beginning is that of all others, and nothing follows the media data. Changed in place, so it costs next to nothing.
 */
import { type Box, boxAt, boxesIn, fourLetters } from './mp4/boxes.ts';
import { type Mp4File, readFragments } from './mp4/read-fragments.ts';

export interface SegmentTimes {
  readonly videoTicks: number;
  readonly soundTicks: number;
}

export interface NormalSegment {
  readonly bytes: Uint8Array;
  /** `ftyp` and `moov`. */
  readonly initBytes: number;
  /** Up to the media data: all that says where the samples lie. */
  readonly frontBytes: number;
  readonly frames: number;
  /** RFC 6381. */
  readonly codecs: string;
}

/** Undefined: that is not one fragment of one picture track and one of sound. */
export function normaliseSegment(written: Uint8Array, times: SegmentTimes): NormalSegment | undefined {
  try {
    return normalise(written, times);
  } catch (error) {
    // A number that lies outside of its box.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function normalise(written: Uint8Array, times: SegmentTimes): NormalSegment | undefined {
  const boxes = boxesIn(written);
  const moof = boxes?.find(({ type }) => type === 'moof');
  const mdat = boxes?.find(({ type }) => type === 'mdat');
  if (moof === undefined || mdat === undefined || mdat.start < moof.end) return undefined;
  const bytes = written.subarray(0, mdat.end);
  const file = readFragments(bytes);
  const video = file?.tracks.find(({ kind }) => kind === 'video');
  if (file === undefined || video === undefined) return undefined;
  if (file.tracks.length !== 2 || boxes?.filter(({ type }) => type === 'moof').length !== 1) return undefined;
  const trafs = boxesIn(bytes, moof.contentStart, moof.end)?.filter(({ type }) => type === 'traf') ?? [];
  if (trafs.length !== 2) return undefined;
  for (const traf of trafs) {
    const isVideo = isOfTrack(bytes, traf, file, 'video');
    const done = placeTrack(
      bytes,
      traf,
      isVideo ? times.videoTicks : times.soundTicks,
      isVideo ? leadOf(video.samples) : 0,
    );
    if (!done) return undefined;
  }
  blankBitrates(bytes.subarray(0, file.initBytes));
  const codecs = codecsOf(video.entry);
  // Of something odd, what was changed may have been something else.
  const isWhole = readFragments(bytes)?.tracks.every(
    ({ samples }, index) => samples.length === file.tracks[index]?.samples.length,
  );
  if (codecs === undefined || isWhole !== true) return undefined;
  return {
    bytes,
    initBytes: file.initBytes,
    frontBytes: mdat.contentStart,
    frames: video.samples.length,
    codecs,
  };
}

/** What the sound of this chunk happens to take would make each beginning another one, and players would start their decoders anew. */
function blankBitrates(init: Uint8Array): void {
  const boxBytes = 20;
  const view = new DataView(init.buffer, init.byteOffset, init.byteLength);
  for (let at = 0; at + boxBytes <= init.length; at++) {
    if (view.getUint32(at) !== boxBytes || fourLetters(init, at + 4) !== 'btrt') continue;
    init.set(new TextEncoder().encode('free'), at + 4);
    init.fill(0, at + 8, at + boxBytes);
  }
}

/** How long after the first picture is decoded it is shown. */
function leadOf(samples: Mp4File['tracks'][number]['samples']): number {
  const first = samples[0]?.decodeTicks ?? 0;
  return samples.reduce(
    (least, { decodeTicks, compositionTicks }) => Math.min(least, decodeTicks + compositionTicks - first),
    Infinity,
  );
}

function isOfTrack(bytes: Uint8Array, traf: Box, file: Mp4File, kind: 'video' | 'sound'): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tfhd = boxAt(bytes, traf, 'tfhd');
  // ffmpeg numbers tracks from 1, in their order.
  return tfhd !== undefined && file.tracks[view.getUint32(tfhd.contentStart + 4) - 1]?.kind === kind;
}

function placeTrack(bytes: Uint8Array, traf: Box, ticks: number, leadTicks: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const tfdt = boxAt(bytes, traf, 'tfdt');
  const runs = boxesIn(bytes, traf.contentStart, traf.end)?.filter(({ type }) => type === 'trun') ?? [];
  if (tfdt === undefined || bytes[tfdt.contentStart] !== 1) return false;
  view.setBigUint64(tfdt.contentStart + 4, BigInt(ticks));
  for (const run of runs) if (leadTicks > 0) moveCompositions(view, run, -leadTicks);
  return runs.length > 0;
}

/** Version 1 of a run has them signed. */
function moveCompositions(view: DataView, run: Box, byTicks: number): void {
  const flags = view.getUint32(run.contentStart) & 0xff_ff_ff;
  const count = view.getUint32(run.contentStart + 4);
  const has = (flag: number) => (flags & flag ? 1 : 0);
  const before = has(0x1_00) + has(0x2_00) + has(0x4_00);
  const rowBytes = (before + has(0x8_00)) * 4;
  if (!has(0x8_00)) return;
  view.setUint8(run.contentStart, 1);
  let at = run.contentStart + 8 + (has(0x01) + has(0x04)) * 4 + before * 4;
  for (let number = 0; number < count; number++, at += rowBytes) view.setInt32(at, view.getInt32(at) + byTicks);
}

/** Of H.264 with its profile and level; H.265 is never played in segments, so it says no more than that. */
function codecsOf(entry: Uint8Array): string | undefined {
  const whole = { type: '', start: 0, contentStart: 8 + 78, end: entry.length };
  if (new TextDecoder().decode(entry.subarray(4, 8)) === 'hvc1') return 'hvc1,opus';
  const config = boxAt(entry, whole, 'avcC');
  if (config === undefined || config.end - config.contentStart < 4) return undefined;
  const hexadecimal = [...entry.subarray(config.contentStart + 1, config.contentStart + 4)].map((byte) =>
    byte.toString(16).padStart(2, '0'),
  );
  return `avc1.${hexadecimal.join('')},opus`;
}
