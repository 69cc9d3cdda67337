/** Loudness of one frame, as RFC 6464 counts it: decibels below full scale, 0 = loudest, 127 = silence. */
export function levelDbov(samples: Float32Array, count: number): number {
  let energy = 0;
  for (let i = 0; i < count; i++) energy += samples[i]! * samples[i]!;
  const mean = energy / count;
  if (mean < 1e-12) return 127;
  return Math.min(127, Math.max(0, -10 * Math.log10(mean)));
}
