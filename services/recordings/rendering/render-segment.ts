/**
 * One chunk becomes one segment of the rendered recording. Everything that it needs lies in a folder of its own while it runs, and nothing of the
 * chunk is changed. A chunk whose sound or bytes can't be read becomes black and silence of its length, so that what follows stays in its place.
 */
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '@veche/contracts/limits.ts';
import type { Blobs } from '@veche/ports/blobs/blobs.ts';
import { ContainerFailed, type ContainerThread } from './containers/container-thread.ts';
import { soundOfMp4 } from './containers/mp4-sound.ts';
import type { Ffmpeg } from './ffmpeg/find-ffmpeg.ts';
import { fontFor } from './ffmpeg/find-font.ts';
import { type FfmpegEnd, runFfmpeg } from './ffmpeg/run-ffmpeg.ts';
import { framesOf, type Span, samplesPerMs, samplesPerSecond } from './frame-grid.ts';
import { loadChunk } from './load-chunk.ts';
import type { NameLabel } from './name-labels.ts';
import { type NormalSegment, normaliseSegment } from './normalise-segment.ts';
import { fitTo, opusPacketSamples, silence, soundFile } from './opus-packets.ts';
import {
  type RenderKind,
  renderedFrames,
  segmentArguments,
  segmentFiles,
  videoTicksPerSecond,
} from './segment-arguments.ts';
import { decodedPreRollSamples, packetsOfWhole, planSound } from './sound-grid.ts';
import { packetsOfAdts, writePackets } from './sound-packets.ts';
import type { SoundTails } from './sound-tails.ts';

export interface SourceChunk {
  readonly key: string;
  readonly hash: string;
  readonly container: 'mp4' | 'webm';
  readonly videoCodec: 'h264' | 'vp8';
  readonly runStartedAtMs: number;
  readonly number: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface SegmentWork {
  readonly kind: RenderKind;
  readonly chunk: SourceChunk;
  readonly span: Span;
  /** Those before it, nearest last, as many as the sound's pre-roll takes; all where there are fewer. */
  readonly before: readonly SourceChunk[];
  /** It was tried often enough: black and silence. */
  readonly isGivenUp: boolean;
  readonly labels: readonly NameLabel[];
  readonly threads: number;
  readonly niceness: number;
  readonly folder: string;
  readonly signal: AbortSignal;
}

export interface SegmentNeeds {
  readonly ffmpeg: Ffmpeg;
  readonly blobs: Blobs;
  readonly containers: ContainerThread;
  readonly tails: SoundTails;
}

export interface Segment {
  readonly picture: NormalSegment;
  /** As `writePackets` writes them: from the first that is its own to the last there is. */
  readonly sound: Uint8Array;
  readonly firstPacket: number;
  /** So many are its own; the others are for the end of the recording, should nothing follow. */
  readonly packets: number;
  readonly isBlack: boolean;
}

export type SegmentEnd =
  | { readonly type: 'done'; readonly segment: Segment }
  | { readonly type: 'aborted' }
  /** `isItsFault`: the same would happen again. */
  | { readonly type: 'failed'; readonly problem: string; readonly isItsFault: boolean };

/** Rejects when the store or the disk does. */
export async function renderSegment(needs: SegmentNeeds, work: SegmentWork): Promise<SegmentEnd> {
  await mkdir(work.folder, { recursive: true });
  try {
    const put = await putInPlace(needs, work);
    const { ffmpeg } = needs;
    const sound = planSound(work.span, put.preRollSamples);
    const labels = ffmpeg.fontPath === undefined ? [] : work.labels;
    const { kind, span, threads, niceness, folder, signal, chunk } = work;
    const video = put.isBlack
      ? null
      : { container: chunk.container, codec: chunk.videoCodec, widthPx: chunk.widthPx, heightPx: chunk.heightPx };
    const args = segmentArguments({
      kind,
      span,
      video,
      sound,
      decodedSounds: put.decodedSounds,
      labels,
      threads,
    });
    const deadlineMs = deadlineOf(chunk.durationMs);
    const end = await runFfmpeg({ path: ffmpeg.path, args, folder, deadlineMs, niceness, signal });
    if (end.type !== 'done') return problemOf(end);
    const picture = normaliseSegment(await readFile(join(folder, segmentFiles.segment)), timesOf(work));
    const packets = packetsOfAdts(end.output)?.slice(sound.skipPackets);
    const isWhole =
      picture?.frames === renderedFrames(span) &&
      packets !== undefined &&
      packets.length >= packetsOfWhole(span.startSamples + span.lengthSamples) - sound.firstPacket;
    if (!isWhole)
      return { type: 'failed', problem: 'ffmpeg made something else than was asked of it', isItsFault: true };
    const segment = {
      picture,
      sound: writePackets(packets),
      firstPacket: sound.firstPacket,
      packets: sound.packets,
      isBlack: put.isBlack,
    };
    return { type: 'done', segment };
  } catch (error) {
    if (!(error instanceof ContainerFailed)) throw error;
    if (work.signal.aborted) return { type: 'aborted' };
    return { type: 'failed', problem: error.message, isItsFault: true };
  } finally {
    await rm(work.folder, { recursive: true, force: true });
  }
}

async function putInPlace(needs: SegmentNeeds, { chunk, before, isGivenUp, labels, folder, span }: SegmentWork) {
  const place = (name: string) => join(folder, name);
  const bytes = isGivenUp ? undefined : await loadChunk(needs.blobs, chunk);
  const own = bytes === undefined ? undefined : await soundOf(needs, chunk, bytes);
  const isBlack = bytes === undefined || own === undefined;
  if (own !== undefined) needs.tails.remember(chunk.key, own);
  if (!isBlack) await writeFile(place(segmentFiles.chunk), bytes);
  const ownSound = own ?? silence(chunk.durationMs);
  await writeFile(place(segmentFiles.ownSound), soundFile(ownSound));
  const preRollPackets = Math.min(decodedPreRollSamples, span.startSamples) / opusPacketSamples;
  const streams = await soundsOf(needs, before, preRollPackets);
  const last = streams.at(-1);
  const previous = before.at(-1);
  if (last !== undefined && previous !== undefined && follows(previous, chunk)) last.push(...ownSound);
  else streams.push([...ownSound]);
  for (const [number, packets] of streams.entries())
    await writeFile(place(segmentFiles.decodedSound(number)), soundFile(packets));
  for (const [number, { text }] of labels.entries()) {
    const fontPath = await fontFor(needs.ffmpeg, text);
    if (fontPath === undefined) break;
    await writeFile(place(segmentFiles.name(number)), text);
    await symlink(fontPath, place(segmentFiles.font(number)));
  }
  return { isBlack, decodedSounds: streams.length, preRollSamples: preRollPackets * opusPacketSamples };
}

/** The last so many packets before a chunk: those of one run in one stream, as one decoder has to have them. */
async function soundsOf(needs: SegmentNeeds, before: readonly SourceChunk[], count: number): Promise<Uint8Array[][]> {
  const streams: Uint8Array[][] = [];
  let left = count;
  for (const [index, chunk] of [...before.entries()].toReversed()) {
    if (left === 0) break;
    const packets = (needs.tails.of(chunk.key) ?? (await wholeSoundOf(needs, chunk))).slice(-left);
    left -= packets.length;
    const next = before[index + 1];
    if (next !== undefined && follows(chunk, next)) streams[0]?.unshift(...packets);
    else streams.unshift(packets);
  }
  return streams;
}

async function wholeSoundOf(needs: SegmentNeeds, chunk: SourceChunk): Promise<Uint8Array[]> {
  const bytes = await loadChunk(needs.blobs, chunk);
  return (bytes === undefined ? undefined : await soundOf(needs, chunk, bytes)) ?? silence(chunk.durationMs);
}

async function soundOf(needs: SegmentNeeds, chunk: SourceChunk, bytes: Uint8Array): Promise<Uint8Array[] | undefined> {
  // Tables of MP4 are read in a millisecond; WebM is gone through from end to end.
  const packets =
    chunk.container === 'mp4' ? soundOfMp4(bytes) : await needs.containers.soundOf(bytes, chunk.container);
  return packets === undefined ? undefined : fitTo(chunk.durationMs, packets);
}

function follows(before: SourceChunk, after: SourceChunk): boolean {
  return before.runStartedAtMs === after.runStartedAtMs && before.number + 1 === after.number;
}

function timesOf({ chunk, span }: SegmentWork) {
  const soundTicks = Math.max(0, Math.round((chunk.startMs - chunk.runStartedAtMs) * samplesPerMs));
  const videoTicks = ((soundTicks + framesOf(span).offsetSamples) * videoTicksPerSecond) / samplesPerSecond;
  return { soundTicks, videoTicks: Math.max(0, Math.round(videoTicks)) };
}

function deadlineOf(durationMs: number): number {
  return limits.renderDeadlineMs + durationMs * 10;
}

/** Of disk or memory: it says nothing of the chunk. */
const isShort = /No space left|Cannot allocate memory|File too large|Disk quota/i;

function problemOf(end: Exclude<FfmpegEnd, { type: 'done' }>): SegmentEnd {
  switch (end.type) {
    case 'aborted':
      return { type: 'aborted' };
    case 'notStarted':
      return { type: 'failed', problem: `ffmpeg could not be started: ${end.reason}`, isItsFault: false };
    // By whoever keeps order on this machine, or by its owner.
    case 'killed':
      return {
        type: 'failed',
        problem: `ffmpeg was ended by ${end.by}`,
        isItsFault: end.by !== 'SIGKILL' && end.by !== 'SIGTERM',
      };
    case 'tooSlow':
      return { type: 'failed', problem: 'ffmpeg took too long', isItsFault: true };
    case 'failed':
      return {
        type: 'failed',
        problem: `ffmpeg failed: ${end.words.slice(-300) || 'it gave no reason'}`,
        isItsFault: !isShort.test(end.words),
      };
  }
}
