/** What comes out of rendering, looked at picture by picture and sample by sample: nothing here asks whether a file exists, but what is in it. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRun } from '@veche/recordings/rendering/fixtures/recorded-chunks.ts';
import { describe, expect, it } from 'vitest';
import { coloursOf, complaintsAbout, onsetsIn, probe, soundOf, toneIn } from './harness/decoded-movie.ts';
import { eventually } from './harness/eventually.ts';
import {
  type ColourName,
  codecOf,
  colourNames,
  endOf,
  idA,
  idB,
  inTurn,
  isColour,
  planOf,
  renderingStage,
  runStartedAtMs,
  sineHertz,
  sumMs,
} from './harness/rendering-stage.ts';

describe('rendering', () => {
  const stage = renderingStage();
  const { storeAll, finished, save, expectColours } = stage;

  it('R3, R7: renders chunks of changing size and codec while they come in; right colour at the right time, an unbroken tone, names of any kind', async () => {
    const recordings = await stage.open();
    const id = await storeAll(recordings, stage.twenty, (index) => ({
      picture: index % 4 === 3 ? null : { participantId: index % 2 === 0 ? idA : idB, source: 'camera' },
      speakers: [
        { atMs: stage.twenty[index]!.startMs, participantId: idB },
        { atMs: stage.twenty[index]!.startMs + 500, participantId: idA },
      ],
    }));
    await eventually(
      'all of it is rendered, live',
      () => recordings.rendering.view(id),
      ({ progress }) => progress === 1,
      110_000,
    );
    expect(await recordings.rendering.view(id)).toMatchObject({ state: 'running', problem: null });
    await recordings.end(id, endOf(stage.twenty));
    const { tookMs } = await finished(recordings, id);
    expect(tookMs).toBeLessThan(5_000);
    expect(recordings.said).toEqual([]);

    const video = await save(recordings, id, 'video');
    const lengthSeconds = sumMs(stage.twenty) / 1_000;
    expect(complaintsAbout(video)).toBe('');
    expect(probe(video)).toMatchObject([
      {
        codec_name: 'h264',
        width: 1280,
        height: 720,
        avg_frame_rate: expect.stringMatching(/^30\/1$|^\d+\/\d+$/),
        start_time: '0.000000',
      },
      { codec_name: 'aac', start_time: '0.000000' },
    ]);
    for (const stream of probe(video)) expect(Math.abs(Number(stream.duration) - lengthSeconds)).toBeLessThan(1 / 30);
    expectColours(video, stage.twenty, inTurn);
    expectNames(video, stage.twenty);
    // All tables stand in front.
    expect(readFileSync(video).indexOf('moov')).toBeLessThan(readFileSync(video).indexOf('mdat'));

    for (const path of [video, await save(recordings, id, 'sound')]) {
      const samples = soundOf(path);
      expect(Math.abs(samples.length - lengthSeconds * 48_000)).toBeLessThanOrEqual(1_024);
      const windows = toneIn(samples, sineHertz).slice(8, -8);
      const phase = windows[0]!.phase;
      for (const { phase: here, level, rest } of windows) {
        expect(Math.abs(Math.atan2(Math.sin(here - phase), Math.cos(here - phase)))).toBeLessThan(0.05);
        expect(Math.abs(level - 0.5)).toBeLessThan(0.02);
        expect(rest).toBeLessThan(0.05);
      }
    }
    const thumbnail = await recordings.rendering.thumbnail(id);
    const picture = stage.path('thumbnail.jpg');
    writeFileSync(picture, await recordings.read(thumbnail?.key ?? ''));
    expect(probe(picture)).toMatchObject([{ codec_name: 'mjpeg', width: 640, height: 360 }]);
    // Of whichever of the first was rendered first.
    expect([0, 1, 2].some((index) => isColour(coloursOf(picture)[0]!, inTurn(index)))).toBe(true);
  });

  it('R4: what players are given in place of VP8 chunks is H.264 and Opus, with one beginning for all, at the chunk’s own times', async () => {
    const recordings = await stage.open();
    const chunks = stage.twenty.slice(0, 6);
    const id = await storeAll(recordings, chunks);
    const rows = () => recordings.chunks().of(id);
    const { value } = await eventually(
      'both have copies',
      rows,
      (found) => found.filter(({ watch_key }) => watch_key !== null).length === 2,
      60_000,
    );
    const copies = value.filter(({ watch_key }) => watch_key !== null);
    expect(copies.map(({ video_codec }) => video_codec)).toEqual(['vp8', 'vp8']);
    expect(new Set(copies.map(({ watch_init_hash }) => watch_init_hash)).size).toBe(1);
    expect(copies[0]?.watch_codecs).toMatch(/^avc1\.6400[0-9a-f]{2},opus$/);
    for (const copy of copies) {
      const path = stage.path(`copy-${copy.number}.mp4`);
      writeFileSync(path, await recordings.read(copy.watch_key ?? ''));
      const [video, sound] = probe(path);
      expect([video?.codec_name, sound?.codec_name]).toEqual(['h264', 'opus']);
      const startSeconds = (copy.start_ms - copy.run_started_at_ms) / 1_000;
      expect(Number(sound?.start_time)).toBeCloseTo(startSeconds, 2);
      // ffmpeg shows reordered pictures two frames late in files without an edit list.
      expect(Math.abs(Number(video?.start_time) - 2 / 30 - startSeconds)).toBeLessThan(0.02);
      expect(Number(sound?.nb_read_packets)).toBe(copy.duration_ms / 20);
    }
  });

  it('R3: picture and sound are within 80 ms of each other at start, middle and end', async () => {
    const colours = (index: number): ColourName => (index % 2 === 1 ? 'white' : 'blue');
    const plans = Array.from({ length: 20 }, (_, index) => planOf(index, codecOf(index), colours(index)));
    let startMs = 0;
    const loud: string[] = [];
    const startsOfLoud: number[] = [];
    for (const [index, { durationMs }] of plans.entries()) {
      if (index % 2 === 1) {
        loud.push(`gte(t\\,${startMs / 1_000})*lt(t\\,${(startMs + durationMs) / 1_000})`);
        startsOfLoud.push(startMs / 1_000);
      }
      startMs += durationMs;
    }
    const sound = `aevalsrc=0.5*sin(2*PI*1000*t)*(${loud.join('+')}):s=48000`;
    const chunks = await makeRun({ runStartedAtMs, sound, chunks: plans });
    const recordings = await stage.open();
    const id = await storeAll(recordings, chunks);
    await recordings.end(id, endOf(chunks));
    await finished(recordings, id);
    const path = await save(recordings, id, 'video');
    const frames = coloursOf(path);
    const turns = frames.flatMap((frame, index) => {
      const before = frames[index - 1];
      return before !== undefined && isColour(frame, 'white') && !isColour(before, 'white') ? [index / 30] : [];
    });
    const onsets = onsetsIn(soundOf(path));
    expect(turns).toHaveLength(startsOfLoud.length);
    expect(onsets).toHaveLength(startsOfLoud.length);
    const offsetsMs = turns.map((turn, index) => (onsets[index]! - turn) * 1_000);
    console.log(`picture to sound, ms: ${offsetsMs.map((ms) => ms.toFixed(0)).join(' ')}`);
    for (const offsetMs of offsetsMs) expect(Math.abs(offsetMs)).toBeLessThan(80);
    for (const [index, turn] of turns.entries()) expect(Math.abs(turn - startsOfLoud[index]!)).toBeLessThan(0.05);
  });

  it('R1, R3: what lies between two runs is cut out exactly, for the eye and for the ear', async () => {
    const first = await makeRun({
      runStartedAtMs,
      sound: tone(440),
      chunks: [0, 1, 2].map((index) => planOf(index, 'h264', inTurn(index))),
    });
    const second = await makeRun({
      runStartedAtMs: runStartedAtMs + 60_000,
      sound: tone(1_000),
      chunks: [3, 4, 0].map((index) => planOf(index, 'vp8', inTurn(index))),
    });
    const recordings = await stage.open();
    const chunks = [...first, ...second];
    const id = await storeAll(recordings, chunks);
    await recordings.end(id, runStartedAtMs + 70_000);
    await finished(recordings, id);
    const path = await save(recordings, id, 'video');
    expect(complaintsAbout(path)).toBe('');
    expectColours(path, chunks, (index) => inTurn([0, 1, 2, 3, 4, 0][index]!));
    const samples = soundOf(path);
    const cut = sumMs(first) * 48;
    // What the encoders of Opus and AAC smear is a few milliseconds.
    const [before, after] = [samples.subarray(0, cut - 960), samples.subarray(cut + 960)];
    for (const { level } of toneIn(before, 440).slice(8)) expect(Math.abs(level - 0.5)).toBeLessThan(0.03);
    for (const { level } of toneIn(after, 1_000).slice(0, -8)) expect(Math.abs(level - 0.5)).toBeLessThan(0.03);
  });

  it('R1, R3: chunks of a moment, as of somebody who pauses at once, stand where they belong', async () => {
    const lengthsMs = [20, 1_000, 20, 40, 1_020];
    const plans = lengthsMs.map((durationMs, index) => ({
      ...planOf(index, 'h264', inTurn(index)),
      durationMs,
      framesPerSecond: 50,
    }));
    const chunks = await makeRun({ runStartedAtMs, sound: tone(440), chunks: plans });
    const recordings = await stage.open();
    const id = await storeAll(recordings, chunks);
    await recordings.end(id, endOf(chunks));
    const { value } = await finished(recordings, id);
    expect(value.problem).toBeNull();
    const path = await save(recordings, id, 'video');
    expect(complaintsAbout(path)).toBe('');
    expectColours(path, chunks, inTurn);
    const windows = toneIn(soundOf(path), 440).slice(8, -8);
    for (const { rest } of windows) expect(rest).toBeLessThan(0.05);
  });

  it('R5: a killed ffmpeg and a killed renderer cost nothing but time', async () => {
    const before = await stage.open({ ffmpeg: undefined });
    const id = await storeAll(before, stage.twenty);
    await eventually(
      'all of it is in the index',
      () => before.chunks().of(id),
      (rows) => rows.length === stage.twenty.length,
    );
    const { folder } = before;
    await before.shut();
    for (const afterMs of [200, 600, 1_000]) {
      const renderer = spawn(
        process.execPath,
        ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'harness', 'rendering-process.ts'), folder],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      await once(renderer.stdout, 'data');
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      renderer.kill('SIGKILL');
      await once(renderer, 'exit');
    }
    await before.reopen({ ffmpeg: stage.ffmpeg });
    let killed = 0;
    const { pid } = process;
    while (killed < 4) {
      const found = ffmpegUnder(pid, join(folder, 'rendering'));
      if (found !== undefined) {
        process.kill(found, 'SIGKILL');
        killed += 1;
      }
      await new Promise((resolve) => setTimeout(resolve, killed === 0 ? 5 : 137));
      if ((await before.rendering.view(id)).progress === 1) break;
    }
    expect(killed).toBeGreaterThan(0);
    expect(before.said.some(({ fields }) => String((fields as { problem?: string }).problem).includes('SIGKILL'))).toBe(
      true,
    );
    await before.end(id, endOf(stage.twenty));
    await finished(before, id);
    const path = await save(before, id, 'video');
    expect(complaintsAbout(path)).toBe('');
    expectColours(path, stage.twenty, inTurn);
    expect(readdirSync(join(folder, 'rendering'))).toEqual([]);
    expect((await before.rendering.view(id)).problem).toBeNull();
    for (const row of await before.chunks().of(id))
      expect((await before.read(row.key)).equals(stage.twenty[row.number]!.bytes)).toBe(true);
  });

  it('R3: a damaged chunk is black and silent for its length, which is told, and everything else stands', async () => {
    const recordings = await stage.open({ ffmpeg: undefined });
    const chunks = stage.twenty.slice(0, 6);
    const id = await storeAll(recordings, chunks);
    const { value: rows } = await eventually(
      'all are in the index',
      () => recordings.chunks().of(id),
      (found) => found.length === 6,
    );
    const bytes = Buffer.from(chunks[3]!.bytes);
    bytes[bytes.length >> 1]! ^= 0xff;
    await recordings.ports.blobs.put(rows[3]!.key, one(bytes), { maxBytes: 1e9 });
    await recordings.end(id, endOf(chunks));
    await recordings.shut();
    await recordings.reopen({ ffmpeg: stage.ffmpeg });
    const { value: view } = await finished(recordings, id);
    expect(view.problem).toMatch(/^1 of its parts/);
    const path = await save(recordings, id, 'video');
    expect(complaintsAbout(path)).toBe('');
    expectColours(path, chunks, (index) => (index === 3 ? 'black' : inTurn(index)));
    const at = sumMs(chunks.slice(0, 3)) * 48;
    const within = toneIn(soundOf(path), sineHertz).filter(
      (window) => window.at > at + 4_800 && window.at + 2_400 < at + chunks[3]!.durationMs * 48 - 4_800,
    );
    expect(within.length).toBeGreaterThan(10);
    for (const { level } of within) expect(level).toBeLessThan(0.01);
  });

  it('R3: H.265 and 1080p on request, from the same chunks; what stood before stands meanwhile', async () => {
    const recordings = await stage.open();
    const chunks = stage.twenty.slice(0, 4);
    const id = await storeAll(recordings, chunks);
    await recordings.end(id, endOf(chunks));
    await finished(recordings, id);
    await recordings.rendering.renderAgain(id, { heightPx: 1080, codec: 'h265' });
    expect(await recordings.rendering.view(id)).toMatchObject({ heightPx: 1080, codec: 'h265' });
    expect((await recordings.rendering.downloads(id)).map(({ name }) => name)).toEqual([
      'sound.m4a',
      'video-720-h264.mp4',
    ]);
    await finished(recordings, id);
    const file = (await recordings.rendering.downloads(id)).find(({ name }) => name === 'video-1080-h265.mp4');
    const path = stage.path('h265.mp4');
    writeFileSync(path, await recordings.read(file?.key ?? ''));
    expect(probe(path)).toMatchObject([{ codec_name: 'hevc', width: 1920, height: 1080 }, { codec_name: 'aac' }]);
    expect(complaintsAbout(path)).toBe('');
    expectColours(path, chunks, inTurn);
  });

  it('R3: without ffmpeg, chunks are put together as they were recorded, a file for each stretch of one codec', async () => {
    const recordings = await stage.open({ ffmpeg: undefined });
    const chunks = stage.twenty.slice(0, 8);
    const id = await storeAll(recordings, chunks);
    await recordings.end(id, endOf(chunks));
    const { value: files } = await eventually(
      'its files stand',
      () => recordings.rendering.downloads(id),
      (found) => found.length === 5,
    );
    expect(files.map(({ name }) => name)).toEqual([
      'as-recorded-1.mp4',
      'as-recorded-2.webm',
      'as-recorded-3.mp4',
      'as-recorded-4.webm',
      'as-recorded-5.mp4',
    ]);
    expect(await recordings.rendering.view(id)).toMatchObject({ state: 'none' });
    const stretches = [[0, 1], [2], [3, 4], [5], [6, 7]];
    for (const [number, { key, name }] of files.entries()) {
      const path = stage.path(name);
      writeFileSync(path, await recordings.read(key));
      const seconds = sumMs(stretches[number]!.map((index) => chunks[index]!)) / 1_000;
      const sound = soundOf(path);
      expect(Math.abs(sound.length / 48_000 - seconds)).toBeLessThan(0.03);
      const colours = new Set(coloursOf(path).map((frame) => colourNames.find((colour) => isColour(frame, colour))));
      expect([...colours]).toEqual(stretches[number]!.map(inTurn));
    }
  });
});

const tone = (hertz: number) => `aevalsrc=0.5*sin(2*PI*${hertz}*t):s=48000`;

/** On white and yellow, a name's dark ground shows; where a name begins later, it is not there before. */
function expectNames(path: string, chunks: readonly { durationMs: number }[]): void {
  const corner = coloursOf(path, 'crop=60:26:34:661');
  const isDark = (seconds: number) => (corner[Math.round(seconds * 30)]?.red ?? 255) < 200;
  let startMs = 0;
  for (const [index, { durationMs }] of chunks.entries()) {
    if (inTurn(index) === 'white' || inTurn(index) === 'yellow') {
      expect(isDark((startMs + durationMs / 2) / 1_000), `chunk ${index}`).toBe(true);
    }
    startMs += durationMs;
  }
}

async function* one(bytes: Uint8Array) {
  yield bytes;
}

/** A child of this process that works in the folder. */
function ffmpegUnder(parent: number, folder: string): number | undefined {
  const children = execFileSync('sh', ['-c', `cat /proc/${parent}/task/*/children`])
    .toString('utf8')
    .trim()
    .split(/\s+/);
  return children.map(Number).find((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`).startsWith(folder) && readlinkSync(`/proc/${pid}/exe`).endsWith('ffmpeg');
    } catch {
      return false;
    }
  });
}
