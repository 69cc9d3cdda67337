/** What puts pictures together from a stranger's packets: three payloads, cut out of the bytes, of either codec. */
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { readH264Picture } from './read-h264-picture.ts';
import { readVp8Picture } from './read-vp8-picture.ts';

const seedOf = (...payloads: readonly number[][]) =>
  Uint8Array.from([payloads[0]?.length ?? 0, payloads[1]?.length ?? 0, ...payloads.flat()]);

export const target: FuzzTarget = {
  name: 'recorded-pictures',
  seeds: [
    seedOf([0x10, 0x10, 0, 0, 0x9d, 1, 0x2a, 0x80, 2, 0x68, 1], [0x00, 1, 2, 3], [0x00, 4]),
    seedOf([0x78, 0, 4, 0x67, 0x42, 0xc0, 0x15, 0, 2, 0x68, 1], [0x7c, 0x85, 0x88, 1, 2], [0x7c, 0x45, 3, 4]),
    seedOf([0x41, 0x9a, 0], [0x41, 1], [0x41]),
  ],
  run(bytes) {
    const [first = 0, second = 0] = bytes;
    const payloads = [
      bytes.subarray(2, 2 + first),
      bytes.subarray(2 + first, 2 + first + second),
      bytes.subarray(2 + first + second),
    ].filter(({ length }) => length > 0);
    const given = payloads.reduce((sum, { length }) => sum + length, 0);
    for (const read of [readVp8Picture, readH264Picture]) {
      const picture = read(payloads);
      if (picture === undefined) continue;
      // Lengths of units take four bytes each, where RTP has two at least.
      if (picture.data.length > given * 5) throw new Error('grew');
      if (picture.key !== undefined && !(picture.key.widthPx > 0 && picture.key.heightPx > 0)) throw new Error('size');
    }
  },
};
