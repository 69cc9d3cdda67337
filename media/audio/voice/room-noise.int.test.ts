/** An open microphone in a room that is not quite silent, cleaned by the real cleaner. */
import { fromDb, levelDbOf, scale } from '@veche/testkit/sound/level.ts';
import { noises } from '@veche/testkit/sound/noises.ts';
import { synthesiseSpeech } from '@veche/testkit/sound/synthetic-speech.ts';
import { expect, it } from 'vitest';
import { loadSoundLibrary } from '../codecs/sound-library.ts';
import { MeetingForTests } from '../suite/meeting-for-tests.ts';

const library = await loadSoundLibrary();

it.each(['white', 'fan'] as const)(
  '%s noise of a room is not cleaned all the time, and the voice over it is whole',
  (name) => {
    let cleaned = 0;
    const meeting = new MeetingForTests({
      ...library,
      noiseCleaner() {
        const cleaner = library.noiseCleaner();
        const process = cleaner.process.bind(cleaner);
        cleaner.process = (frame) => {
          cleaned += 1;
          return process(frame);
        };
        return cleaner;
      },
    });
    const quietMs = 10_000;
    const noise = scale(noises[name](3, quietMs + 4_000), fromDb(-60 + 35));
    const voice = synthesiseSpeech({ voice: 'clara', seed: 5, lengthMs: 4_000, talking: 0.9 });
    const said = noise.slice();
    for (let at = 0; at < voice.length; at++) said[quietMs * 48 + at]! += voice[at]!;
    meeting.speak('clara', (sample) => said[sample] ?? 0, { treatment: 'suppressed' });
    const ear = meeting.listen('anton');
    meeting.run(5_000);
    cleaned = 0;
    meeting.run(quietMs - 5_000);
    // Of 500 blocks.
    expect(cleaned).toBeLessThan(150);
    expect(ear.payloads).toBeLessThan(100);
    meeting.run(4_000);
    // Blocks of 10 ms: of the four seconds of speech nearly all were cleaned.
    expect(cleaned).toBeGreaterThan(300);
    const heard = Float32Array.from(ear.samples.slice(-4_000 * 48));
    expect(Math.abs(levelDbOf(heard) - levelDbOf(voice))).toBeLessThan(1.5);
  },
);

it('noise of a room whose sender tells its level is hardly decoded, and the voice over it is whole', () => {
  let decoded = 0;
  const meeting = new MeetingForTests({
    ...library,
    decoder(format) {
      const decoder = library.decoder(format);
      const decode = decoder.decode.bind(decoder);
      decoder.decode = (payload, left, right) => {
        decoded += 1;
        return decode(payload, left, right);
      };
      return decoder;
    },
  });
  const quietMs = 10_000;
  const noise = scale(noises.white(3, quietMs + 4_000), fromDb(-55 + 35));
  const voice = synthesiseSpeech({ voice: 'clara', seed: 5, lengthMs: 4_000, talking: 0.9 });
  meeting.speak('clara', (sample) => (noise[sample] ?? 0) + (voice[sample - quietMs * 48] ?? 0), {
    treatment: 'suppressed',
    tellsLevels: true,
  });
  meeting.run(5_000);
  decoded = 0;
  meeting.run(quietMs - 5_000);
  // Of 250 packets, with nobody who listens.
  expect(decoded).toBeLessThan(10);
  const ear = meeting.listen('anton');
  meeting.run(4_000);
  const heard = Float32Array.from(ear.samples.slice(-4_000 * 48));
  expect(Math.abs(levelDbOf(heard) - levelDbOf(voice))).toBeLessThan(1.5);
});
