import { describe, expect, it } from 'vitest';
import { addNoise, levelDbOf } from './level.ts';
import { siSdrDb } from './measures/si-sdr.ts';
import { type NoiseName, noises } from './noises.ts';
import { soundRateHz, synthesiseSpeech } from './synthetic-speech.ts';

const names = Object.keys(noises) as NoiseName[];

describe('noise', () => {
  it.each(names)('%s is the same for the same seed, at the usual level and does not clip', (name) => {
    const sound = noises[name](3, 2_000);
    expect(sound).toEqual(noises[name](3, 2_000));
    expect(levelDbOf(sound)).toBeCloseTo(-35, 1);
    expect(sound.every((sample) => Math.abs(sample) < 0.99)).toBe(true);
  });

  it('of a fan is mostly low, and white noise is not', () => {
    const lowShare = (sound: Float32Array): number => {
      let smooth = 0;
      const pole = 1 - Math.exp((-2 * Math.PI * 500) / soundRateHz);
      const low = sound.map((sample) => {
        smooth += pole * (sample - smooth);
        return smooth;
      });
      return 10 ** ((levelDbOf(low) - levelDbOf(sound)) / 10);
    };
    expect(lowShare(noises.fan(1, 3_000))).toBeGreaterThan(0.7);
    expect(lowShare(noises.white(1, 3_000))).toBeLessThan(0.1);
  });

  it('of a keyboard comes in strokes with quiet between them', () => {
    const sound = noises.keyboard(1, 5_000);
    const levels = Array.from({ length: 500 }, (_, at) => levelDbOf(sound.subarray(at * 480, (at + 1) * 480)));
    expect(levels.filter((level) => level > -35).length).toBeLessThan(150);
    expect(levels.filter((level) => level < -60).length).toBeGreaterThan(200);
  });

  it('is added at the asked distance', () => {
    const speech = synthesiseSpeech({ voice: 'elena', seed: 2, lengthMs: 4_000 });
    expect(siSdrDb(speech, addNoise(speech, noises.white(2, 4_000), 5))).toBeCloseTo(5, 0);
  });
});
