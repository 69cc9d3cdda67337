import { seededRandom } from '@veche/testkit/random.ts';
import { describe, expect, it } from 'vitest';
import { G722Decoder, G722Encoder } from './g722.ts';
import { decodeByFfmpeg, encodeByFfmpeg, hasFfmpeg } from './suite/ffmpeg.ts';
import { tone, toneToRestDb } from './suite/sounds.ts';

const rateHz = 16_000;
const random = seededRandom(722);
const noise = Uint8Array.from({ length: 16_000 }, () => random() * 256);
const sound = Float32Array.from({ length: 32_000 }, (_, i) => {
  const swell = Math.sin(i * 0.0007);
  return Math.fround(0.4 * Math.sin(i * 0.11) * swell + 0.1 * Math.sin(i * 2.1) + 0.05 * (random() - 0.5));
});

function encode(samples: Float32Array): Uint8Array {
  const bytes = new Uint8Array(samples.length / 2);
  new G722Encoder().encode(samples, samples.length, bytes);
  return bytes;
}

function decode(bytes: Uint8Array): Float32Array {
  const samples = new Float32Array(bytes.length * 2);
  new G722Decoder().decode(bytes, samples);
  return samples;
}

const shorts = (samples: Float32Array) => Int16Array.from(samples, (sample) => Math.round(sample * 32_768));

describe('G.722', () => {
  it.runIf(hasFfmpeg).each([
    ['sound', encode(sound)],
    ['random bytes', noise],
  ])('decodes %s bit for bit as FFmpeg does', (_, bytes) => {
    expect(shorts(decode(bytes))).toEqual(decodeByFfmpeg('g722', bytes));
  });

  it.runIf(hasFfmpeg)('encodes to the very bytes that FFmpeg encodes to', () => {
    expect(encode(sound)).toEqual(encodeByFfmpeg('g722', shorts(sound)));
  });

  it.each([
    [300, 30],
    [1_000, 30],
    [3_000, 24],
    [6_000, 14],
  ])('keeps a tone of %d Hz at least %d dB above all else', (hz, leastDb) => {
    const heard = decode(encode(tone(hz, rateHz, rateHz)));
    expect(toneToRestDb(heard.subarray(4_000), hz, rateHz)).toBeGreaterThan(leastDb);
  });

  it('goes on across packets as if there were none', () => {
    const bytes = encode(sound);
    const decoder = new G722Decoder();
    const parts = new Float32Array(sound.length);
    for (let at = 0; at < bytes.length; at += 160) decoder.decode(bytes.subarray(at, at + 160), parts.subarray(at * 2));
    expect(parts).toEqual(decode(bytes));
  });

  it('begins anew after a reset', () => {
    const decoder = new G722Decoder();
    const encoder = new G722Encoder();
    const bytes = new Uint8Array(sound.length / 2);
    const again = new Float32Array(sound.length);
    encoder.encode(sound, sound.length, bytes);
    decoder.decode(noise, new Float32Array(noise.length * 2));
    encoder.reset();
    decoder.reset();
    encoder.encode(sound, sound.length, bytes);
    decoder.decode(bytes, again);
    expect(again).toEqual(decode(encode(sound)));
  });
});
