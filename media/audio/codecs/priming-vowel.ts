/**
 * A quarter of a second of somebody who says "a", for RNNoise to hear before it hears anybody: until it has heard a voice, it cannot tell steady noise
 * from one, and lets it through. Pulses of a throat through three resonances (Klatt 1980).
 */
const rateHz = 48_000;
const lengthMs = 250;
const peak = 0.3;
/** Frequency and bandwidth of each resonance, Hz. */
const formants = [
  [730, 90],
  [1_090, 110],
  [2_440, 160],
] as const;

/** 48 kHz, -1 to 1. */
export function primingVowel(): Float32Array {
  const vowel = new Float32Array((rateHz * lengthMs) / 1_000);
  let phase = 0;
  for (let at = 0; at < vowel.length; at++) {
    const place = at / vowel.length;
    phase += (140 - 30 * place) / rateHz;
    if (phase < 1) continue;
    phase -= 1;
    vowel[at] = Math.sin(Math.PI * place);
  }
  // A throat's pulses fall by 12 dB an octave.
  smooth(vowel, 0.97);
  for (const [frequencyHz, bandwidthHz] of formants) resonate(vowel, frequencyHz, bandwidthHz);
  const loudest = vowel.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return vowel.map((sample) => (sample * peak) / loudest);
}

function smooth(sound: Float32Array, share: number): void {
  let last = 0;
  for (let at = 0; at < sound.length; at++) {
    last = share * last + (1 - share) * sound[at]!;
    sound[at] = last;
  }
}

function resonate(sound: Float32Array, frequencyHz: number, bandwidthHz: number): void {
  const radius = Math.exp((-Math.PI * bandwidthHz) / rateHz);
  const b = 2 * radius * Math.cos((2 * Math.PI * frequencyHz) / rateHz);
  const c = -radius * radius;
  let [last, beforeLast] = [0, 0];
  for (let at = 0; at < sound.length; at++) {
    const next = (1 - b - c) * sound[at]! + b * last + c * beforeLast;
    [beforeLast, last] = [last, next];
    sound[at] = next;
  }
}
