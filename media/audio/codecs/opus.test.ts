import { describe, expect, it } from 'vitest';
import { frameSamples } from '../frame.ts';
import { createDecodingRoom, OpusDecoder } from './opus-decoder.ts';
import { createEncodingRoom, OpusEncoder } from './opus-encoder.ts';
import { allocate, loadOpus, opusLowDelay } from './opus-library.ts';
import { packetSamplesMax } from './sound-codec.ts';
import { amplitudeOf, steepest, tone, toneToRestDb } from './suite/sounds.ts';

const opus = await loadOpus();
const decodingRoom = createDecodingRoom(opus);
const encodingRoom = createEncodingRoom(opus);
const decoder = () => new OpusDecoder(opus, decodingRoom);
const encoder = (channels: 1 | 2, bitrateBps = 48_000) =>
  new OpusEncoder(opus, encodingRoom, { channels, bitrateBps, complexity: 5 });

const left = new Float32Array(packetSamplesMax);
const right = new Float32Array(packetSamplesMax);
const frameOf = (hz: number, frame: number) =>
  tone(hz, frameSamples * (frame + 1)).subarray(frameSamples * frame) as Float32Array;

/** Packets of any duration and application, as browsers may send them. */
function packetsOf(samples: number, channels: 1 | 2, application: number, bitrateBps: number, count: number) {
  const { exports, memory } = opus;
  const state = allocate(opus, exports.opus_encoder_get_size(channels));
  const pcm = allocate(opus, samples * channels * 2);
  const payload = allocate(opus, 8_000);
  exports.opus_encoder_init(state, 48_000, channels, application);
  exports.opus_encoder_ctl_set(state, 4_002, bitrateBps);
  const packets: Uint8Array[] = [];
  for (let packet = 0; packet < count; packet++) {
    for (let i = 0; i < samples * channels; i++) {
      const at = packet * samples + Math.floor(i / channels);
      memory.shorts[(pcm >> 1) + i] = 13_107 * Math.sin((2 * Math.PI * 440 * at) / 48_000);
    }
    const bytes = exports.opus_encode(state, pcm, samples, payload, 8_000);
    packets.push(memory.bytes.slice(payload, payload + bytes));
  }
  for (const pointer of [state, pcm, payload]) exports.free(pointer);
  return packets;
}

/** Code 3 with frames of different lengths (RFC 6716 section 3.2.5). */
function packetOf(frames: readonly Uint8Array[]): Uint8Array {
  const isVariable = 0x80;
  const bodies = frames.map((frame) => frame.subarray(1));
  const lengths = bodies.slice(0, -1).flatMap(({ length }) => {
    const low = 252 + (length & 3);
    return length < 252 ? [length] : [low, (length - low) / 4];
  });
  return Uint8Array.of(
    frames[0]![0]! | 3,
    isVariable | frames.length,
    ...lengths,
    ...bodies.flatMap((body) => [...body]),
  );
}

describe('an Opus stream', () => {
  it('carries a tone in mono', () => {
    const [encode, decode] = [encoder(1), decoder()];
    const heard = new Float32Array(frameSamples * 50);
    for (let frame = 0; frame < 50; frame++) {
      expect(decode.decode(encode.encode(frameOf(440, frame)), left, right)).toBe(frameSamples);
      expect(decode.channels).toBe(1);
      heard.set(left.subarray(0, frameSamples), frame * frameSamples);
    }
    expect(toneToRestDb(heard.subarray(9_600), 440)).toBeGreaterThan(25);
    expect(amplitudeOf(heard.subarray(9_600), 440)).toBeCloseTo(0.4, 1);
  });

  it('gives two channels as their mean while their sides are not wanted, and both as soon as they are', () => {
    const [encode, decode] = [encoder(2, 128_000), decoder()];
    decode.wantsSides = false;
    const heard = new Float32Array(frameSamples * 50);
    for (let frame = 0; frame < 50; frame++) {
      decode.decode(encode.encode(frameOf(440, frame), frameOf(1_000, frame)), left, right);
      expect(decode.channels).toBe(1);
      heard.set(left.subarray(0, frameSamples), frame * frameSamples);
    }
    for (const hz of [440, 1_000]) expect(amplitudeOf(heard.subarray(9_600), hz)).toBeCloseTo(0.2, 1);
    decode.wantsSides = true;
    decode.decode(encode.encode(frameOf(440, 50), frameOf(1_000, 50)), left, right);
    expect(decode.channels).toBe(2);
    decode.wantsSides = false;
    for (let frame = 51; frame < 101; frame++) {
      decode.decode(encode.encode(frameOf(440, frame), frameOf(1_000, frame)), left, right);
      expect(decode.channels).toBe(1);
      heard.set(left.subarray(0, frameSamples), (frame - 51) * frameSamples);
    }
    for (const hz of [440, 1_000]) expect(amplitudeOf(heard.subarray(9_600), hz)).toBeCloseTo(0.2, 1);
  });

  it('carries a tone on each side in stereo', () => {
    const [encode, decode] = [encoder(2, 128_000), decoder()];
    const heard = [new Float32Array(frameSamples * 50), new Float32Array(frameSamples * 50)];
    for (let frame = 0; frame < 50; frame++) {
      decode.decode(encode.encode(frameOf(440, frame), frameOf(1_000, frame)), left, right);
      expect(decode.channels).toBe(2);
      heard[0]!.set(left.subarray(0, frameSamples), frame * frameSamples);
      heard[1]!.set(right.subarray(0, frameSamples), frame * frameSamples);
    }
    expect(toneToRestDb(heard[0]!.subarray(9_600), 440)).toBeGreaterThan(25);
    expect(toneToRestDb(heard[1]!.subarray(9_600), 1_000)).toBeGreaterThan(25);
  });

  it('goes from mono to stereo and back without a click or a gap', () => {
    const [mono, stereo, decode] = [encoder(1), encoder(2, 128_000), decoder()];
    const heard = new Float32Array(frameSamples * 60);
    const channels: number[] = [];
    for (let frame = 0; frame < 60; frame++) {
      // Both encoders hear everything: what is tried is the decoder.
      const sound = frameOf(440, frame);
      const [asMono, asStereo] = [mono.encode(sound), stereo.encode(sound, sound)];
      expect(decode.decode(frame >= 20 && frame < 40 ? asStereo : asMono, left, right)).toBe(frameSamples);
      channels.push(decode.channels);
      heard.set(left.subarray(0, frameSamples), frame * frameSamples);
    }
    expect([channels[19], channels[20], channels[39], channels[41]]).toEqual([1, 2, 2, 1]);
    expect(steepest(heard)).toBeLessThan(2 * 0.4 * 2 * Math.PI * (440 / 48_000));
    for (let at = 9_600; at + 4_800 <= heard.length; at += 4_800)
      expect(amplitudeOf(heard.subarray(at, at + 4_800), 440)).toBeGreaterThan(0.2);
  });

  it.each([
    ['2.5 ms', 120, 1, opusLowDelay, 64_000],
    ['5 ms', 240, 1, opusLowDelay, 64_000],
    ['10 ms of speech', 480, 1, 2_048, 24_000],
    ['40 ms of speech', 1_920, 1, 2_048, 24_000],
    ['60 ms of speech', 2_880, 1, 2_048, 24_000],
    ['120 ms', 5_760, 1, 2_049, 32_000],
    ['20 ms of stereo at 510 kbit/s', 960, 2, 2_049, 510_000],
    ['120 ms of stereo at 510 kbit/s', 5_760, 2, 2_049, 510_000],
  ] as const)('is decoded from packets of %s', (_, samples, channels, application, bitrateBps) => {
    const decode = decoder();
    const count = Math.ceil(24_000 / samples);
    const heard = new Float32Array(count * samples);
    packetsOf(samples, channels, application, bitrateBps, count).forEach((packet, index) => {
      expect(decode.decode(packet, left, right)).toBe(samples);
      heard.set(left.subarray(0, samples), index * samples);
    });
    expect(amplitudeOf(heard.subarray(9_600), 440)).toBeGreaterThan(0.3);
  });

  it.each([2, 3, 6])('is decoded from %d frames in one packet, as from a packet each', (count) => {
    const encode = encoder(1);
    const frames = Array.from({ length: count }, (_, frame) => encode.encode(frameOf(440, frame)).slice());
    const apart = new Float32Array(count * frameSamples);
    const [single, joined] = [decoder(), decoder()];
    frames.forEach((frame, index) => {
      single.decode(frame, left, right);
      apart.set(left.subarray(0, frameSamples), index * frameSamples);
    });
    expect(joined.decode(packetOf(frames), left, right)).toBe(count * frameSamples);
    expect(left.subarray(0, count * frameSamples)).toEqual(apart);
  });

  it('goes into a loss and out of it without a click', () => {
    const [encode, decode] = [encoder(1), decoder()];
    const heard = new Float32Array(frameSamples * 60);
    for (let frame = 0; frame < 60; frame++) {
      const packet = encode.encode(frameOf(440, frame));
      const isLost = frame % 15 === 14;
      if (isLost) expect(decode.conceal(frameSamples, left, right)).toBe(frameSamples);
      else decode.decode(packet, left, right);
      heard.set(left.subarray(0, frameSamples), frame * frameSamples);
    }
    // A break to silence and back would be ten times as steep as the tone.
    expect(steepest(heard)).toBeLessThan(2 * 0.4 * 2 * Math.PI * (440 / 48_000));
  });

  it('tells bytes that are no Opus, and goes on with the next packet', () => {
    const [encode, decode] = [encoder(1), decoder()];
    const good = encode.encode(frameOf(440, 0)).slice();
    // Code 3 with no frames, with too many, a frame longer than the packet, nothing, and more than there can be.
    const garbage = [
      Uint8Array.of(0xff),
      Uint8Array.of(0xff, 0x00),
      Uint8Array.of(0xff, 0x3f),
      Uint8Array.of(0xfa, 200, 1),
    ];
    for (const bytes of [...garbage, new Uint8Array(0), new Uint8Array(8_001)]) {
      expect(decode.decode(bytes, left, right)).toBe(-1);
      expect(decode.decode(good, left, right)).toBe(frameSamples);
    }
  });

  it('makes up what was lost, near to what it was, and dies away when much is', () => {
    const [encode, decode] = [encoder(1), decoder()];
    expect(decode.conceal(frameSamples, left, right)).toBe(0);
    for (let frame = 0; frame < 25; frame++) decode.decode(encode.encode(frameOf(440, frame)), left, right);
    expect(decode.conceal(frameSamples, left, right)).toBe(frameSamples);
    expect(amplitudeOf(left.subarray(0, frameSamples), 440)).toBeGreaterThan(0.25);
    for (let lost = 0; lost < 25; lost++) decode.conceal(frameSamples, left, right);
    expect(Math.max(...left.subarray(0, frameSamples).map(Math.abs))).toBeLessThan(0.1);
  });

  it.each([-120, 0, 100, Number.NaN])('does not make up %d samples', (samples) => {
    const [encode, decode] = [encoder(1), decoder()];
    decode.decode(encode.encode(frameOf(440, 0)), left, right);
    expect(decode.conceal(samples, left, right)).toBe(0);
  });

  it('makes up no more than one packet can hold', () => {
    const [encode, decode] = [encoder(1), decoder()];
    decode.decode(encode.encode(frameOf(440, 0)), left, right);
    expect(decode.conceal(1_000_000, left, right)).toBe(packetSamplesMax);
  });

  it('has forgotten everything after a reset', () => {
    const [encode, again, decode] = [encoder(1), encoder(1), decoder()];
    for (let frame = 0; frame < 5; frame++) decode.decode(encode.encode(frameOf(440, frame)), left, right);
    encode.reset();
    decode.reset();
    decode.decode(encode.encode(frameOf(440, 0)), left, right);
    const heard = left.slice(0, frameSamples);
    decoder().decode(again.encode(frameOf(440, 0)), left, right);
    expect(heard).toEqual(left.slice(0, frameSamples));
  });

  it('keeps near to its bitrate', () => {
    const encode = encoder(1);
    let bytes = 0;
    for (let frame = 0; frame < 100; frame++) bytes += encode.encode(frameOf(440, frame)).length;
    expect(Math.abs(bytes * 4 - 48_000)).toBeLessThan(6_000);
  });

  it('encodes too loud sound and what is no number', () => {
    const encode = encoder(2, 96_000);
    const wild = Float32Array.from({ length: frameSamples }, (_, i) => [9, -9, Number.NaN, Infinity][i % 4]!);
    expect(encode.encode(wild, wild).length).toBeGreaterThan(2);
  });

  it('gives its memory back', () => {
    const take = () => {
      const [encode, decode] = [encoder(2), decoder()];
      const packet = encode.encode(frameOf(440, 0));
      decode.decode(packet, left, right);
      decode.close();
      encode.close();
      // A second time is none.
      encode.close();
    };
    take();
    const bytes = opus.memory.bytes.length;
    const next = allocate(opus, 16);
    opus.exports.free(next);
    for (let i = 0; i < 2_000; i++) take();
    expect(opus.memory.bytes.length).toBe(bytes);
    const after = allocate(opus, 16);
    opus.exports.free(after);
    expect(after).toBe(next);
  });

  it('has room for as many streams as come: the memory grows under those that go on', async () => {
    const fresh = await loadOpus();
    const [decodingRoom, encodingRoom] = [createDecodingRoom(fresh), createEncodingRoom(fresh)];
    const encode = new OpusEncoder(fresh, encodingRoom, { channels: 2, bitrateBps: 96_000, complexity: 0 });
    const before = fresh.memory.bytes.length;
    const packets = [0, 1].map((frame) => encode.encode(frameOf(440, frame), frameOf(1_000, frame)).slice());
    const first = new OpusDecoder(fresh, decodingRoom);
    first.decode(packets[0]!, left, right);
    const crowd = Array.from({ length: 1_000 }, () => new OpusDecoder(fresh, decodingRoom));
    for (const one of crowd) expect(one.decode(packets[0]!, left, right)).toBe(frameSamples);
    expect(fresh.memory.bytes.length).toBeGreaterThan(before);
    expect(first.decode(packets[1]!, left, right)).toBe(frameSamples);
    const goneOn = left.slice(0, frameSamples);
    crowd[0]!.decode(packets[1]!, left, right);
    expect(left.subarray(0, frameSamples)).toEqual(goneOn);
    expect(encode.encode(frameOf(440, 2), frameOf(1_000, 2)).length).toBeGreaterThan(2);
  });
});
