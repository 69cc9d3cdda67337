/** Whoever wants nothing taken out of their sound is a speaker when they speak, and not because of what else their microphone gives. */
import { seededRandom } from '@veche/testkit/random.ts';
import { fromDb, scale } from '@veche/testkit/sound/level.ts';
import { noises } from '@veche/testkit/sound/noises.ts';
import { synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';
import { describe, expect, it } from 'vitest';
import { loadSoundLibrary } from '../codecs/sound-library.ts';
import { MeetingForTests } from '../suite/meeting-for-tests.ts';

const library = await loadSoundLibrary();
const lengthMs = 10_000;

/** Share of the looks, ten a second, at which the microphone was a speaker's. */
function spoken(sound: Float32Array, treatment: 'original' | 'suppressed', mayClean = true): number {
  const meeting = new MeetingForTests(library);
  meeting.speak('anna', (sample) => sound[sample] ?? 0, { treatment });
  let [looks, voices] = [0, 0];
  for (let ms = 0; ms < lengthMs; ms += 100) {
    meeting.run(100, mayClean);
    looks += 1;
    if (meeting.engine.takeLevels().some(({ voice }) => voice)) voices += 1;
  }
  return voices / looks;
}

/** Eight strokes a second that die away in 100 ms, as a room lets them. */
function keyboard(): Float32Array {
  const random = seededRandom(11);
  const sound = new Float32Array(lengthMs * 48);
  for (let at = 0; at < sound.length; at += Math.round(48_000 / (7 + 2 * random())))
    for (let i = 0; i < 6_000 && at + i < sound.length; i += 1)
      sound[at + i]! += 0.3 * (2 * random() - 1) * Math.exp(-i / 1_000);
  return sound;
}

const fan = scale(noises.fan(3, lengthMs), fromDb(-40 + 35));
const voice = synthesiseSpeech({ voice: 'clara', seed: 5, lengthMs, talking: 0.9 });

describe('original sound', () => {
  it('of a voice makes a speaker', () => {
    expect(spoken(voice, 'original')).toBeGreaterThan(0.6);
  });

  it('of a fan does not, from its first moment on', () => {
    expect(spoken(fan, 'original')).toBe(0);
  });

  it('of a keyboard does not', () => {
    expect(spoken(keyboard(), 'original')).toBeLessThan(0.05);
  });
});

describe('while the machine is too short of time to judge', () => {
  it('a voice still makes a speaker', () => {
    expect(spoken(voice, 'suppressed', false)).toBeGreaterThan(0.6);
  });

  it('a fan does not', () => {
    expect(spoken(fan, 'suppressed', false)).toBeLessThan(0.05);
  });
});
