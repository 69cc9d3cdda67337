import { describe, expect, it } from 'vitest';
import { activeLevelDb, levelDbOf } from './level.ts';
import { clicks, clippedSamples } from './measures/flaws.ts';
import { voiceNames, voices } from './speech/voice.ts';
import { soundRateHz, synthesiseSpeech } from './synthetic-speech.ts';

/** Pitch by autocorrelation of 60 ms stretches, Hz; only of those that are clearly periodic. */
function pitches(sound: Float32Array): number[] {
  const found: number[] = [];
  const size = 2_880;
  for (let from = 0; from + 2 * size <= sound.length; from += size) {
    const part = sound.subarray(from, from + size);
    const energy = part.reduce((sum, sample) => sum + sample * sample, 0);
    if (energy / size < 1e-4) continue;
    let best = { lag: 0, likeness: 0 };
    for (let lag = 120; lag <= 700; lag += 1) {
      let sum = 0;
      let other = 0;
      for (let at = from; at < from + size; at += 2) {
        sum += sound[at]! * sound[at + lag]!;
        other += sound[at + lag]! ** 2;
      }
      const likeness = (2 * sum) / Math.sqrt(energy * 2 * other);
      if (likeness > best.likeness + 0.05) best = { lag, likeness };
    }
    if (best.likeness > 0.8) found.push(soundRateHz / best.lag);
  }
  return found;
}

describe('synthetic speech', () => {
  it('is the same for the same seed and another for another', () => {
    const say = (seed: number) => synthesiseSpeech({ voice: 'clara', seed, lengthMs: 1_500 });
    expect(say(1)).toEqual(say(1));
    expect(say(1)).not.toEqual(say(2));
  });

  it.each(voiceNames)('of %s is at the asked level, unclipped, without clicks', (voice) => {
    const sound = synthesiseSpeech({ voice, seed: 4, lengthMs: 6_000, levelDb: -20 });
    expect(activeLevelDb(sound)).toBeCloseTo(-20, 3);
    expect([clippedSamples(sound), sound.every(Number.isFinite)]).toEqual([0, true]);
    expect(clicks(sound)).toEqual([]);
  });

  it.each([0.4, 0.8])('fills its share %f of the time', (talking) => {
    const sound = synthesiseSpeech({ voice: 'boris', seed: 6, lengthMs: 60_000, talking });
    const levels = Array.from({ length: 600 }, (_, at) => levelDbOf(sound.subarray(at * 4_800, (at + 1) * 4_800)));
    expect(Math.abs(levels.filter((level) => level > -60).length / 600 - talking)).toBeLessThan(0.1);
  });

  it.each(['anton', 'clara', 'fanny'] as const)('has the pitch of %s', (voice) => {
    const heard = pitches(synthesiseSpeech({ voice, seed: 8, lengthMs: 6_000 })).sort((one, other) => one - other);
    expect(heard.length).toBeGreaterThan(10);
    const middle = heard[Math.floor(heard.length / 2)]!;
    expect(Math.abs(middle / voices[voice].pitchHz - 1)).toBeLessThan(0.2);
  });
});
