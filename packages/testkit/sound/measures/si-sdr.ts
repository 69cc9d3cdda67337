/** Scale-invariant signal-to-distortion ratio (Le Roux et al., 2019): how much of what is heard is what was said, whatever the volume. */

/** Decibels; the two lie sample over sample. Infinity for a perfect copy, -Infinity when nothing of it is there. */
export function siSdrDb(reference: Float32Array, estimate: Float32Array): number {
  const length = Math.min(reference.length, estimate.length);
  let own = 0;
  let common = 0;
  for (let at = 0; at < length; at++) {
    own += reference[at]! * reference[at]!;
    common += reference[at]! * estimate[at]!;
  }
  const gain = own === 0 ? 0 : common / own;
  let target = 0;
  let distortion = 0;
  for (let at = 0; at < length; at++) {
    const wanted = gain * reference[at]!;
    target += wanted * wanted;
    distortion += (estimate[at]! - wanted) ** 2;
  }
  return 10 * Math.log10(target / distortion);
}
