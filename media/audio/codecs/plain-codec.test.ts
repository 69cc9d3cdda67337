import { describe, expect, it } from 'vitest';
import { PlainDecoder, PlainEncoder, type PlainFormat } from './plain-codec.ts';
import { packetSamplesMax } from './sound-codec.ts';
import { tone, toneToRestDb } from './suite/sounds.ts';

const formats: readonly PlainFormat[] = ['pcmu', 'pcma', 'g722'];

function throughTelephone(format: PlainFormat, left: Float32Array, right?: Float32Array): Float32Array {
  const encoder = new PlainEncoder(format);
  const decoder = new PlainDecoder(format);
  const heard = new Float32Array(left.length);
  for (let at = 0; at < left.length; at += 960) {
    const payload = encoder.encode(left.subarray(at, at + 960), right?.subarray(at, at + 960));
    expect(payload.length).toBe(160);
    expect(decoder.decode(payload, heard.subarray(at))).toBe(960);
  }
  return heard;
}

describe.each(formats)('%s', (format) => {
  it('keeps a tone at least 30 dB above all else', () => {
    expect(toneToRestDb(throughTelephone(format, tone(1_000, 48_000)).subarray(9_600), 1_000)).toBeGreaterThan(30);
  });

  it('says both sides of stereo as one', () => {
    const [left, right] = [tone(500, 9_600), tone(800, 9_600)];
    const both = left.map((sample, i) => (sample + right[i]!) / 2);
    expect(throughTelephone(format, left, right)).toEqual(throughTelephone(format, both));
  });

  it('takes up to 120 ms at once, and cuts sound where it likes', () => {
    const encoder = new PlainEncoder(format);
    const bytes = new Uint8Array(960);
    for (let part = 0; part < 6; part++) bytes.set(encoder.encode(tone(700, 960)), part * 160);
    const whole = new Float32Array(packetSamplesMax);
    const pieces = new Float32Array(packetSamplesMax);
    expect(new PlainDecoder(format).decode(bytes, whole)).toBe(packetSamplesMax);
    const decoder = new PlainDecoder(format);
    for (let at = 0; at < 960; at += 80) decoder.decode(bytes.subarray(at, at + 80), pieces.subarray(at * 6));
    expect(pieces).toEqual(whole);
  });

  it.each([0, 961, 1_500])('refuses a packet of %d bytes', (length) => {
    expect(new PlainDecoder(format).decode(new Uint8Array(length), new Float32Array(packetSamplesMax))).toBe(-1);
  });

  it('begins anew after a reset', () => {
    const decoder = new PlainDecoder(format);
    const payload = new PlainEncoder(format).encode(tone(700, 960));
    const [first, second] = [new Float32Array(packetSamplesMax), new Float32Array(packetSamplesMax)];
    decoder.decode(payload, first);
    decoder.reset();
    decoder.decode(payload, second);
    expect(second).toEqual(first);
  });
});
