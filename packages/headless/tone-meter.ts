/** How much of a stretch of sound is one frequency: Goertzel's algorithm. */

/**
 * The share, 0 to 1, of the samples' energy that lies at `frequencyHz`; a pure tone there gives nearly 1, silence 0.
 * The longer the stretch, the narrower the band: 100 ms resolve 10 Hz.
 */
export function toneShare(samples: Int16Array, sampleRateHz: number, frequencyHz: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequencyHz) / sampleRateHz);
  let last = 0;
  let beforeLast = 0;
  let energy = 0;
  for (const sample of samples) {
    const next = sample + coefficient * last - beforeLast;
    beforeLast = last;
    last = next;
    energy += sample * sample;
  }
  if (energy === 0) return 0;
  const power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
  return Math.min(1, (2 * power) / (samples.length * energy));
}

/** Root mean square, 0 to 32,768. */
export function loudness(samples: Int16Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(energy / samples.length);
}
