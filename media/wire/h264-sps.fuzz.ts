/** The reader of H.264 sequence parameter sets. */
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { createH264SpsView, readH264Sps } from './h264-sps.ts';

const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const view = createH264SpsView();

export const target: FuzzTarget = {
  name: 'h264-sps',
  seeds: [
    fromHex('6742c015a61105067e7c044000000300400000030083c58b8460'),
    fromHex('6764001facd9405005bb016a02020280000003008000001e078c18cb'),
  ],
  run(bytes) {
    if (!readH264Sps(bytes, view)) return;
    if (!(view.widthPx > 0 && view.widthPx <= 16_384)) throw new Error('width');
    if (!(view.heightPx > 0 && view.heightPx <= 16_384)) throw new Error('height');
  },
};
