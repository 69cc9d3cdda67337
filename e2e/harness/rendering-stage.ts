/** What tests of rendering stand on: chunks of known colours and tones, recordings with a renderer, and looks into what came out. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import { type Ffmpeg, findFfmpeg } from '@veche/recordings/rendering/ffmpeg/find-ffmpeg.ts';
import { type ChunkPlan, type MadeChunk, makeRun } from '@veche/recordings/rendering/fixtures/recorded-chunks.ts';
import { renderedRecordings } from '@veche/recordings/suite/rendered-recordings.ts';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Colour, coloursOf } from './decoded-movie.ts';
import { eventually } from './eventually.ts';

export type Recordings = Awaited<ReturnType<typeof renderedRecordings>>;

export const runStartedAtMs = Date.parse('2026-03-01T12:00:00.000Z');
const sizes = [
  [640, 360],
  [320, 180],
  [1280, 720],
  [480, 270],
  [960, 540],
] as const;
const rates = [25, 15, 30, 7, 24];
const palette = {
  red: [255, 0, 0],
  lime: [0, 255, 0],
  blue: [0, 0, 255],
  white: [255, 255, 255],
  yellow: [255, 255, 0],
} as const;
export type ColourName = keyof typeof palette;
export const colourNames = Object.keys(palette) as ColourName[];
/** Odd lengths, in steps of 20 ms, so that frames and packets stand differently at each cut. */
const lengthsMs = [2_020, 1_980, 2_500, 1_000, 1_240];
const nameA = `'"\\:;,[]=%{pts}\n\u{1f600}`;
const nameB = 'שלום עולם \u202e مرحبا Анна';
export const [idA, idB] = ['33333333-3333-4333-8333-333333333333', '44444444-4444-4444-8444-444444444444'];
const names = new Map([
  [idA, nameA],
  [idB, nameB],
]);

export const planOf = (index: number, codec: ChunkPlan['codec'], picture: ColourName): ChunkPlan => ({
  durationMs: lengthsMs[index % lengthsMs.length]!,
  widthPx: sizes[index % sizes.length]![0],
  heightPx: sizes[index % sizes.length]![1],
  framesPerSecond: rates[index % rates.length]!,
  codec,
  picture: `color=${picture}`,
});
export const codecOf = (index: number) => (index % 3 === 2 ? 'vp8' : 'h264');
export const sineHertz = 440;
export const sine = `aevalsrc=0.5*sin(2*PI*${sineHertz}*t):s=48000`;
export const sumMs = (chunks: readonly { durationMs: number }[]) =>
  chunks.reduce((sum, { durationMs }) => sum + durationMs, 0);

export function isColour({ red, green, blue }: Colour, name: ColourName): boolean {
  const wanted = palette[name];
  return [red, green, blue].every((value, index) => Math.abs(value - wanted[index]!) < 48);
}
export const inTurn = (index: number): ColourName => colourNames[index % colourNames.length]!;
export const endOf = (chunks: readonly MadeChunk[]): number => runStartedAtMs + sumMs(chunks);

export type RenderingStage = ReturnType<typeof renderingStage>;

/** To be called where tests are described. */
export function renderingStage() {
  let ffmpeg: Ffmpeg;
  let out: string;
  let opened: Recordings[] = [];
  let twenty: MadeChunk[];

  beforeAll(async () => {
    const search = await findFfmpeg({ setting: '', searchPath: process.env.PATH ?? '' });
    if (search.type === 'none') throw new Error(search.reason);
    ffmpeg = search.ffmpeg;
    out = mkdtempSync(join(tmpdir(), 'veche-rendering-'));
    const chunks = Array.from({ length: 20 }, (_, index) =>
      planOf(index, codecOf(index), colourNames[index % colourNames.length]!),
    );
    twenty = await makeRun({ runStartedAtMs, sound: sine, chunks });
  });
  afterEach(async () => {
    for (const recordings of opened) await recordings.close();
    opened = [];
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  const open = async (settings: Partial<Parameters<typeof renderedRecordings>[0]> = {}): Promise<Recordings> => {
    const recordings = await renderedRecordings({ ffmpeg, names, ...settings });
    opened.push(recordings);
    return recordings;
  };
  const storeAll = async (
    recordings: Recordings,
    chunks: readonly MadeChunk[],
    more: (index: number) => Partial<RecordedChunk> = () => ({}),
  ) => {
    const id = await recordings.begin(runStartedAtMs);
    for (const [index, chunk] of chunks.entries()) await recordings.store(id, chunk, more(index));
    return id;
  };
  const finished = (recordings: Recordings, id: string, withinMs = 110_000) =>
    eventually(
      'it is rendered',
      () => recordings.rendering.view(id),
      ({ state }) => state === 'done',
      withinMs,
    );
  const save = async (recordings: Recordings, id: string, kind: string, name = kind): Promise<string> => {
    const file = (await recordings.rendering.downloads(id)).find((download) => download.kind === kind);
    if (file === undefined) throw new Error(`There is no ${kind}`);
    const path = join(out, `${id}-${name}${/\.\w+$/.exec(file.name)?.[0]}`);
    const bytes = await recordings.read(file.key);
    expect(bytes.length).toBe(file.sizeBytes);
    writeFileSync(path, bytes);
    return path;
  };
  /** Each frame of the whole shows the chunk that is at its time; at a cut either may be seen for one frame. */
  const expectColours = (
    path: string,
    chunks: readonly MadeChunk[],
    colourAt: (index: number) => ColourName | 'black',
  ) => {
    const frames = coloursOf(path);
    expect(frames).toHaveLength(Math.round((sumMs(chunks) * 30) / 1_000));
    let startMs = 0;
    for (const [index, { durationMs }] of chunks.entries()) {
      const [first, end] = [
        Math.ceil((startMs * 30) / 1_000) + 1,
        Math.max(0, Math.floor(((startMs + durationMs) * 30) / 1_000) - 1),
      ];
      const wanted = colourAt(index);
      for (const frame of frames.slice(first, end)) {
        const isRight = wanted === 'black' ? frame.red + frame.green + frame.blue < 60 : isColour(frame, wanted);
        if (!isRight) throw new Error(`Chunk ${index} is not ${wanted} but ${JSON.stringify(frame)}`);
      }
      startMs += durationMs;
    }
  };

  return {
    get ffmpeg() {
      return ffmpeg;
    },
    /** Twenty chunks of all sizes and both codecs, under one tone that never stops. */
    get twenty() {
      return twenty;
    },
    /** Under a name, in a folder that goes afterwards. */
    path: (name: string) => join(out, name),
    open,
    storeAll,
    finished,
    save,
    expectColours,
  };
}
