import { describe, expect, it } from 'vitest';
import { bmpOf, jpegSegment, jpegWithExif, pngOf, riffChunk, vp8x, webpFrom, white } from './fixtures/hand-made.ts';
import {
  animatedWebpOfQuarters,
  gifOfQuarters,
  jpegOfQuarters,
  losslessWebpOfQuarters,
  quarters,
  webpOfQuarters,
} from './fixtures/quarters.ts';
import { readPictureHeader } from './picture-header.ts';

const size = (widthPx: number, heightPx: number) => ({ widthPx, heightPx });
/** A piece of a GIF's note, as long as pieces get. */
const gifPiece = Buffer.concat([Buffer.from([255]), Buffer.alloc(255, 65)]);
const upright = (type: string) => ({ type, ...quarters, orientation: 1 });

describe('the size of a picture', () => {
  it.each([
    ['png', pngOf(quarters, () => white)],
    ['jpeg', jpegOfQuarters],
    ['webp', webpOfQuarters],
    ['webp', losslessWebpOfQuarters],
    ['webp', animatedWebpOfQuarters],
    ['gif', gifOfQuarters],
    ['bmp', bmpOf(quarters, () => white)],
  ])('is read from %s', (type, picture) => {
    expect(readPictureHeader(picture)).toEqual(upright(type));
  });

  it('of a BMP whose rows come from the top is positive', () => {
    const bmp = Buffer.from(bmpOf(quarters, () => white));
    bmp.writeInt32LE(-quarters.heightPx, 22);
    expect(readPictureHeader(bmp)).toEqual(upright('bmp'));
  });

  it.each([
    ['png', pngOf(quarters, () => white), 24],
    ['webp', webpOfQuarters, 30],
    ['webp', losslessWebpOfQuarters, 25],
    ['bmp', bmpOf(quarters, () => white), 26],
  ])('of %s needs the first bytes only', (type, picture, bytes) => {
    expect(readPictureHeader(picture.subarray(0, bytes))).toEqual(upright(type));
    expect(readPictureHeader(picture.subarray(0, bytes - 1))).toBeUndefined();
  });

  it('is found behind a colour profile in many segments, and bytes that fill the gaps between them', () => {
    const profile = Array.from({ length: 30 }, () => jpegSegment(0xe2, Buffer.alloc(65_000)));
    const fill = Buffer.alloc(100, 0xff);
    const jpeg = Buffer.concat([jpegOfQuarters.subarray(0, 2), ...profile, fill, jpegOfQuarters.subarray(2)]);
    expect(readPictureHeader(jpeg)).toEqual(upright('jpeg'));
    expect(readPictureHeader(jpeg.subarray(0, 1_900_000))).toBeUndefined();
  });

  it('is found behind the notes of a GIF and of a WebP', () => {
    const note = Buffer.concat([Buffer.from([0x21, 0xfe]), ...Array(300).fill(gifPiece), Buffer.from([0])]);
    expect(readPictureHeader(Buffer.concat([gifOfQuarters.subarray(0, 13), note, gifOfQuarters.subarray(13)]))).toEqual(
      upright('gif'),
    );
    const webp = webpFrom([vp8x(quarters), riffChunk('ICCP', Buffer.alloc(70_001)), webpOfQuarters.subarray(12)]);
    expect(readPictureHeader(webp)).toEqual(upright('webp'));
  });
});

describe('the orientation of a JPEG', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is %i, in both byte orders', (orientation) => {
    for (const order of ['II', 'MM'] as const) {
      expect(readPictureHeader(jpegWithExif(jpegOfQuarters, orientation, order))).toEqual({
        ...upright('jpeg'),
        orientation,
      });
    }
  });

  it('is 1 when EXIF names another or is cut off', () => {
    for (const orientation of [0, 9, 65_535]) {
      expect(readPictureHeader(jpegWithExif(jpegOfQuarters, orientation))).toEqual(upright('jpeg'));
    }
    const tiff = Buffer.from('Exif\0\0MM\0*\0\0\0\x08\xff\xff\x01\x12', 'latin1');
    for (let bytes = 0; bytes <= tiff.length; bytes++) {
      const exif = jpegSegment(0xe1, tiff.subarray(0, bytes));
      const jpeg = Buffer.concat([jpegOfQuarters.subarray(0, 2), exif, jpegOfQuarters.subarray(2)]);
      expect(readPictureHeader(jpeg)).toEqual(upright('jpeg'));
    }
  });
});

describe('no picture', () => {
  it('is what has another beginning, a side of 0, or pixels before its size', () => {
    const noWidth = Buffer.from(pngOf(quarters, () => white));
    noWidth.writeUInt32BE(0, 16);
    const scanFirst = Buffer.concat([
      jpegOfQuarters.subarray(0, 2),
      jpegSegment(0xda, Buffer.alloc(10)),
      jpegOfQuarters.subarray(2),
    ]);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"/>');
    for (const bytes of [Buffer.alloc(0), Buffer.from('%PDF-1.7'), svg, noWidth, scanFirst]) {
      expect(readPictureHeader(bytes)).toBeUndefined();
    }
  });

  it('is a WebP with a frame that is larger than the picture, also when it is not the first', () => {
    expect(readPictureHeader(webpFrom([vp8x(size(63, 32)), webpOfQuarters.subarray(12)]))).toBeUndefined();
    expect(readPictureHeader(webpFrom([vp8x(size(64, 31)), losslessWebpOfQuarters.subarray(12)]))).toBeUndefined();
    const animated = Buffer.from(animatedWebpOfQuarters);
    const second = animated.lastIndexOf('ANMF');
    animated.writeUIntLE(64, second + 14, 3);
    expect(readPictureHeader(animated)).toBeUndefined();
    expect(readPictureHeader(animated.subarray(0, second))).toEqual(upright('webp'));
  });

  it('is a GIF with a frame that is larger than the picture, also when it is not the first', () => {
    const frameAt = gifOfQuarters.indexOf(0x2c, 13);
    const larger = Buffer.from(gifOfQuarters);
    larger.writeUInt16LE(33, frameAt + 7);
    expect(readPictureHeader(larger)).toBeUndefined();
    const untilTrailer = gifOfQuarters.subarray(0, -1);
    expect(readPictureHeader(Buffer.concat([untilTrailer, larger.subarray(frameAt)]))).toBeUndefined();
    expect(readPictureHeader(Buffer.concat([untilTrailer, gifOfQuarters.subarray(frameAt)]))).toEqual(upright('gif'));
  });

  it('is a GIF or a WebP without any frame', () => {
    expect(readPictureHeader(Buffer.concat([gifOfQuarters.subarray(0, 13), Buffer.from(';')]))).toBeUndefined();
    expect(readPictureHeader(webpFrom([vp8x(quarters), riffChunk('EXIF', Buffer.alloc(40))]))).toBeUndefined();
  });
});

it('25 MB of the smallest parts that a file can have are given up within a moment', () => {
  const bytes = 25 * 1024 * 1024;
  const fill = Buffer.alloc(bytes, 0xff);
  fill[1] = 0xd8;
  const gif = Buffer.alloc(bytes, 1);
  gif.set(gifOfQuarters.subarray(0, 13));
  gif.set([0x21, 0xfe], 13);
  const webp = Buffer.alloc(bytes);
  webp.set(webpFrom([vp8x(quarters)]));
  for (const picture of [fill, gif, webp]) {
    const beginMs = performance.now();
    expect(readPictureHeader(picture)).toBeUndefined();
    expect(performance.now() - beginMs).toBeLessThan(100);
  }
});
