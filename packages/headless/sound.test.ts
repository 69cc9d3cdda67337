import { describe, expect, it } from 'vitest';
import { blockSamples, playing, type Signal, sampleRateHz, silence, speech, tone } from './sound-signal.ts';
import { loudness, toneShare } from './tone-meter.ts';

function record(signal: Signal, lengthMs: number): Int16Array {
  const samples = new Int16Array((lengthMs / 10) * blockSamples);
  for (let at = 0; at < samples.length; at += blockSamples) signal(samples.subarray(at, at + blockSamples));
  return samples;
}

describe('a tone', () => {
  it('is found at its frequency and nowhere else', () => {
    const samples = record(tone(440), 200);
    expect(toneShare(samples, sampleRateHz, 440)).toBeGreaterThan(0.98);
    for (const otherHz of [300, 400, 480, 880, 1_000])
      expect(toneShare(samples, sampleRateHz, otherHz)).toBeLessThan(0.02);
  });

  it('is found in a mix by its share', () => {
    const [low, high] = [record(tone(440), 200), record(tone(1_000), 200)];
    const mix = low.map((sample, at) => sample + high[at]!);
    expect(toneShare(mix, sampleRateHz, 440)).toBeCloseTo(0.5, 1);
  });

  it('is not found in silence', () => {
    expect(toneShare(record(silence, 200), sampleRateHz, 440)).toBe(0);
  });
});

describe('given samples', () => {
  it('are played once, to the last one, and then it is silent', () => {
    const samples = new Int16Array(blockSamples + 7).fill(5);
    const played = record(playing(samples), 30);
    expect(played.subarray(0, samples.length)).toEqual(samples);
    expect(loudness(played.subarray(samples.length))).toBe(0);
  });
});

describe('speech', () => {
  it.each([1, 2, 3, 4, 5])('of speaker %i has loud phrases and true pauses', (seed) => {
    const samples = record(speech(seed), 20_000);
    const levels = Array.from({ length: 200 }, (_, at) => loudness(samples.subarray(at * 4_800, (at + 1) * 4_800)));
    expect(levels.filter((level) => level > 800).length).toBeGreaterThan(40);
    expect(levels.filter((level) => level === 0).length).toBeGreaterThan(40);
    expect(Math.max(...levels)).toBeLessThan(16_000);
  });

  it('is the same for the same seed', () => {
    expect(record(speech(7), 3_000)).toEqual(record(speech(7), 3_000));
  });
});
