/** What comes out of rendering, in the browsers that people watch it in. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeRun } from '@veche/recordings/rendering/fixtures/recorded-chunks.ts';
import { describe, expect, it } from 'vitest';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import {
  endOf,
  inTurn,
  isColour,
  planOf,
  renderingStage,
  runStartedAtMs,
  sine,
  sumMs,
} from './harness/rendering-stage.ts';

describe('rendered recordings in browsers', () => {
  const stage = renderingStage();
  const { storeAll } = stage;

  it('R3: the rendered file and those as recorded play and can be sought in, in Chromium and in Firefox', async () => {
    const stretch = await makeRun({
      runStartedAtMs,
      sound: sine,
      chunks: Array.from({ length: 6 }, (_, index) => planOf(index, 'h264', inTurn(index))),
    });
    const vp8 = await makeRun({
      runStartedAtMs,
      sound: sine,
      chunks: Array.from({ length: 6 }, (_, index) => planOf(index, 'vp8', inTurn(index))),
    });
    const files = new Map<string, { bytes: Buffer; type: string }>();
    for (const [name, chunks, tool, kind] of [
      ['rendered', stretch, stage.ffmpeg, 'video'],
      ['h264', stretch, undefined, 'asRecorded'],
      ['vp8', vp8, undefined, 'asRecorded'],
    ] as const) {
      const recordings = await stage.open({ ffmpeg: tool });
      const id = await storeAll(recordings, chunks);
      await recordings.end(id, endOf(chunks));
      const { value } = await eventually(
        `${name} stands`,
        () => recordings.rendering.downloads(id),
        (found) => found.some((file) => file.kind === kind),
        60_000,
      );
      const file = value.find((download) => download.kind === kind)!;
      files.set(`/${name}`, { bytes: await recordings.read(file.key), type: file.contentType });
    }
    const server = createServer((request, response) => {
      const file = files.get(request.url ?? '');
      if (file === undefined)
        return void response
          .setHeader('content-type', 'text/html')
          .end('<!doctype html><video muted></video><canvas></canvas>');
      const [, first, last] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? [];
      const from = Number(first ?? 0);
      const to = last ? Number(last) : file.bytes.length - 1;
      response.writeHead(first === undefined ? 200 : 206, {
        'content-type': file.type,
        'accept-ranges': 'bytes',
        'content-length': to - from + 1,
        'content-range': `bytes ${from}-${to}/${file.bytes.length}`,
      });
      response.end(file.bytes.subarray(from, to + 1));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    try {
      for (const name of ['chromium', 'firefox'] as const) {
        const browser = await launch(name);
        try {
          const page = await browser.newPage();
          await page.goto(base);
          for (const file of files.keys()) {
            // In the middle of chunk 4, then of chunk 1: other sizes each.
            const seen = await page.evaluate(lookAt, `${base}${file}`, [
              (sumMs(stretch.slice(0, 4)) + 400) / 1_000,
              (sumMs(stretch.slice(0, 1)) + 700) / 1_000,
            ]);
            console.log(name, file, JSON.stringify(seen));
            expect(seen.problem, `${file} in ${name}`).toBeUndefined();
            expect(Math.abs(seen.duration - sumMs(stretch) / 1_000)).toBeLessThan(0.1);
            expect(isColour(seen.colours[0]!, inTurn(4)), `${file} in ${name}`).toBe(true);
            expect(isColour(seen.colours[1]!, inTurn(1)), `${file} in ${name}`).toBe(true);
          }
        } finally {
          await browser.close();
        }
      }
    } finally {
      server.close();
    }
  });

  it('R4: copies of VP8 chunks play one after the other through Media Source Extensions, in Chromium and in Firefox', async () => {
    const chunks = stage.twenty.slice(0, 6);
    const recordings = await stage.open();
    const id = await storeAll(recordings, chunks);
    const copies = async () => (await recordings.chunks().of(id)).filter(({ watch_key }) => watch_key !== null);
    const { value } = await eventually('both have copies', copies, (found) => found.length === 2, 60_000);
    const files = await Promise.all(
      value.map(async ({ watch_key }) => (await recordings.read(watch_key ?? '')).toString('base64')),
    );
    const spans = value.map(({ start_ms, duration_ms }) => {
      const startMs = start_ms - runStartedAtMs;
      return { startMs, endMs: startMs + duration_ms };
    });
    for (const name of ['chromium', 'firefox'] as const) {
      const browser = await launch(name);
      try {
        const page = await browser.newPage();
        await page.goto('data:text/html,<video muted></video>');
        const buffered = await page.evaluate(bufferAll, files, `video/mp4; codecs="${value[0]?.watch_codecs}"`);
        console.log(name, JSON.stringify(buffered), JSON.stringify(spans));
        expect(buffered).toHaveLength(spans.length);
        for (const [index, { startMs, endMs }] of spans.entries()) {
          expect(Math.abs(buffered[index]!.start * 1_000 - startMs)).toBeLessThan(40);
          expect(Math.abs(buffered[index]!.end * 1_000 - endMs)).toBeLessThan(40);
        }
      } finally {
        await browser.close();
      }
    }
  });
});

/** Runs in the page: appends all, and answers what can be played then. */
async function bufferAll(files: string[], type: string) {
  if (!MediaSource.isTypeSupported(type)) throw new Error(`${type} is not played here`);
  const video = document.querySelector('video')!;
  const source = new MediaSource();
  video.src = URL.createObjectURL(source);
  await new Promise((resolve) => source.addEventListener('sourceopen', resolve, { once: true }));
  const buffer = source.addSourceBuffer(type);
  for (const file of files) {
    const done = new Promise((resolve, reject) => {
      buffer.addEventListener('updateend', resolve, { once: true });
      buffer.addEventListener('error', () => reject(new Error('refused')), { once: true });
    });
    buffer.appendBuffer(Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)));
    await done;
  }
  return Array.from({ length: video.buffered.length }, (_, index) => ({
    start: video.buffered.start(index),
    end: video.buffered.end(index),
  }));
}

/** Runs in the page: plays a file from each of the moments for a while, and looks at its middle. */
async function lookAt(url: string, moments: number[]) {
  const video = document.querySelector('video')!;
  const canvas = document.querySelector('canvas')!;
  canvas.width = canvas.height = 9;
  const context = canvas.getContext('2d')!;
  const happens = (name: string) =>
    new Promise<void>((resolve, reject) => {
      video.addEventListener(name, () => resolve(), { once: true });
      video.addEventListener('error', () => reject(new Error(video.error?.message || `code ${video.error?.code}`)), {
        once: true,
      });
      setTimeout(() => reject(new Error(`no ${name}`)), 10_000);
    });
  const colours: { red: number; green: number; blue: number }[] = [];
  try {
    video.src = url;
    await happens('loadeddata');
    for (const moment of moments) {
      const sought = happens('seeked');
      video.currentTime = moment;
      await sought;
      await video.play();
      await new Promise((resolve) => setTimeout(resolve, 200));
      video.pause();
      context.drawImage(video, 0, 0, 9, 9);
      const [red = 0, green = 0, blue = 0] = context.getImageData(4, 4, 1, 1).data;
      colours.push({ red, green, blue });
    }
    return { colours, duration: video.duration, problem: undefined };
  } catch (error) {
    return { colours, duration: video.duration, problem: String(error) };
  }
}
