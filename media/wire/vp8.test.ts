import { describe, expect, it } from 'vitest';
import { createVp8View, hideTemporalLayer, readVp8, writePictureNumbers } from './vp8.ts';

const view = createVp8View();
const read = (...bytes: number[]) => readVp8(Uint8Array.from(bytes), 0, bytes.length, view);

describe('readVp8', () => {
  it('reads a descriptor with everything, before a key frame of 640 x 480', () => {
    expect(read(0x90, 0xf0, 0x81, 0x23, 7, 0x65, 0x10, 2, 0, 0x9d, 1, 0x2a, 0x80, 2, 0xe0, 1)).toBe(true);
    expect(view).toEqual({
      startOfPartition: true,
      partitionId: 0,
      nonReference: false,
      pictureId: 0x123,
      pictureIdOffset: 2,
      pictureIdBits: 15,
      tl0PicIdx: 7,
      tl0PicIdxOffset: 4,
      layersOffset: 5,
      tid: 1,
      layerSync: true,
      keyIdx: 5,
      headerLength: 6,
      keyFrame: true,
      widthPx: 640,
      heightPx: 480,
    });
  });

  it('reads the shortest descriptor', () => {
    expect(read(0x30, 0x01)).toBe(true);
    expect(view).toMatchObject({ headerLength: 1, pictureId: -1, tl0PicIdx: -1, keyFrame: false, nonReference: true });
  });

  it('reads a picture id of 7 bits', () => {
    expect(read(0x80, 0x80, 0x7f, 0x00)).toBe(true);
    expect(view).toMatchObject({ pictureId: 127, pictureIdBits: 7, headerLength: 3 });
  });

  it('calls a key frame only what starts partition 0', () => {
    expect(read(0x00, 0x00) && view.keyFrame).toBe(false);
    expect(read(0x11, 0x00) && view.keyFrame).toBe(false);
    expect(read(0x10, 0x00) && view.keyFrame).toBe(true);
    expect(view).toMatchObject({ widthPx: 0, heightPx: 0 });
  });

  it('passes over TID when only KEYIDX is there, and the other way round', () => {
    expect(read(0x80, 0x10, 0xff, 0)).toBe(true);
    expect(view).toMatchObject({ tid: 0, layersOffset: 0, layerSync: false, keyIdx: 31 });
    expect(read(0x80, 0x20, 0xdf, 0)).toBe(true);
    expect(view).toMatchObject({ tid: 3, layersOffset: 2, layerSync: false, keyIdx: -1 });
  });

  it('refuses every truncation of a descriptor, and one without a payload', () => {
    const whole = [0x90, 0xf0, 0x81, 0x23, 7, 0x65];
    for (let length = 0; length <= whole.length; length++) expect(read(...whole.slice(0, length))).toBe(false);
  });

  it('writes running numbers in place', () => {
    const descriptor = Uint8Array.of(0x90, 0xc0, 0x81, 0x23, 7, 0x10);
    writePictureNumbers(descriptor, 2, 4, 0x8203);
    expect(descriptor).toEqual(Uint8Array.of(0x90, 0xc0, 0x82, 0x03, 3, 0x10));
    writePictureNumbers(descriptor, 2, 0, 0x7fff);
    expect(descriptor).toEqual(Uint8Array.of(0x90, 0xc0, 0xff, 0xff, 3, 0x10));
  });

  it('hides a temporal layer, and leaves KEYIDX', () => {
    const descriptor = Uint8Array.of(0xb0, 0xf0, 0x81, 0x23, 7, 0xa5, 0x01);
    hideTemporalLayer(descriptor, 5);
    expect(descriptor).toEqual(Uint8Array.of(0x90, 0xf0, 0x81, 0x23, 7, 0x05, 0x01));
    expect(read(...descriptor)).toBe(true);
    expect(view).toMatchObject({ tid: 0, layerSync: false, nonReference: false, keyIdx: 5 });
  });
});
