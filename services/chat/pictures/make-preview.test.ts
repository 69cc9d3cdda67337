import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { limits } from '@veche/contracts/limits.ts';
import { type Logger, silentLogger } from '@veche/kernel/logger.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConfinedEnd, type ConfinedOrder, runConfined } from './confined-child.ts';
import { decodePicture } from './decode-picture.ts';
import {
  blue,
  bmpOf,
  type Colour,
  green,
  ihdr,
  jpegWithExif,
  pngChunk,
  pngFrom,
  pngOf,
  quarterAt,
  red,
  riffChunk,
  vp8x,
  webpFrom,
  white,
} from './fixtures/hand-made.ts';
import { livingChildren } from './fixtures/living-children.ts';
import {
  animatedWebpOfQuarters,
  gifOfQuarters,
  jpegOfQuarters,
  losslessWebpOfQuarters,
  quarters,
  webpOfQuarters,
} from './fixtures/quarters.ts';
import { type Preview, Previews } from './make-preview.ts';
import type { PictureSize } from './picture-header.ts';
import { webpChunkNames } from './webp-header.ts';

interface Line {
  readonly level: string;
  readonly message: string;
}

let previews: Previews;
let logged: Line[];
const keep =
  (level: string) =>
  (_: unknown, message: string): void =>
    void logged.push({ level, message });
const logger: Logger = {
  ...silentLogger,
  debug: keep('debug'),
  warn: keep('warn'),
  error: keep('error'),
};

beforeEach(() => {
  logged = [];
  previews = new Previews({ logger });
});
afterEach(async () => {
  await previews.close();
  expect(livingChildren()).toEqual([]);
});

/** The colours in the middle of the quarters, row by row. Compression may change each channel by a little. */
function quartersOf({ webp, widthPx, heightPx }: Preview): string[] {
  const pixels = decodePicture(webp);
  expect(pixels).toMatchObject({ widthPx, heightPx });
  const named: Readonly<Record<string, Colour>> = { red, green, blue, white };
  const middles = [1, 3].flatMap((row) => [1, 3].map((column) => [column / 4, row / 4] as const));
  return middles.map(([x, y]) => {
    const at = (Math.floor(y * heightPx) * widthPx + Math.floor(x * widthPx)) * 4;
    const colour = pixels.data.slice(at, at + 4);
    const isLike = (other: Colour) => other.every((level, channel) => Math.abs(level - colour[channel]!) <= 24);
    return Object.entries(named).find(([, other]) => isLike(other))?.[0] ?? String(colour);
  });
}

const asStored = ['red', 'green', 'blue', 'white'];
/** So many bytes of a PNG's rows, all 0. */
const rowsOf = (bytes: number) => pngChunk('IDAT', deflateSync(Buffer.alloc(bytes), { level: 1 }));
const png = (size: PictureSize) => pngOf(size, (x, y) => quarterAt(size, x, y));

describe('a preview', () => {
  it.each([
    ['PNG', png(quarters)],
    ['JPEG', jpegOfQuarters],
    ['WebP', webpOfQuarters],
    ['lossless WebP', losslessWebpOfQuarters],
    ['animated WebP', animatedWebpOfQuarters],
    ['GIF', gifOfQuarters],
    ['BMP', bmpOf(quarters, (x, y) => quarterAt(quarters, x, y))],
  ])('of a small %s has its size and its colours', async (_type, picture) => {
    const preview = await previews.make(picture);
    expect(preview).toMatchObject(quarters);
    expect(quartersOf(preview!)).toEqual(asStored);
  });

  it.each([
    [1, asStored],
    [2, ['green', 'red', 'white', 'blue']],
    [3, ['white', 'blue', 'green', 'red']],
    [4, ['blue', 'white', 'red', 'green']],
    [5, ['red', 'blue', 'green', 'white']],
    [6, ['blue', 'red', 'white', 'green']],
    [7, ['white', 'green', 'blue', 'red']],
    [8, ['green', 'white', 'red', 'blue']],
  ])('of a JPEG held as EXIF counts %i is the right way up', async (orientation, colours) => {
    const preview = await previews.make(jpegWithExif(jpegOfQuarters, orientation));
    expect(preview).toMatchObject(orientation >= 5 ? { widthPx: 32, heightPx: 64 } : quarters);
    expect(quartersOf(preview!)).toEqual(colours);
  });

  it('carries nothing but pixels', async () => {
    const picture = jpegWithExif(jpegOfQuarters, 6);
    expect(Buffer.from(picture).includes('Maria')).toBe(true);
    const { webp } = (await previews.make(picture))!;
    expect(webpChunkNames(webp, 10)).toEqual(['VP8 ']);
    expect(Buffer.from(webp).includes('Maria')).toBe(false);
  });

  it('of a large picture has no side longer than the limit, and keeps the proportions', async () => {
    const size = { widthPx: 2_000, heightPx: 3_000 };
    const preview = await previews.make(png(size));
    expect(preview).toMatchObject({ widthPx: 341, heightPx: limits.chatPreviewSidePx });
    expect(quartersOf(preview!)).toEqual(asStored);
  });

  it('of a line of pixels is a line', async () => {
    const preview = await previews.make(png({ widthPx: 2, heightPx: 5_000 }));
    expect(preview).toMatchObject({ widthPx: 1, heightPx: 512 });
  });

  it('keeps what can be seen through', async () => {
    const preview = await previews.make(pngOf(quarters, (x) => (x < 32 ? [0, 0, 255, 128] : [0, 0, 0, 0])));
    const { data } = decodePicture(preview!.webp);
    const alphaAt = (x: number) => data[(16 * 64 + x) * 4 + 3]!;
    expect(alphaAt(16)).toBeGreaterThan(118);
    expect(alphaAt(16)).toBeLessThan(138);
    expect(alphaAt(48)).toBeLessThan(5);
  });

  it('is made of a picture that is read when its turn has come', async () => {
    expect(await previews.make(async () => jpegOfQuarters)).toMatchObject(quarters);
    expect(await previews.make(async () => undefined)).toBeUndefined();
    expect(logged).toEqual([]);
    const failing = previews.make(() => Promise.reject(new Error('the disk is away')));
    expect(await failing).toBeUndefined();
    expect(logged).toEqual([{ level: 'warn', message: 'A picture could not be read for its preview' }]);
  });
});

describe('no preview', () => {
  const whole = png({ widthPx: 200, heightPx: 200 });
  const longWebp = webpFrom([riffChunk('VP8 ', Buffer.concat([webpOfQuarters.subarray(20), Buffer.alloc(2_000)]))]);

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a text', Buffer.from('hello')],
    ['a header with garbage behind it', pngFrom([ihdr(quarters), pngChunk('IDAT', Buffer.alloc(500, 7))])],
    ['a PNG that is cut off', whole.subarray(0, whole.length / 2)],
    ['a JPEG that is cut off', jpegOfQuarters.subarray(0, jpegOfQuarters.length - 40)],
    ['a GIF that is cut off', gifOfQuarters.subarray(0, gifOfQuarters.length - 60)],
    ['a WebP that is cut off', longWebp.subarray(0, longWebp.length / 2)],
    ['a PNG with less in it than it promises', pngFrom([ihdr(quarters), rowsOf(1_000)])],
    [
      'a PNG that changes its size',
      pngFrom([ihdr(quarters), ihdr({ widthPx: 5_000, heightPx: 5_000 }), rowsOf(10_000)]),
    ],
    [
      'a WebP whose frame is smaller than the picture',
      webpFrom([vp8x({ widthPx: 80, heightPx: 40 }), webpOfQuarters.subarray(12)]),
    ],
  ])('of %s', async (_what, picture) => {
    expect(await previews.make(picture)).toBeUndefined();
    expect(logged.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it('of a picture beyond the limits, and nothing is started for it', async () => {
    const bomb = pngFrom([ihdr({ widthPx: 40_000, heightPx: 1_001 }), rowsOf(1_000)]);
    const heavy = Buffer.alloc(limits.chatPreviewSourceMaxBytes + 1);
    heavy.set(jpegOfQuarters);
    const none = new Previews({ run: () => Promise.reject(new Error('started')) });
    expect(await none.make(bomb)).toBeUndefined();
    expect(await none.make(heavy)).toBeUndefined();
    await none.close();
  });
});

it('bombs within the limits take nothing but their turn', async () => {
  const zeros = deflateSync(Buffer.alloc(300_000_000), { level: 9 });
  const profile = pngChunk('iCCP', Buffer.concat([Buffer.from('a\0\0', 'latin1'), zeros]));
  const text = pngChunk('zTXt', Buffer.concat([Buffer.from('a\0\0', 'latin1'), zeros]));
  const size = { widthPx: 6_300, heightPx: 6_300 };
  const deep = Buffer.from(ihdr(size));
  // 16 bits a channel: 320 MB of pixels, none of which are there.
  deep[16] = 16;
  const beginMs = performance.now();
  for (const chunks of [
    [ihdr(quarters), profile, rowsOf(8_224)],
    [ihdr(quarters), text, rowsOf(8_224)],
    [ihdr(quarters), pngChunk('IDAT', zeros)],
    [pngChunk('IHDR', deep.subarray(8, 21)), pngChunk('IDAT', zeros)],
  ]) {
    await previews.make(pngFrom(chunks));
  }
  expect(performance.now() - beginMs).toBeLessThan(25_000);
  expect(await previews.make(jpegOfQuarters)).toBeDefined();
  expect(logged.filter(({ level }) => level !== 'debug')).toEqual([]);
});

describe('the parent', () => {
  const oddChild = join(import.meta.dirname, 'fixtures', 'odd-child.ts');
  const hang = (order: ConfinedOrder, signal: AbortSignal, wallMs = 60_000) =>
    runConfined({ ...order, file: oddChild, argument: 'hang', bounds: { wallMs } }, signal);
  const answering = (end: ConfinedEnd) => new Previews({ logger, run: async () => end });

  it('ends a child that hangs, and makes the next', async () => {
    let runs = 0;
    const some = new Previews({
      run: (order, signal) => (runs++ === 0 ? hang(order, signal, 300) : runConfined(order, signal)),
    });
    const both = [some.make(jpegOfQuarters), some.make(jpegOfQuarters)];
    expect(await both[0]).toBeUndefined();
    expect(await both[1]).toMatchObject(quarters);
    await some.close();
  });

  it('runs one child at a time, and lets a bounded number wait', async () => {
    let running = 0;
    const starts: (() => void)[] = [];
    const some = new Previews({
      run: async () => {
        running += 1;
        expect(running).toBe(1);
        await new Promise<void>((start) => starts.push(start));
        running -= 1;
        return { type: 'done', output: webpOfQuarters };
      },
    });
    const made = Array.from({ length: limits.chatPreviewsWaitingMax + 1 }, () => some.make(jpegOfQuarters));
    expect(await some.make(jpegOfQuarters)).toBeUndefined();
    for (const preview of made) {
      await expect.poll(() => starts.length).toBe(1);
      starts.shift()!();
      expect(await preview).toMatchObject(quarters);
    }
    await some.close();
  });

  it('that closes has killed the child; what was made and what waits may be asked for another time', async () => {
    const some = new Previews({ run: hang });
    const made = Promise.allSettled([1, 2, 3].map(() => some.make(jpegOfQuarters)));
    await expect.poll(() => livingChildren().length).toBe(1);
    await some.close();
    expect(livingChildren()).toEqual([]);
    const closing = { status: 'rejected', reason: { code: 'shutting_down' } };
    expect(await made).toMatchObject([closing, closing, closing]);
    await expect(some.make(jpegOfQuarters)).rejects.toMatchObject({ code: 'shutting_down' });
    await some.close();
  });

  it('decodes for nobody who waits no more, and lets each person wait with a few pictures', async () => {
    const some = new Previews({ run: hang });
    const patience = new AbortController();
    const first = some.make(jpegOfQuarters, { forWhom: 'anna', signal: patience.signal });
    await expect.poll(() => livingChildren().length).toBe(1);
    const waiting = Array.from({ length: limits.chatPreviewsWaitingPerPersonMax }, () =>
      some.make(jpegOfQuarters, { forWhom: 'anna', signal: patience.signal }),
    );
    expect(await some.make(jpegOfQuarters, { forWhom: 'anna' })).toBeUndefined();
    patience.abort();
    expect(await Promise.all([first, ...waiting])).toEqual([first, ...waiting].map(() => undefined));
    await expect.poll(() => livingChildren()).toEqual([]);
    await some.close();
  });

  it.each([
    ['no WebP', jpegOfQuarters],
    ['another size', losslessWebpOfQuarters.with(21, 62)],
    ['bytes behind the picture', Buffer.concat([webpOfQuarters, Buffer.from('<script>')])],
    ['metadata', webpFrom([vp8x(quarters), webpOfQuarters.subarray(12), riffChunk('EXIF', Buffer.from('secret'))])],
    [
      'more bytes than a preview has',
      webpFrom([webpOfQuarters.subarray(12), riffChunk('VP8L', Buffer.alloc(1024 * 1024))]),
    ],
    ['nothing', new Uint8Array(0)],
  ])('believes no child that hands over %s', async (_what, output) => {
    const some = answering({ type: 'done', output });
    expect(await some.make(jpegOfQuarters)).toBeUndefined();
    expect(logged).toEqual([{ level: 'error', message: 'A preview is not what was asked for' }]);
    await some.close();
  });

  it('tells a machine that cannot make previews from a picture that has none', async () => {
    const onMachine = { level: 'warn', message: 'Previews cannot be made on this machine' };
    const ofPicture = { level: 'debug', message: 'A picture has no preview' };
    const cases: readonly [ConfinedEnd, Line][] = [
      [{ type: 'failed', exitCode: 2, words: 'ulimit: Illegal option -d' }, onMachine],
      [{ type: 'notStarted', reason: 'spawn /bin/sh ENOENT' }, onMachine],
      [{ type: 'failed', exitCode: 65, words: '' }, ofPicture],
      [{ type: 'killed', signal: 'SIGKILL' }, ofPicture],
    ];
    for (const [end, line] of cases) {
      logged = [];
      const some = answering(end);
      expect(await some.make(jpegOfQuarters)).toBeUndefined();
      expect(logged).toEqual([line]);
      await some.close();
    }
  });
});
