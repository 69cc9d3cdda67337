/** A fair order from a seed (Fisher and Yates), so that chance comes from outside. */

/** Every order is as likely as any other, as far as 32 bits of seed reach. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const order = [...items];
  const next = mulberry32(seed);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    const item = order[last]!;
    order[last] = order[other]!;
    order[other] = item;
  }
  return order;
}

/** Tommy Ettinger's generator of 32 bits; answers numbers in [0, 1). */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
