/** The VP8 descriptor reader and its writers, which must stay inside of the descriptor. */
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { createVp8View, hideTemporalLayer, readVp8, writePictureNumbers } from './vp8.ts';

const view = createVp8View();

export const target: FuzzTarget = {
  name: 'vp8',
  seeds: [
    Uint8Array.of(0x90, 0xf0, 0x81, 0x23, 0x07, 0x65, 0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x80, 0x02, 0xe0, 0x01),
    Uint8Array.of(0x90, 0x80, 0x11, 0x00, 0x01, 0x02),
    Uint8Array.of(0x10, 0x01, 0x02),
  ],
  run(bytes) {
    const offset = bytes.length > 3 ? bytes[0]! & 3 : 0;
    if (!readVp8(bytes, offset, bytes.length - offset, view)) return;
    const descriptorEnd = offset + view.headerLength;
    if (descriptorEnd >= bytes.length) throw new Error('header');
    const payload = bytes.slice(descriptorEnd);
    const { pictureIdBits, tl0PicIdxOffset, layersOffset, keyIdx } = view;
    const relative = (at: number) => (at === 0 ? 0 : at - offset);
    const descriptor = bytes.subarray(offset);
    if (pictureIdBits === 15) {
      writePictureNumbers(descriptor, relative(view.pictureIdOffset), relative(tl0PicIdxOffset), 0x1234);
    }
    if (layersOffset > 0) hideTemporalLayer(descriptor, relative(layersOffset));
    if (payload.some((byte, index) => byte !== bytes[descriptorEnd + index])) throw new Error('wrote into the payload');
    if (!readVp8(bytes, offset, bytes.length - offset, view)) throw new Error('unreadable after a write');
    if (pictureIdBits === 15 && view.pictureId !== 0x1234) throw new Error('picture id');
    if (pictureIdBits === 15 && tl0PicIdxOffset > 0 && view.tl0PicIdx !== 0x34) throw new Error('tl0PicIdx');
    if (view.keyIdx !== keyIdx) throw new Error('keyIdx');
    if (layersOffset > 0 && (view.tid !== 0 || view.layerSync || view.nonReference)) throw new Error('temporal layer');
  },
};
