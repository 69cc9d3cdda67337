import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { bmpOf, jpegWithExif, pngOf, vp8x, webpFrom, white } from './fixtures/hand-made.ts';
import {
  animatedWebpOfQuarters,
  gifOfQuarters,
  jpegOfQuarters,
  losslessWebpOfQuarters,
  quarters,
  webpOfQuarters,
} from './fixtures/quarters.ts';
import { readPictureHeader } from './picture-header.ts';
import { webpChunkNames } from './webp-header.ts';

const isSide = (px: number) => Number.isSafeInteger(px) && px >= 1 && px < 2 ** 32;

/** Whatever file it is, its header is read without a throw; a picture that comes of it has two sides and is held in one of eight ways. */
export const target: FuzzTarget = {
  name: 'picture-header',
  seeds: [
    pngOf({ widthPx: 3, heightPx: 2 }, () => white),
    bmpOf({ widthPx: 3, heightPx: 2 }, () => white),
    jpegOfQuarters,
    jpegWithExif(jpegOfQuarters, 6, 'II'),
    jpegWithExif(jpegOfQuarters, 8, 'MM'),
    gifOfQuarters,
    webpOfQuarters,
    losslessWebpOfQuarters,
    animatedWebpOfQuarters,
    webpFrom([vp8x(quarters), webpOfQuarters.subarray(12)]),
  ],
  run(bytes) {
    webpChunkNames(bytes, 4);
    const header = readPictureHeader(bytes);
    if (header === undefined) return;
    const { widthPx, heightPx, orientation } = header;
    if (!isSide(widthPx) || !isSide(heightPx)) throw new Error(`a side of ${widthPx} by ${heightPx}`);
    if (![1, 2, 3, 4, 5, 6, 7, 8].includes(orientation)) throw new Error(`an orientation of ${orientation}`);
  },
};
