/** What disturbs a meeting, seeded and of any length: white noise, a fan, other people's babble, a keyboard. 48 kHz, mono, all at the same usual level. */
import { seededRandom } from '../random.ts';
import { add, addNoise, fromDb, levelDbOf, levelTo, scale } from './level.ts';
import { BandPass } from './speech/resonator.ts';
import { voiceNames } from './speech/voice.ts';
import { soundRateHz, synthesiseSpeech } from './synthetic-speech.ts';

export type NoiseName = 'white' | 'fan' | 'babble' | 'keyboard';
export type MakeNoise = (seed: number, lengthMs: number) => Float32Array;

const usualLevelDb = -35;
const airOctavesHz = [31.5, 63, 125, 250, 500, 1_000, 2_000, 4_000, 8_000];
const airDbPerOctave = -5;
const humBelowAirDb = 10;
const samplesOf = (lengthMs: number): number => Math.round((lengthMs * soundRateHz) / 1_000);
const atUsualLevel = (sound: Float32Array): Float32Array => scale(sound, fromDb(usualLevelDb - levelDbOf(sound)));

/** Nearly Gaussian, mean square 1. */
function gaussian(random: () => number): number {
  return 2 * (random() + random() + random() - 1.5);
}

export const white: MakeNoise = (seed, lengthMs) => {
  const random = seededRandom(seed);
  return atUsualLevel(Float32Array.from({ length: samplesOf(lengthMs) }, () => gaussian(random)));
};

/**
 * Rushing air with 5 dB less in each octave than in the one below, as ventilation has that people call neutral (the Room Criteria curves, Blazier
 * 1981), and 10 dB under it the hum of blades that do not turn quite steadily.
 */
export const fan: MakeNoise = (seed, lengthMs) => {
  const random = seededRandom(seed);
  const sound = new Float32Array(samplesOf(lengthMs));
  airOctavesHz.forEach((centreHz, octave) => {
    const band = levelTo(octaveOfNoise(random, centreHz, sound.length), airDbPerOctave * octave);
    for (let at = 0; at < sound.length; at++) sound[at]! += band[at]!;
  });
  const hum = new Float32Array(sound.length);
  const bladeHz = 70 + 40 * random();
  let turn = 0;
  for (let at = 0; at < sound.length; at++) {
    const seconds = at / soundRateHz;
    turn += (bladeHz * (1 + 0.006 * Math.sin(2 * Math.PI * 0.23 * seconds))) / soundRateHz;
    const beat = 1 + 0.2 * Math.sin((2 * Math.PI * turn) / 5);
    sound[at]! *= beat;
    for (let order = 1; order <= 6; order++) hum[at]! += (Math.sin(2 * Math.PI * order * turn + order) * beat) / order;
  }
  return atUsualLevel(addNoise(sound, hum, humBelowAirDb));
};

function octaveOfNoise(random: () => number, centreHz: number, length: number): Float32Array {
  const filters = [new BandPass(soundRateHz), new BandPass(soundRateHz)];
  for (const filter of filters) filter.tune(centreHz, centreHz * Math.SQRT1_2);
  const band = new Float32Array(length);
  for (let at = 0; at < length; at++)
    band[at] = filters.reduce((sound, filter) => filter.next(sound), gaussian(random));
  return band;
}

/** Eight people who talk at once, without pauses to speak of. */
export const babble: MakeNoise = (seed, lengthMs) => {
  const talkers = Array.from({ length: 8 }, (_, index) =>
    synthesiseSpeech({
      voice: voiceNames[index % voiceNames.length]!,
      seed: seed * 31 + 1_000 + index,
      lengthMs,
      talking: 0.85,
    }),
  );
  return atUsualLevel(add(...talkers));
};

/** Keys struck in bursts: each a short broad click of a resonating case when it goes down, and a weaker one when it comes up. */
export const keyboard: MakeNoise = (seed, lengthMs) => {
  const random = seededRandom(seed);
  const sound = new Float32Array(samplesOf(lengthMs));
  let at = samplesOf(100);
  while (at < sound.length) {
    const strength = 0.6 + 0.8 * random();
    strike(sound, at, strength, random);
    strike(sound, at + samplesOf(60 + 50 * random()), strength * 0.4, random);
    const isPause = random() < 0.08;
    at += samplesOf(isPause ? 500 + 900 * random() : 90 + 130 * random());
  }
  return atUsualLevel(sound);
};

function strike(sound: Float32Array, from: number, strength: number, random: () => number): void {
  const keyCap = new BandPass(soundRateHz);
  keyCap.tune(2_500 + 2_500 * random(), 1_800);
  const desk = new BandPass(soundRateHz);
  desk.tune(250 + 250 * random(), 160);
  const end = Math.min(sound.length, from + samplesOf(35));
  for (let at = from; at < end; at++) {
    const seconds = (at - from) / soundRateHz;
    const blow = gaussian(random) * Math.exp(-seconds / 0.003);
    sound[at]! += strength * (keyCap.next(blow) * 3 + desk.next(blow) * 2);
  }
}

export const noises: Readonly<Record<NoiseName, MakeNoise>> = { white, fan, babble, keyboard };
