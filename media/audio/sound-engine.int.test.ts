import { seededRandom } from '@veche/testkit/random.ts';
import { fromDb, levelDbOf, scale } from '@veche/testkit/sound/level.ts';
import { fan } from '@veche/testkit/sound/noises.ts';
import { synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadSoundLibrary } from './codecs/sound-library.ts';
import { MeetingForTests, silence, tone } from './suite/meeting-for-tests.ts';

const library = await loadSoundLibrary();
let meeting: MeetingForTests;

beforeEach(() => {
  meeting = new MeetingForTests(library);
});

const steepest = (samples: readonly number[]) =>
  samples.reduce((most, sample, i) => (i === 0 ? 0 : Math.max(most, Math.abs(sample - samples[i - 1]!))), 0);
/** Of a tone: what its samples differ by at most. */
const slope = (hz: number, gain = 0.2) => gain * 2 * Math.PI * (hz / 48_000);

describe('a meeting that is mixed', () => {
  it('gives everybody all voices but their own', () => {
    meeting.speak('anna', tone(440));
    meeting.speak('boris', tone(660));
    meeting.speak('vera', tone(880));
    meeting.speak('gleb', tone(1_100));
    const anna = meeting.listen('anna');
    const dina = meeting.listen('dina');
    meeting.run(2_000);
    for (const hz of [440, 660, 880, 1_100]) expect(dina.amplitudeOf(hz, 500, 1_900)).toBeCloseTo(0.2, 1);
    for (const hz of [660, 880, 1_100]) expect(anna.amplitudeOf(hz, 500, 1_900)).toBeCloseTo(0.2, 1);
    expect(anna.amplitudeOf(440, 500, 1_900)).toBeLessThan(0.2 / 316);
  });

  it('keeps a voice as loud when others begin to speak', () => {
    meeting.speak('anna', tone(440));
    meeting.speak('boris', silence);
    meeting.speak('vera', silence);
    const ear = meeting.listen('dina');
    meeting.run(1_500);
    meeting.say('boris', tone(660));
    meeting.say('vera', tone(880));
    meeting.run(1_500);
    const ratio = ear.amplitudeOf(440, 2_000, 2_900) / ear.amplitudeOf(440, 500, 1_400);
    expect(Math.abs(20 * Math.log10(ratio))).toBeLessThan(0.5);
  });

  it('sends nothing but signs of life when nobody speaks', () => {
    meeting.speak('anna', silence);
    const ear = meeting.listen('boris');
    meeting.run(1_000);
    const before = ear.payloads;
    meeting.run(4_000);
    expect(ear.payloads - before).toBe(10);
    meeting.say('anna', tone(440));
    meeting.run(1_000);
    expect(ear.markers).toBe(1);
    expect(ear.amplitudeOf(440, 5_400, 5_900)).toBeCloseTo(0.2, 1);
  });

  it('has no seam where a listener begins to speak, or stops', () => {
    meeting.speak('anna', tone(440));
    meeting.speak('boris', silence);
    const ear = meeting.listen('boris');
    meeting.run(1_000);
    meeting.say('boris', tone(300));
    meeting.run(1_000);
    meeting.say('boris', silence);
    meeting.run(3_000);
    const heard = ear.samples.slice(24_000, -4_800);
    expect(steepest(heard)).toBeLessThan(slope(440) * 1.3);
    for (let fromMs = 500; fromMs < 4_500; fromMs += 100) {
      expect(Math.abs(20 * Math.log10(ear.amplitudeOf(440, fromMs, fromMs + 100) / 0.2))).toBeLessThan(1);
    }
  });

  it('has no click where somebody is muted, comes back, changes the treatment, or leaves in the middle of a word', () => {
    meeting.speak('anna', tone(440));
    const ear = meeting.listen('boris');
    meeting.run(1_000);
    meeting.change('anna', { paused: true });
    meeting.run(500);
    meeting.change('anna', { paused: false });
    meeting.run(1_000);
    meeting.change('anna', { treatment: 'suppressed' });
    meeting.run(500);
    meeting.change('anna', { treatment: 'original' });
    meeting.run(1_000);
    meeting.leave('anna');
    meeting.run(1_000);
    expect(steepest(ear.samples)).toBeLessThan(slope(440) * 1.5);
    expect(ear.amplitudeOf(440, 1_100, 1_400)).toBeLessThan(0.01);
    expect(ear.amplitudeOf(440, 2_000, 2_400)).toBeCloseTo(0.2, 1);
    expect(ear.amplitudeOf(440, 4_300, 4_600)).toBeLessThan(0.001);
  });

  it('encodes once for all who are silent, and once for each who speaks', () => {
    meeting.speak('anna', tone(440));
    meeting.speak('boris', tone(660));
    for (const name of ['anna', 'boris']) meeting.listen(name);
    for (let i = 0; i < 48; i += 1) {
      meeting.speak(`silent ${i}`, silence);
      meeting.listen(`silent ${i}`);
    }
    meeting.run(500);
    expect(meeting.engine.counts().streams).toBe(3);
  });

  it('never clips, however many shout', () => {
    for (let i = 0; i < 8; i += 1) meeting.speak(`voice ${i}`, tone(300 + 97 * i, 0.9));
    const ear = meeting.listen('anna');
    meeting.run(2_000);
    expect(Math.max(...ear.samples.map(Math.abs))).toBeLessThan(1);
  });

  it('does not clip applause either, which codecs overshoot', () => {
    const random = seededRandom(1);
    const gaussian = () => (random() + random() + random() - 1.5) * 2;
    for (let i = 0; i < 6; i += 1) meeting.speak(`hands ${i}`, () => 0.12 * gaussian());
    const ear = meeting.listen('anna');
    meeting.run(2_000);
    expect(Math.max(...ear.samples.map(Math.abs))).toBeLessThan(1);
  });
});

describe('clients of every kind', () => {
  it.each(['pcmu', 'pcma', 'g722'] as const)('are heard and hear with %s alone', (format) => {
    meeting.speak('old', tone(440), { format });
    meeting.speak('new', tone(660));
    const old = meeting.listen('old', format);
    const young = meeting.listen('new');
    meeting.run(2_000);
    expect(young.amplitudeOf(440, 500, 1_900)).toBeCloseTo(0.2, 1);
    expect(old.amplitudeOf(660, 500, 1_900)).toBeCloseTo(0.2, 1);
    expect(old.amplitudeOf(440, 500, 1_900)).toBeLessThan(0.003);
  });

  it('that probe their network with empty packets are not taken for garbage', () => {
    meeting.speak('anna', tone(440));
    const ear = meeting.listen('boris');
    meeting.run(200);
    for (let i = 0; i < 40; i += 1) meeting.inject('anna', new Uint8Array(0));
    meeting.run(1_000);
    expect(meeting.engine.takeReadable()).toEqual([]);
    expect(ear.amplitudeOf(440, 400, 1_100)).toBeCloseTo(0.2, 1);
  });

  it('that send garbage are told so, and disturb nobody', () => {
    meeting.speak('anna', tone(440));
    const inboundId = meeting.speak('mallory', silence);
    meeting.change('mallory', { paused: false });
    const ear = meeting.listen('boris');
    let seed = 1;
    const garbage = () =>
      Uint8Array.from({ length: 80 }, () => {
        seed = (seed * 48_271) % 2_147_483_647;
        return seed & 0xff;
      });
    meeting.run(500);
    const told = [];
    for (let i = 0; i < 150; i += 1) {
      meeting.inject('mallory', garbage());
      meeting.run(20);
      told.push(...meeting.engine.takeReadable());
    }
    expect(told).toEqual([{ inboundId, readable: false }]);
    meeting.leave('mallory');
    expect(meeting.engine.takeReadable()).toEqual([{ inboundId, readable: true }]);
    expect(ear.amplitudeOf(440, 2_500, 3_400)).toBeCloseTo(0.2, 1);
  });
});

describe('while there is no time to clean', () => {
  const talkMs = 4_000;
  const voice = synthesiseSpeech({ voice: 'clara', seed: 3, lengthMs: talkMs, talking: 0.9 });
  const room = (seed: number) => scale(fan(seed, 30_000), fromDb(-45 + 35));

  it('voices are heard whole, and nobody hears ten rooms hum', () => {
    const fans = Array.from({ length: 10 }, (_, at) => room(at));
    for (const [at, noise] of fans.entries())
      meeting.speak(`person ${at}`, (sample) => noise[sample] ?? 0, { treatment: 'suppressed' });
    const ear = meeting.listen('listener');
    for (const at of fans.keys()) meeting.listen(`person ${at}`);
    meeting.run(2_000);
    meeting.run(4_000, false);
    expect(meeting.engine.counts().streams).toBe(1);
    const before = ear.samples.length;
    meeting.say('person 0', (sample) => (fans[0]![sample] ?? 0) + (voice[sample - 6_000 * 48] ?? 0));
    meeting.run(talkMs, false);
    const heard = Float32Array.from(ear.samples.slice(before));
    expect(Math.abs(levelDbOf(heard) - levelDbOf(voice))).toBeLessThan(1.5);
    meeting.run(4_000, false);
    const quiet = ear.samples.length;
    meeting.run(2_000, false);
    expect(levelDbOf(Float32Array.from(ear.samples.slice(quiet)))).toBeLessThan(-90);
    expect(meeting.engine.counts().streams).toBe(1);
  });

  it('cleaning comes back in the middle of a word', () => {
    meeting.speak('clara', (sample) => voice[sample - 500 * 48] ?? 0, { treatment: 'suppressed' });
    const ear = meeting.listen('listener');
    meeting.run(1_000);
    meeting.run(1_000, false);
    meeting.run(talkMs - 1_000);
    const heard = Float32Array.from(ear.samples.slice(500 * 48));
    expect(Math.abs(levelDbOf(heard) - levelDbOf(voice))).toBeLessThan(1.5);
  });
});
