import { expect, it } from 'vitest';
import { soundRateHz } from '../codecs/sound-codec.ts';
import { loadSoundLibrary } from '../codecs/sound-library.ts';
import { frameMs, frameSamples } from '../frame.ts';
import { Microphone } from './microphone.ts';

const library = await loadSoundLibrary();
const talkMs = 2_000;
const quietMs = 5 * 60_000;

/** Milliseconds that the decoder had to make up while somebody spoke, was silent for five minutes and said so, and spoke again. */
function madeUpMs(clockPpm: number): number {
  let madeUp = 0;
  const microphone = new Microphone(
    {
      inboundId: 1,
      conferenceId: 'meeting',
      ownerId: 'anna',
      source: 'microphone',
      format: 'opus',
      clockRateHz: 48_000,
      treatment: 'plain',
      paused: false,
    },
    {
      ...library,
      decoder(format) {
        const decoder = library.decoder(format);
        const conceal = decoder.conceal!.bind(decoder);
        decoder.conceal = (samples, left, right) => {
          madeUp += samples;
          return conceal(samples, left, right);
        };
        return decoder;
      },
    },
  );
  const encoder = library.opusEncoder({ channels: 1, bitrateBps: 48_000, complexity: 0 });
  const encoded = (gain: number) =>
    encoder.encode(Float32Array.from({ length: frameSamples }, (_, at) => gain * Math.sin(at / 10))).slice();
  const [silent, loud] = [encoded(0), encoded(0.3)];
  const packetMs = frameMs / (1 + clockPpm / 1e6);
  const arrivalMs = (nth: number) => Math.floor(nth * packetMs + 5 + ((nth * 7) % 5));
  let sequence = 0;
  for (let nowMs = frameMs; nowMs <= 2 * talkMs + quietMs; nowMs += frameMs) {
    for (; arrivalMs(sequence) <= nowMs; sequence++) {
      const saidMs = sequence * packetMs;
      const isQuiet = saidMs >= talkMs && saidMs < talkMs + quietMs;
      microphone.receive({
        sequence,
        timestamp: (sequence * frameSamples) >>> 0,
        arrivalMs: arrivalMs(sequence),
        levelDbov: isQuiet ? 127 : 20,
        payload: isQuiet ? silent : loud,
        durationSamples: 0,
      });
    }
    microphone.tick(nowMs, true);
  }
  expect(microphone.isHeard).toBe(true);
  microphone.close();
  return (madeUp * 1_000) / soundRateHz;
}

it.each([200, -200, -50])('a clock that is %d ppm off does not use up what waits while its owner is silent', (ppm) => {
  expect(madeUpMs(ppm)).toBeLessThanOrEqual(100);
});
