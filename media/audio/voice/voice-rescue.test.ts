import { addNoise } from '@veche/testkit/sound/level.ts';
import { siSdrDb } from '@veche/testkit/sound/measures/si-sdr.ts';
import { babble, keyboard } from '@veche/testkit/sound/noises.ts';
import { synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';
import { describe, expect, it } from 'vitest';
import { loadSoundLibrary } from '../codecs/sound-library.ts';
import { frameSamples } from '../frame.ts';
import { Cleaning, cleaningDelaySamples } from './cleaning.ts';
import { rumbleDelaySamples } from './rumble-filter.ts';
import { VoiceRescue } from './voice-rescue.ts';

const blockSamples = 480;
const library = await loadSoundLibrary();

/** A tone of which a cleaner takes all but `kept`; what comes out beyond that. */
function givenBack(hz: number, kept: number, { speech = 1, gain = (_at: number): number => 1 } = {}): Float32Array {
  const rescue = new VoiceRescue();
  const given = new Float32Array(48_000);
  for (let from = 0; from < given.length; from += blockSamples) {
    const dry = Float32Array.from({ length: blockSamples }, (_, at) => tone(hz, from + at) * gain(from + at));
    rescue.hear(
      dry,
      dry.map((sample) => sample * kept),
      speech,
    );
    rescue.giveBack(given.subarray(from, from + blockSamples));
  }
  return given;
}

const tone = (hz: number, at: number): number => 0.3 * Math.sin((2 * Math.PI * hz * at) / 48_000);

/** How much of the tone, as it was 5 ms before, is in the second half, 1 = all of it. */
function shareOf(hz: number, given: Float32Array): number {
  let common = 0;
  let own = 0;
  for (let at = 24_000; at < given.length; at++) {
    const due = tone(hz, at - rumbleDelaySamples);
    common += due * given[at]!;
    own += due * due;
  }
  return common / own;
}

describe('what a cleaner takes', () => {
  it.each([200, 262, 330, 450, 600, 700])('of a voice at %i Hz is given back in its place', (hz) => {
    // Two thirds is what a band of steady loudness is due.
    expect(shareOf(hz, givenBack(hz, 0))).toBeGreaterThan(0.5);
    expect(shareOf(hz, givenBack(hz, 0))).toBeLessThan(0.8);
  });

  it('is given back whole where the band is far louder than it mostly is', () => {
    const given = givenBack(450, 0, { gain: (at) => (at % 24_000 < 4_800 ? 1 : 0.03) });
    const loud = given.subarray(24_000 + 1_440, 24_000 + 4_320);
    const due = Float32Array.from(loud, (_, at) => tone(450, 24_000 + 1_440 + at - rumbleDelaySamples));
    expect(siSdrDb(due, loud)).toBeGreaterThan(25);
    const power = (sound: Float32Array) => sound.reduce((sum, sample) => sum + sample * sample, 0);
    expect(power(loud) / power(due)).toBeGreaterThan(0.7);
    expect(power(loud) / power(due)).toBeLessThan(1.1);
  });

  it('stays away where nobody speaks, where it is little, and above and below the bands', () => {
    expect(givenBack(450, 0, { speech: 0.4 }).every((sample) => sample === 0)).toBe(true);
    expect(shareOf(450, givenBack(450, 0.7))).toBe(0);
    expect(shareOf(50, givenBack(50, 0))).toBeLessThan(0.1);
    expect(shareOf(1_500, givenBack(1_500, 0))).toBeLessThan(0.1);
  });

  it('of nothing, or of what is no number, is nothing, and does not stay', () => {
    const rescue = new VoiceRescue();
    const [nothing, broken] = [new Float32Array(blockSamples), new Float32Array(blockSamples).fill(Number.NaN)];
    for (const block of [nothing, broken, nothing, nothing, nothing, nothing]) rescue.hear(block, nothing, 1);
    const heard = new Float32Array(blockSamples);
    rescue.giveBack(heard);
    expect(heard.every((sample) => sample === 0)).toBe(true);
    // Neither afterwards, in a voice.
    for (let block = 0; block < 50; block++) {
      const voice = Float32Array.from(nothing, (_, at) => tone(450, block * blockSamples + at));
      rescue.hear(voice, nothing, 1);
      rescue.giveBack(heard.fill(0));
    }
    const energy = heard.reduce((sum, sample) => sum + sample * sample, 0);
    expect(energy).toBeGreaterThan(0.1);
  });
});

/** Seconds 2 to 9.8 of what comes out of a cleaner that has heard a quarter of a second of silence before. */
function cleaned(sound: Float32Array): Float32Array {
  const cleaner = library.noiseCleaner();
  for (let block = 0; block < 25; block++) cleaner.process(new Float32Array(blockSamples));
  const cleaning = new Cleaning(cleaner);
  const out = sound.slice();
  for (let from = 0; from + frameSamples <= out.length; from += frameSamples)
    cleaning.process(out.subarray(from, from + frameSamples), true, false);
  cleaning.close();
  return out.subarray(96_000 + cleaningDelaySamples);
}

describe('with the real cleaner', () => {
  // Without the rescue: -0.7, 2.0 and -1.0 dB.
  it.each([
    ['elena', 105],
    ['fanny', 106],
    ['fanny', 206],
  ] as const)('a high voice among others, %s of seed %i, comes out nearer to itself than it went in', (voice, seed) => {
    const speech = synthesiseSpeech({ voice, seed, lengthMs: 10_000, talking: 0.8 });
    const noisy = addNoise(speech, babble(seed, 10_000), 5);
    const wanted = speech.subarray(96_000, 470_000);
    const gainDb = siSdrDb(wanted, cleaned(noisy)) - siSdrDb(wanted, noisy.subarray(96_000));
    expect(gainDb).toBeGreaterThan(1.5);
  });

  it('nothing of keys that are struck is given back', () => {
    const keys = keyboard(7, 6_000);
    const cleaner = library.noiseCleaner();
    const rescue = new VoiceRescue();
    const given = new Float32Array(keys.length);
    for (let from = blockSamples; from + blockSamples <= keys.length; from += blockSamples) {
      const wet = keys.slice(from, from + blockSamples);
      const probability = cleaner.process(wet);
      rescue.hear(keys.subarray(from - blockSamples, from), wet, probability);
      rescue.giveBack(given.subarray(from, from + blockSamples));
    }
    cleaner.close();
    expect(given.every((sample) => sample === 0)).toBe(true);
  });
});
