/** The reader of Opus packets: what it calls valid fits into the bytes and into 120 ms. */
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { createOpusView, readOpusPacket } from './opus.ts';

const view = createOpusView();

export const target: FuzzTarget = {
  name: 'opus',
  seeds: [
    Uint8Array.of(0x78, 1, 2, 3),
    Uint8Array.of(0xfd, 1, 2, 3, 4),
    Uint8Array.of(0x0a, 2, 1, 2, 3),
    Uint8Array.of(0xe3, 0x43, 2, 1, 2, 3, 0, 0),
    Uint8Array.of(0xe7, 0xc3, 1, 1, 2, 1, 2, 3, 4, 0),
    Uint8Array.of(0x83, 0x30, ...new Uint8Array(48)),
  ],
  run(bytes) {
    if (!readOpusPacket(bytes, view)) return;
    if (view.samples !== view.frameCount * view.frameSamples) throw new Error('sum');
    if (view.samples < 120 || view.samples > 5_760) throw new Error('duration');
    if (view.codedBytes < 0 || view.codedBytes >= bytes.length) throw new Error('coded bytes');
    if (view.codedBytes > view.frameCount * 1_275) throw new Error('frame size');
  },
};
