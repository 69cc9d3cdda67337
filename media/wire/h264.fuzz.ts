/** The H.264 payload reader. */
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { createH264View, readH264 } from './h264.ts';

const view = createH264View();

export const target: FuzzTarget = {
  name: 'h264',
  seeds: [
    Uint8Array.of(0x78, 0, 4, 0x67, 1, 2, 3, 0, 2, 0x68, 1, 0, 2, 0x65, 0x88),
    Uint8Array.of(0x7c, 0x85, 0x88, 1, 2),
    Uint8Array.of(0x41, 0x9a, 0),
  ],
  run(bytes) {
    const offset = bytes.length > 3 ? bytes[0]! & 3 : 0;
    const good = readH264(bytes, offset, bytes.length - offset, view);
    if (good && (view.nalType < 0 || view.nalType > 31)) throw new Error('nal type');
    if (good && view.parameterSets && !view.keyFrame) throw new Error('parameter sets without key frame');
  },
};
