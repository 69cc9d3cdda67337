import { expect, it } from 'vitest';
import type { Pixels } from './pixels.ts';
import { fitInto, shrink } from './shrink.ts';

type Pixel = readonly [number, number, number, number];

const picture = (widthPx: number, ...pixels: readonly Pixel[]): Pixels => ({
  data: Uint8Array.from(pixels.flat()),
  widthPx,
  heightPx: pixels.length / widthPx,
});
const grey = (level: number): Pixel => [level, level, level, 255];
const pixelsOf = ({ data }: Pixels) =>
  Array.from({ length: data.length / 4 }, (_, i) => [...data.slice(i * 4, i * 4 + 4)]);

it('keeps the proportions, makes nothing larger, and leaves every side a pixel', () => {
  expect(fitInto({ widthPx: 4000, heightPx: 3000 }, 512)).toEqual({ widthPx: 512, heightPx: 384 });
  expect(fitInto({ widthPx: 3000, heightPx: 4000 }, 512)).toEqual({ widthPx: 384, heightPx: 512 });
  expect(fitInto({ widthPx: 512, heightPx: 30 }, 512)).toEqual({ widthPx: 512, heightPx: 30 });
  expect(fitInto({ widthPx: 1, heightPx: 60_000 }, 512)).toEqual({ widthPx: 1, heightPx: 512 });
});

it('leaves what is small enough as it is, but for the colour of what cannot be seen', () => {
  const pixels = [grey(1), grey(2), [255, 3, 9, 1], [9, 9, 9, 0]] as const;
  const small = shrink(picture(2, ...pixels), 2);
  expect(pixelsOf(small)).toEqual([grey(1), grey(2), [255, 3, 9, 1], [0, 0, 0, 0]]);
});

it('averages the pixels that one covers', () => {
  const small = shrink(picture(4, ...[10, 20, 30, 50, 30, 40, 70, 90].map(grey)), 2);
  expect(small).toMatchObject({ widthPx: 2, heightPx: 1 });
  expect(pixelsOf(small)).toEqual([grey(25), grey(60)]);
});

it('shares a pixel between the two that it lies in, as much as of it lies in each', () => {
  expect(pixelsOf(shrink(picture(3, grey(30), grey(60), grey(120)), 2))).toEqual([grey(40), grey(100)]);
  expect(pixelsOf(shrink(picture(1, grey(30), grey(60), grey(120)), 2))).toEqual([grey(40), grey(100)]);
});

it('takes no colour from what is transparent', () => {
  expect(pixelsOf(shrink(picture(2, [200, 100, 0, 255], [0, 0, 0, 0]), 1))).toEqual([[200, 100, 0, 128]]);
  expect(pixelsOf(shrink(picture(2, [200, 0, 0, 255], [0, 200, 0, 85]), 1))).toEqual([[150, 50, 0, 170]]);
});

it('changes no colour of an even picture, whatever the ratio', () => {
  for (const [widthPx, heightPx] of [
    [513, 7],
    [1000, 999],
    [777, 1024],
    [2048, 3],
  ] as const) {
    const data = new Uint8Array(widthPx * heightPx * 4);
    for (let at = 0; at < data.length; at += 4) data.set([255, 128, 1, 254], at);
    const small = shrink({ data, widthPx, heightPx }, 512);
    expect(new Set(pixelsOf(small).map(String))).toEqual(new Set(['255,128,1,254']));
  }
});
