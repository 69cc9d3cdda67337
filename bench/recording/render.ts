/**
 * What rendering costs: chunk by chunk, as it is done while a meeting runs, against plain ffmpeg that makes the same file of the same chunks in one go.
 * In turns, so that a machine that slows down slows both. And how long joining takes for two hours. `node bench/recording/render.ts`.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { systemClock } from '@veche/kernel/clock.ts';
import type { Blobs, ByteStream } from '@veche/ports/blobs/blobs.ts';
import { openEmbedded } from '@veche/profiles/embedded.ts';
import { ContainerThread } from '@veche/recordings/rendering/containers/container-thread.ts';
import { type Ffmpeg, findFfmpeg } from '@veche/recordings/rendering/ffmpeg/find-ffmpeg.ts';
import { type MadeChunk, makeRun } from '@veche/recordings/rendering/fixtures/recorded-chunks.ts';
import { spansOf } from '@veche/recordings/rendering/frame-grid.ts';
import { type JoinedSegment, joinSound, joinVideo } from '@veche/recordings/rendering/join-recording.ts';
import { remuxMp4 } from '@veche/recordings/rendering/remux-mp4.ts';
import { renderSegment, type Segment, type SegmentNeeds } from '@veche/recordings/rendering/render-segment.ts';
import { encoderArguments } from '@veche/recordings/rendering/segment-arguments.ts';
import { SoundTails } from '@veche/recordings/rendering/sound-tails.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';

const kind = { heightPx: 720, codec: 'h264' } as const;
const chunkMs = 10_000;
const chunkCount = 10;
const turns = 3;

const search = await findFfmpeg({ setting: '', searchPath: process.env.PATH ?? '' });
if (search.type === 'none') throw new Error(`No rendering here: ${search.reason}`);
const { ffmpeg } = search;
const folder = mkdtempSync(join(tmpdir(), 'veche-bench-render-'));
try {
  // A face that moves a little has less to encode than this, a film more.
  const plan = {
    durationMs: chunkMs,
    widthPx: 1_280,
    heightPx: 720,
    framesPerSecond: 30,
    codec: 'h264',
    picture: 'testsrc2=alpha=255',
  } as const;
  const chunks = await makeRun({
    runStartedAtMs: 0,
    sound: 'sine=f=440:r=48000',
    chunks: Array.from({ length: chunkCount }, () => plan),
  });
  const blobs = inMemory(new Map(chunks.map(({ key, bytes }) => [key, bytes])));
  const joinedPath = await joinedInput(blobs, chunks);
  const containers = new ContainerThread();
  let segments: Segment[] = [];
  const rows: { readonly ours: number; readonly plain: number }[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const before = cpuSeconds();
    segments = await renderAll({ ffmpeg, blobs, containers, tails: new SoundTails() }, chunks);
    const between = cpuSeconds();
    plainFfmpeg(ffmpeg, joinedPath);
    rows.push({ ours: between - before, plain: cpuSeconds() - between });
    const { ours, plain } = rows.at(-1)!;
    console.log(
      `turn ${turn + 1}: chunk by chunk ${ours.toFixed(2)} s of CPU, plain ffmpeg ${plain.toFixed(2)} s: ${(ours / plain).toFixed(3)}`,
    );
  }
  const sum = (which: 'ours' | 'plain') => rows.reduce((total, row) => total + row[which], 0);
  const ratio = sum('ours') / sum('plain');
  console.log(
    `together ${ratio.toFixed(3)} times plain ffmpeg's CPU (goal: 1.1 at most); ${(sum('ours') / turns / ((chunkCount * chunkMs) / 1_000)).toFixed(3)} of a core for a meeting as it runs`,
  );
  await containers.close();
  await joinTwoHours(segments);
  process.exitCode = ratio <= 1.1 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function renderAll(needs: SegmentNeeds, chunks: readonly MadeChunk[]): Promise<Segment[]> {
  const spans = spansOf(chunks.map(({ durationMs }) => durationMs));
  const segments: Segment[] = [];
  for (const [index, chunk] of chunks.entries()) {
    const end = await renderSegment(needs, {
      kind,
      chunk,
      span: spans[index]!,
      before: chunks.slice(Math.max(0, index - 1), index),
      isGivenUp: false,
      labels: [{ text: 'Anna Petrova', fromMs: 0, toMs: chunkMs }],
      niceness: 19,
      threads: 1,
      folder: join(folder, 'work', String(index)),
      signal: new AbortController().signal,
    });
    if (end.type !== 'done') throw new Error(`Chunk ${index}: ${JSON.stringify(end)}`);
    segments.push(end.segment);
  }
  return segments;
}

/** The same filters, encoders and sound; threads as ffmpeg likes them. */
function plainFfmpeg({ path, fontPath }: Ffmpeg, input: string): void {
  writeFileSync(join(folder, 'name.txt'), 'Anna Petrova');
  const name =
    fontPath === undefined
      ? ''
      : `,drawtext=fontfile=${fontPath}:textfile=${join(folder, 'name.txt')}:fontsize=26:fontcolor=white:box=1:boxcolor=black@0.55:boxborderw=9:x=29:y=h-29-th`;
  const filters = `scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:(ow-iw)/2:(oh-ih)/2,setsar=1,format=yuv420p${name},fps=30`;
  const encoder = encoderArguments(kind, 0);
  execFileSync(path, [
    '-nostdin',
    '-loglevel',
    'error',
    '-y',
    '-i',
    input,
    '-vf',
    filters,
    ...encoder,
    '-c:a',
    'aac',
    '-b:a',
    '128k',
    '-movflags',
    '+faststart',
    join(folder, 'plain.mp4'),
  ]);
}

async function joinedInput(blobs: Blobs, chunks: readonly MadeChunk[]): Promise<string> {
  const movie = await remuxMp4(blobs, chunks);
  if (movie === undefined) throw new Error('The chunks could not be joined');
  const path = join(folder, 'joined.mp4');
  writeFileSync(path, await whole(movie.content));
  return path;
}

/** As it is done at the end: from the blobs into the blobs, on this disk. */
async function joinTwoHours(segments: readonly Segment[]): Promise<void> {
  const ports = await openEmbedded({
    dataFolder: join(folder, 'data'),
    clock: systemClock,
    random: seededRandomSource(1),
  });
  const count = 720;
  const lengthSamples = count * chunkMs * 48;
  const joined: JoinedSegment[] = [];
  for (let index = 0; index < count; index++) {
    const { picture, sound, firstPacket, packets } = segments[index % segments.length]!;
    const [pictureKey, soundKey] = [`recordings/bench/${index}-picture`, `recordings/bench/${index}-sound`];
    if (index < segments.length) {
      await ports.blobs.put(pictureKey, one(picture.bytes), { maxBytes: 1e9 });
      await ports.blobs.put(soundKey, one(sound), { maxBytes: 1e9 });
    }
    const lies = index % segments.length;
    const round = Math.floor(index / segments.length);
    const perRound = Math.floor((segments.length * chunkMs * 48) / 1_024);
    joined.push({
      frames: picture.frames,
      pictureKey: `recordings/bench/${lies}-picture`,
      soundKey: `recordings/bench/${lies}-sound`,
      frontBytes: picture.frontBytes,
      pictureBytes: picture.bytes.length,
      firstPacket: firstPacket + round * perRound,
      packets,
    });
  }
  // The last one has to supply what is left; here others repeat, so the end is cut to what there is.
  const supplied = joined.reduce((sum, { packets }) => sum + packets, 0);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const [beforeMs, beforeCpu] = [performance.now(), cpuSeconds()];
  const last = joined.at(-1)!;
  joined[joined.length - 1] = { ...last, firstPacket: Math.ceil(lengthSamples / 1_024) + 1 - last.packets };
  const video = await joinVideo(ports.blobs, kind, joined, lengthSamples);
  const { sizeBytes } = await ports.blobs.put('recordings/bench/video', video.content, { maxBytes: 1e12 });
  const videoMs = performance.now() - beforeMs;
  const sound = await joinSound(ports.blobs, joined, lengthSamples);
  await ports.blobs.put('recordings/bench/sound', sound.content, { maxBytes: 1e12 });
  const allMs = performance.now() - beforeMs;
  console.log(
    `two hours, ${count} segments, ${supplied} packets: video of ${(sizeBytes / 1e6).toFixed(0)} MB joined in ${(videoMs / 1_000).toFixed(1)} s, with the sound's file ${(allMs / 1_000).toFixed(1)} s, ${(cpuSeconds() - beforeCpu).toFixed(1)} s of CPU`,
  );
  console.log(
    `meanwhile this process answered ${(delay.percentile(99) / 1e6).toFixed(0)} ms late at most in 99 of 100 cases, ${(delay.max / 1e6).toFixed(0)} ms at worst`,
  );
  await ports.close();
}

/** Of this process, and of its children that have ended: user and system. */
function cpuSeconds(): number {
  const ticksPerSecond = 100;
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  return [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0) / ticksPerSecond;
}

function inMemory(store: ReadonlyMap<string, Uint8Array>): Blobs {
  const get = async (key: string) => {
    const bytes = store.get(key);
    return bytes && one(bytes);
  };
  return { get } as unknown as Blobs;
}

async function* one(bytes: Uint8Array): ByteStream {
  yield bytes;
}

async function whole(content: ByteStream): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts);
}
