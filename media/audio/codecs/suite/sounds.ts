/** Sounds that codecs are tried with, and what is measured of what comes out. */
export const tone = (hz: number, samples: number, rateHz = 48_000, gain = 0.4) =>
  Float32Array.from({ length: samples }, (_, i) => gain * Math.sin((2 * Math.PI * hz * i) / rateHz));

/** The amplitude of one frequency in `sound`; whole periods are taken where they fit. */
export function amplitudeOf(sound: Float32Array, hz: number, rateHz = 48_000): number {
  let cosine = 0;
  let sine = 0;
  let weight = 0;
  for (let i = 0; i < sound.length; i++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / sound.length);
    cosine += window * sound[i]! * Math.cos((2 * Math.PI * hz * i) / rateHz);
    sine += window * sound[i]! * Math.sin((2 * Math.PI * hz * i) / rateHz);
    weight += window;
  }
  return (2 * Math.hypot(cosine, sine)) / weight;
}

/** How far a tone stands above everything else that `sound` holds, in decibels. */
export function toneToRestDb(sound: Float32Array, hz: number, rateHz = 48_000): number {
  let cosine = 0;
  let sine = 0;
  for (let i = 0; i < sound.length; i++) {
    cosine += (2 * sound[i]! * Math.cos((2 * Math.PI * hz * i) / rateHz)) / sound.length;
    sine += (2 * sound[i]! * Math.sin((2 * Math.PI * hz * i) / rateHz)) / sound.length;
  }
  let rest = 0;
  for (let i = 0; i < sound.length; i++) {
    const angle = (2 * Math.PI * hz * i) / rateHz;
    rest += (sound[i]! - cosine * Math.cos(angle) - sine * Math.sin(angle)) ** 2;
  }
  return 10 * Math.log10(((cosine ** 2 + sine ** 2) * sound.length) / 2 / rest);
}

export const steepest = (sound: Float32Array) =>
  sound.reduce((most, sample, i) => (i === 0 ? 0 : Math.max(most, Math.abs(sample - sound[i - 1]!))), 0);
