/** Names for what stands in a worker: numbers for the plane, and words for clients that never repeat, even across worker restarts. */
import type { Random } from '@veche/kernel/random.ts';

export interface MediaIds {
  nextNumber(): number;
  name(kind: 't' | 'p' | 'c', number: number): string;
  /** Never 0. */
  ssrc(): number;
}

/** `generation` differs for each worker process that one server ever starts. */
export function createMediaIds(generation: number, random: Random): MediaIds {
  let last = 0;
  return {
    nextNumber: () => {
      last += 1;
      return last;
    },
    name: (kind, number) => `${kind}${generation.toString(36)}-${number.toString(36)}`,
    ssrc: () => {
      const bytes = random.bytes(4);
      return (new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0) | 1) >>> 0;
    },
  };
}
