import { addNoise, levelDbOf } from '@veche/testkit/sound/level.ts';
import { siSdrDb } from '@veche/testkit/sound/measures/si-sdr.ts';
import { type NoiseName, noises } from '@veche/testkit/sound/noises.ts';
import { synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';
import { describe, expect, it } from 'vitest';
import { loadRnnoise } from './rnnoise.ts';

const rnnoise = await loadRnnoise();
const blockSamples = 480;
const lengthMs = 8_000;
const speech = synthesiseSpeech({ voice: 'david', seed: 5, lengthMs, talking: 0.6 });

/** Cleaned, the delay of one block taken out again; and how likely each block was speech. */
function clean(sound: Float32Array): { sound: Float32Array; probabilities: number[] } {
  const cleaner = rnnoise.cleaner();
  const out = new Float32Array(sound.length + blockSamples);
  out.set(sound);
  const probabilities: number[] = [];
  for (let at = 0; at < out.length; at += blockSamples)
    probabilities.push(cleaner.process(out.subarray(at, at + blockSamples)));
  cleaner.close();
  return { sound: out.subarray(blockSamples), probabilities };
}

const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('noise suppression', () => {
  it.each([
    ['white', 10],
    ['fan', 7],
    ['babble', 2],
    ['keyboard', 2],
  ] satisfies [NoiseName, number][])('takes %s noise out of a voice: at least %d dB', (name, leastDb) => {
    const noisy = addNoise(speech, noises[name](3, lengthMs), 5);
    expect(siSdrDb(speech, clean(noisy).sound) - siSdrDb(speech, noisy)).toBeGreaterThan(leastDb);
  });

  it('leaves a clean voice as it is', () => {
    expect(siSdrDb(speech, clean(speech).sound)).toBeGreaterThan(20);
  });

  it('tells a voice from noise', () => {
    const noise = noises.fan(3, 2_000);
    expect(average(clean(speech).probabilities)).toBeGreaterThan(0.5);
    expect(average(clean(noise).probabilities)).toBeLessThan(0.2);
  });

  it('keeps voices apart', () => {
    const [first, second] = [rnnoise.cleaner(), rnnoise.cleaner()];
    const alone = clean(speech.subarray(0, 48_000)).sound;
    const heard = new Float32Array(48_000);
    heard.set(speech.subarray(0, 48_000));
    const noise = noises.white(1, 1_000);
    for (let at = 0; at < 48_000; at += blockSamples) {
      first.process(heard.subarray(at, at + blockSamples));
      second.process(noise.subarray(at, at + blockSamples));
    }
    expect(heard.subarray(blockSamples)).toEqual(alone.subarray(0, 48_000 - blockSamples));
  });

  it('forgets the voice on reset', () => {
    const cleaner = rnnoise.cleaner();
    const [first, second] = [speech.slice(48_000, 48_480), speech.slice(48_000, 48_480)];
    cleaner.process(first);
    cleaner.reset();
    cleaner.process(second);
    expect(second).toEqual(first);
  });

  it('takes out what does not swing at all', () => {
    const { sound } = clean(new Float32Array(96_000).fill(0.1));
    expect(Math.max(...sound.subarray(48_000, 95_000).map(Math.abs))).toBeLessThan(0.001);
  });

  it('gets over what is no number', () => {
    const cleaner = rnnoise.cleaner();
    cleaner.process(new Float32Array(blockSamples).fill(Number.NaN));
    cleaner.process(new Float32Array(blockSamples).fill(Number.POSITIVE_INFINITY));
    for (let i = 0; i < 20; i++) {
      const frame = speech.slice(48_000 + i * blockSamples, 48_000 + (i + 1) * blockSamples);
      expect(cleaner.process(frame)).toBeLessThanOrEqual(1);
      expect(frame.every(Number.isFinite)).toBe(true);
    }
  });

  it.each([1, 2, 3, 4, 5, 6])('primed, it takes white noise away from the first second on: seed %d', (seed) => {
    const sound = noises.white(seed, 2_000);
    const before = levelDbOf(sound);
    const cleaner = rnnoise.cleaner();
    cleaner.prime();
    const probabilities: number[] = [];
    for (let at = 0; at < sound.length; at += blockSamples)
      probabilities.push(cleaner.process(sound.subarray(at, at + blockSamples)));
    expect(levelDbOf(sound.subarray(48_000)) - before).toBeLessThan(-30);
    expect(average(probabilities)).toBeLessThan(0.2);
  });

  it('primed, it lets nothing of what it was primed with out', () => {
    const cleaner = rnnoise.cleaner();
    cleaner.prime();
    const frame = new Float32Array(blockSamples);
    for (let block = 0; block < 10; block++) {
      cleaner.process(frame);
      expect(Math.max(...frame.map(Math.abs))).toBeLessThan(0.002);
    }
  });

  // Before the first voice it cannot always tell: white noise from the very start may pass for one (decision 0010).
  it.each([1, 2, 3])('tells white noise for what it is once a voice was heard, and takes it away: seed %d', (seed) => {
    const sound = noises.white(seed, 8_000);
    synthesiseSpeech({ voice: 'david', seed, lengthMs: 4_000, talking: 0.7 }).forEach((sample, at) => {
      sound[at]! += sample;
    });
    const cleaned = clean(sound);
    expect(average(cleaned.probabilities.slice(600))).toBeLessThan(0.1);
    expect(levelDbOf(cleaned.sound.subarray(288_000)) - levelDbOf(sound.subarray(288_000))).toBeLessThan(-25);
  });

  it.each([300, 1_500])('cleans %d voices at once, each as if it were alone', async (count) => {
    const crowd = await loadRnnoise();
    const first = crowd.cleaner();
    const cleaners = [first, ...Array.from({ length: count - 1 }, () => crowd.cleaner())];
    const alone = rnnoise.cleaner();
    for (let at = 48_000; at < 48_000 + 5 * blockSamples; at += blockSamples) {
      const wanted = speech.slice(at, at + blockSamples);
      const probability = alone.process(wanted);
      for (const cleaner of cleaners) {
        const heard = speech.slice(at, at + blockSamples);
        expect(cleaner.process(heard)).toBe(probability);
        if (cleaner === first || cleaner === cleaners.at(-1)) expect(heard).toEqual(wanted);
      }
    }
    for (const cleaner of cleaners) cleaner.close();
  });
});
