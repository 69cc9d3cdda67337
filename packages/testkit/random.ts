/** Randomness that repeats: the same seed gives the same run. For tests only. */
import type { Random } from '@veche/kernel/random.ts';

/** Mulberry32: uniform in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function randomBytes(random: () => number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = random() * 256;
  return bytes;
}

/** The kernel's Random over a seed. */
export function seededRandomSource(seed: number): Random {
  const random = seededRandom(seed);
  return { bytes: (length) => randomBytes(random, length) };
}
