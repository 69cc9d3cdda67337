import { beforeEach, describe, expect, it } from 'vitest';
import { loadSoundLibrary } from './codecs/sound-library.ts';
import { type Ear, MeetingForTests, silence, tone } from './suite/meeting-for-tests.ts';

const library = await loadSoundLibrary();
let meeting: MeetingForTests;
let anna: Ear;
let boris: Ear;
let vera: Ear;

/** Anna and Boris speak in one room, Vera in another. */
beforeEach(() => {
  meeting = new MeetingForTests(library);
  meeting.enter('vera', 'other');
  meeting.speak('anna', tone(440));
  meeting.speak('boris', tone(660));
  meeting.speak('vera', tone(880));
  anna = meeting.listen('anna');
  boris = meeting.listen('boris');
  vera = meeting.listen('vera');
});

const steepest = (samples: readonly number[]) =>
  samples.reduce((most, sample, i) => (i === 0 ? 0 : Math.max(most, Math.abs(sample - samples[i - 1]!))), 0);
const slope = (hz: number, gain = 0.2) => gain * 2 * Math.PI * (hz / 48_000);
const loudest = (samples: readonly number[]) => samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

describe('somebody who goes to another room in the middle of a word', () => {
  it('is heard there within 100 ms and no longer where they were, and hears who is there', () => {
    meeting.run(1_500);
    meeting.enter('anna', 'other');
    meeting.run(1_000);
    expect(boris.amplitudeOf(440, 1_000, 1_400)).toBeCloseTo(0.2, 1);
    expect(boris.amplitudeOf(440, 1_600, 2_400)).toBeLessThan(0.001);
    expect(vera.amplitudeOf(440, 1_000, 1_400)).toBeLessThan(0.001);
    expect(vera.amplitudeOf(440, 1_600, 2_400)).toBeCloseTo(0.2, 1);
    expect(anna.amplitudeOf(660, 1_000, 1_400)).toBeCloseTo(0.2, 1);
    expect(anna.amplitudeOf(660, 1_600, 2_400)).toBeLessThan(0.001);
    expect(anna.amplitudeOf(880, 1_600, 2_400)).toBeCloseTo(0.2, 1);
  });

  it('never hears themselves, nor does anybody else', () => {
    meeting.run(1_500);
    meeting.enter('anna', 'other');
    meeting.run(1_000);
    for (let fromMs = 1_300; fromMs < 2_300; fromMs += 50) {
      expect(anna.amplitudeOf(440, fromMs, fromMs + 200)).toBeLessThan(0.004);
      expect(boris.amplitudeOf(660, fromMs, fromMs + 200)).toBeLessThan(0.004);
      expect(vera.amplitudeOf(880, fromMs, fromMs + 200)).toBeLessThan(0.004);
    }
  });

  it('goes on speaking without a pause, and says nothing more in the room they left', () => {
    meeting.say('boris', silence);
    meeting.say('vera', silence);
    meeting.run(1_500);
    meeting.say('anna', tone(3_000));
    meeting.run(20);
    meeting.enter('anna', 'other');
    meeting.run(1_000);
    // What waited in the jitter buffer is heard in the new room at once.
    expect(vera.amplitudeOf(3_000, 1_560, 1_660)).toBeCloseTo(0.2, 1);
    expect(boris.amplitudeOf(440, 1_440, 1_500)).toBeCloseTo(0.2, 1);
    expect(boris.amplitudeOf(3_000, 1_500, 1_700)).toBeLessThan(0.002);
    expect(loudest(boris.samples.slice(1_600 * 48))).toBeLessThan(0.001);
  });

  it('makes no click in either room', () => {
    meeting.say('boris', silence);
    meeting.say('vera', silence);
    meeting.run(1_500);
    // Wherever in a wave the move falls.
    for (let round = 0; round < 20; round += 1) {
      meeting.enter('anna', round % 2 === 0 ? 'other' : 'meeting');
      meeting.run(100 + 20 * (round % 3));
    }
    expect(steepest(boris.samples)).toBeLessThan(slope(440) * 1.3);
    expect(steepest(vera.samples)).toBeLessThan(slope(440) * 1.3);
  });

  it('and is back before the next beat was never away, for nobody', () => {
    meeting.say('boris', silence);
    meeting.run(1_500);
    meeting.enter('anna', 'other');
    meeting.enter('anna', 'meeting');
    meeting.run(500);
    expect(steepest(boris.samples)).toBeLessThan(slope(440) * 2);
    for (const fromMs of [1_400, 1_500, 1_600]) {
      expect(boris.amplitudeOf(440, fromMs, fromMs + 100)).toBeGreaterThan(0.15);
      expect(anna.amplitudeOf(440, fromMs, fromMs + 100)).toBeLessThan(0.004);
    }
    expect(vera.amplitudeOf(440, 1_400, 1_900)).toBeLessThan(0.001);
  });

  it('is muted with the same word, and then silent in both rooms', () => {
    meeting.say('boris', silence);
    meeting.say('vera', silence);
    meeting.run(1_500);
    meeting.enter('anna', 'other');
    meeting.change('anna', { paused: true });
    meeting.run(1_000);
    expect(loudest(vera.samples)).toBeLessThan(0.001);
    expect(loudest(boris.samples.slice(1_600 * 48))).toBeLessThan(0.001);
    expect(steepest(boris.samples)).toBeLessThan(slope(440) * 1.3);
  });
});

describe('what is sent to somebody who moves', () => {
  it('has a frame each 20 ms in one row of timestamps, however often they go back and forth, and costs no stream more', () => {
    meeting.run(1_500);
    const { streams } = meeting.engine.counts();
    for (let round = 0; round < 20; round += 1) {
      meeting.enter('anna', round % 2 === 0 ? 'other' : 'meeting');
      meeting.run(60 + 20 * (round % 4));
    }
    meeting.run(1_000);
    expect(meeting.engine.counts()).toMatchObject({ streams, microphones: 3, listeners: 3 });
    expect(new Set(anna.stepsMs)).toEqual(new Set([20]));
    for (const { stepsMs } of [boris, vera]) expect(Math.min(...stepsMs)).toBe(20);
  });

  it('says silence at once where nobody speaks, instead of leaving the last sound to linger, and then only now and then', () => {
    meeting.run(1_500);
    meeting.enter('anna', 'quiet');
    const before = anna.stepsMs.length;
    meeting.say('anna', silence);
    meeting.run(3_000);
    const steps = anna.stepsMs.slice(before);
    expect(new Set(steps.slice(0, 10))).toEqual(new Set([20]));
    expect(Math.max(...steps)).toBe(400);
    expect(loudest(anna.samples.slice(1_600 * 48))).toBeLessThan(0.001);
  });

  it('says silence at once too where a room has been at rest for long, and marks the first word after it', () => {
    meeting.say('vera', silence);
    meeting.say('anna', silence);
    meeting.run(3_000);
    const before = anna.stepsMs.length;
    meeting.enter('anna', 'other');
    meeting.run(200);
    expect(anna.stepsMs.slice(before)).toEqual(Array.from({ length: 10 }, () => 20));
    meeting.run(1_000);
    meeting.say('vera', tone(880));
    meeting.run(500);
    expect([anna.markers, vera.markers]).toEqual([1, 0]);
    expect(anna.amplitudeOf(880, 4_400, 4_600)).toBeCloseTo(0.2, 1);
  });

  it('leaves nothing behind in a room that everybody has left', () => {
    meeting.run(500);
    meeting.enter('vera', 'meeting');
    meeting.run(1_000);
    const { streams } = meeting.engine.counts();
    expect(streams).toBe(4);
    for (let room = 0; room < 20; room += 1) {
      for (const name of ['anna', 'boris', 'vera']) meeting.enter(name, `room ${room}`);
      meeting.run(60);
    }
    meeting.run(1_000);
    expect(meeting.engine.counts().streams).toBe(streams);
    for (const name of ['anna', 'boris', 'vera']) meeting.leave(name);
    meeting.run(1_000);
    expect(meeting.engine.counts()).toMatchObject({ streams: 1, microphones: 0 });
  });
});
