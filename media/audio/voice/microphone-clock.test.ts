import { expect, it } from 'vitest';
import { soundRateHz } from '../codecs/sound-codec.ts';
import { loadSoundLibrary } from '../codecs/sound-library.ts';
import { frameMs, frameSamples } from '../frame.ts';
import { Microphone } from './microphone.ts';

const library = await loadSoundLibrary();
const settings = {
  inboundId: 1,
  roomId: 'meeting',
  ownerId: 'anna',
  source: 'microphone',
  format: 'opus',
  clockRateHz: soundRateHz,
  treatment: 'plain',
  paused: false,
} as const;
const talkMs = 2_000;
const quietMs = 5 * 60_000;

/** Milliseconds that the decoder had to make up while somebody spoke, was silent for five minutes and said so, and spoke again. */
function madeUpMs(clockPpm: number): number {
  let madeUp = 0;
  const microphone = new Microphone(settings, {
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
  });
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

const toneHz = 310;

/**
 * Four minutes of a tone of amplitude 0.3 whose packets come a little too often or too seldom: by 48 ms in the end, which a buffer that does not follow the
 * clock would leave out or make up in a few pieces. How far a sample lies from where the two before it lead, at most, once the buffer has settled;
 * and how the tone's pitch comes out.
 */
function heardTone(clockPpm: number): { roughest: number; hz: number } {
  const microphone = new Microphone(settings, library);
  const encoder = library.opusEncoder({ channels: 1, bitrateBps: 128_000, complexity: 5 });
  const packetMs = frameMs / (1 + clockPpm / 1e6);
  const arrivalMs = (nth: number) => nth * packetMs + 5 + ((nth * 7) % 5);
  const said = new Float32Array(frameSamples);
  const turn = (2 * Math.PI * toneHz) / soundRateHz;
  const pull = 2 * Math.cos(turn);
  const [settledMs, endMs] = [10_000, 4 * 60_000];
  let [sequence, roughest, crossings, before, last] = [0, 0, 0, 0, 0];
  for (let nowMs = frameMs; nowMs <= endMs; nowMs += frameMs) {
    for (; arrivalMs(sequence) <= nowMs; sequence++) {
      for (let at = 0; at < frameSamples; at++) said[at] = 0.3 * Math.sin(turn * (sequence * frameSamples + at));
      microphone.receive({
        sequence,
        timestamp: (sequence * frameSamples) >>> 0,
        arrivalMs: arrivalMs(sequence),
        levelDbov: 14,
        payload: encoder.encode(said).slice(),
        durationSamples: 0,
      });
    }
    microphone.tick(nowMs, true);
    for (const sample of microphone.frame.left) {
      if (nowMs > settledMs) {
        roughest = Math.max(roughest, Math.abs(sample - pull * last + before));
        if (last < 0 && sample >= 0) crossings++;
      }
      [before, last] = [last, sample];
    }
  }
  microphone.close();
  encoder.close();
  return { roughest, hz: (crossings * 1_000) / (endMs - settledMs) };
}

it.each([200, -200])('of a clock that is %d ppm off no click is heard, and all of its sound', (ppm) => {
  const { roughest, hz } = heardTone(ppm);
  expect(roughest).toBeLessThan(0.001);
  expect(hz).toBeCloseTo(toneHz * (1 + ppm / 1e6), 2);
});
