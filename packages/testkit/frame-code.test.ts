import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  drawFrameCodeIntoI420,
  drawFrameCodeIntoRgba,
  frameColours,
  type I420Picture,
  type RgbaPicture,
  readFrameCodeFromI420,
  readFrameCodeFromRgba,
} from './frame-code.ts';

const i420 = (width: number, height: number, value = 90): I420Picture => ({
  width,
  height,
  data: new Uint8Array(width * height + 2 * (((width + 1) >> 1) * ((height + 1) >> 1))).fill(value),
});
const rgba = (width: number, height: number, value = 90): RgbaPicture => ({
  width,
  height,
  data: new Uint8Array(width * height * 4).fill(value),
});
const codes = fc.record({ counter: fc.integer({ min: 0, max: 0xffff }), colour: fc.integer({ min: 0, max: 15 }) });
const code = { counter: 0xa5c3, colour: 9 };

/** Every target pixel is the mean of the source pixels it covers, as a scaler does it. */
function scaledDown(picture: I420Picture, by: number): I420Picture {
  const small = i420(picture.width / by, picture.height / by);
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      let total = 0;
      for (let dy = 0; dy < by; dy++)
        for (let dx = 0; dx < by; dx++) total += picture.data[(y * by + dy) * picture.width + x * by + dx]!;
      small.data[y * small.width + x] = total / by ** 2;
    }
  }
  return small;
}

describe('the frame code', () => {
  it('is read back from I420 and RGBA', () => {
    fc.assert(
      fc.property(codes, (drawn) => {
        const planes = i420(160, 90);
        const pixels = rgba(160, 90);
        drawFrameCodeIntoI420(planes, drawn);
        drawFrameCodeIntoRgba(pixels, drawn);
        expect(readFrameCodeFromI420(planes)).toEqual(drawn);
        expect(readFrameCodeFromRgba(pixels)).toEqual(drawn);
      }),
    );
  });

  it.each([
    [320, 180],
    [640, 480],
    [1280, 720],
    [1921, 1081],
    [90, 160],
  ])('fits a picture of %i × %i', (width, height) => {
    const picture = i420(width, height);
    drawFrameCodeIntoI420(picture, code);
    expect(readFrameCodeFromI420(picture)).toEqual(code);
  });

  it('survives being scaled down from 720p to 180p, with noise and less contrast', () => {
    fc.assert(
      fc.property(codes, fc.infiniteStream(fc.integer({ min: -40, max: 40 })), (drawn, noise) => {
        const picture = i420(1280, 720);
        drawFrameCodeIntoI420(picture, drawn);
        const small = scaledDown(picture, 4);
        for (let at = 0; at < small.width * 30; at++) {
          small.data[at] = 128 + (small.data[at]! - 128) * 0.7 + noise.next().value!;
        }
        expect(readFrameCodeFromI420(small)).toEqual(drawn);
      }),
      { numRuns: 10 },
    );
  });

  it.each([0, 16, 128, 235, 255])('is not seen in a plain picture of %i', (value) => {
    expect(readFrameCodeFromI420(i420(320, 180, value))).toBeUndefined();
    expect(readFrameCodeFromRgba(rgba(320, 180, value))).toBeUndefined();
  });

  it('is not believed with one block turned over', () => {
    const picture = i420(320, 180);
    drawFrameCodeIntoI420(picture, code);
    for (let y = 0; y < 15; y++)
      for (let x = 0; x < 27; x++) picture.data[y * 320 + x] = 251 - picture.data[y * 320 + x]!;
    expect(readFrameCodeFromI420(picture)).toBeUndefined();
  });

  it('leaves the lower five sixths alone', () => {
    const picture = i420(320, 180, 90);
    drawFrameCodeIntoI420(picture, code);
    expect(picture.data.subarray(320 * 30, 320 * 180).every((luma) => luma === 90)).toBe(true);
  });

  it('has a colour for each id', () => {
    expect(new Set(frameColours.map(String)).size).toBe(16);
  });
});
