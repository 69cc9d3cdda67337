/** Ways to spoil well-formed bytes, all from one random source. Each gives new bytes and leaves its input alone. */
import { randomBytes } from './random.ts';

const lengthMax = 4_096;

type Mutator = (bytes: Uint8Array, random: () => number, seeds: readonly Uint8Array[]) => Uint8Array;

function below(random: () => number, bound: number): number {
  return Math.floor(random() * bound);
}

function join(...parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(
    Math.min(
      lengthMax,
      parts.reduce((sum, part) => sum + part.length, 0),
    ),
  );
  let at = 0;
  for (const part of parts) {
    const fitting = part.subarray(0, joined.length - at);
    joined.set(fitting, at);
    at += fitting.length;
  }
  return joined;
}

/** Values at which length fields and counters go wrong. */
const edges = [0, 1, 2, 3, 4, 0x7f, 0x80, 0xfe, 0xff];

export const mutators: Readonly<Record<string, Mutator>> = {
  flipBits(bytes, random) {
    const copy = bytes.slice();
    for (let times = 1 + below(random, 4); times > 0 && copy.length > 0; times--) {
      const at = below(random, copy.length);
      copy[at] = copy[at]! ^ (1 << below(random, 8));
    }
    return copy;
  },
  setByte(bytes, random) {
    const copy = bytes.slice();
    if (copy.length > 0) copy[below(random, copy.length)] = random() * 256;
    return copy;
  },
  /** Most of what decides stands in front. */
  setEdgeNearFront(bytes, random) {
    const copy = bytes.slice();
    if (copy.length > 0) copy[below(random, Math.min(24, copy.length))] = edges[below(random, edges.length)]!;
    return copy;
  },
  setLengthField(bytes, random) {
    const copy = bytes.slice();
    if (copy.length < 2) return copy;
    const at = below(random, copy.length - 1);
    const left = copy.length - at - 2;
    const value = [left, left - 1, left + 1, left >> 2, (left >> 2) + 1, 0, 1, 0x7fff, 0xffff][below(random, 9)]!;
    copy[at] = value >> 8;
    copy[at + 1] = value;
    return copy;
  },
  truncate: (bytes, random) => bytes.slice(0, below(random, bytes.length + 1)),
  cutFront: (bytes, random) => bytes.slice(below(random, bytes.length + 1)),
  append: (bytes, random) => join(bytes, randomBytes(random, 1 + below(random, 16))),
  duplicateSlice(bytes, random) {
    const start = below(random, bytes.length + 1);
    const end = start + below(random, bytes.length - start + 1);
    return join(bytes.subarray(0, end), bytes.subarray(start));
  },
  removeSlice(bytes, random) {
    const start = below(random, bytes.length + 1);
    return join(bytes.subarray(0, start), bytes.subarray(start + below(random, 9)));
  },
  splice(bytes, random, seeds) {
    const other = seeds[below(random, seeds.length)] ?? bytes;
    return join(bytes.subarray(0, below(random, bytes.length + 1)), other.subarray(below(random, other.length + 1)));
  },
  repeatWhole: (bytes, random) => join(...new Array<Uint8Array>(2 + below(random, 6)).fill(bytes)),
  random: (_bytes, random) => randomBytes(random, below(random, 200)),
};

const all = Object.values(mutators);

/** A seed, spoilt one to five times. */
export function mutate(seeds: readonly Uint8Array[], random: () => number): Uint8Array {
  let bytes = seeds[below(random, seeds.length)] ?? new Uint8Array(0);
  for (let times = 1 + below(random, 5); times > 0; times--)
    bytes = all[below(random, all.length)]!(bytes, random, seeds);
  return bytes;
}
