/** Random bytes from a seed: the same seed gives the same handshake (but for ECDSA's own nonce), so a failing run can be repeated. */

/** mulberry32: uniform numbers in [0, 1). */
export function seededFraction(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function seededBytes(seed: number): (length: number) => Uint8Array {
  const fraction = seededFraction(seed);
  return (length) => Uint8Array.from({ length }, () => Math.floor(fraction() * 256));
}
