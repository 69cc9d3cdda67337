import { describe, expect, it } from 'vitest';
import {
  absSendTimeFromMs,
  readAbsSendTime,
  readAudioLevel,
  readStreamId,
  readTransportSequence,
  streamIdBytes,
  writeAbsSendTime,
  writeAudioLevel,
  writeTransportSequence,
} from './rtp-extensions.ts';

const at = (offset: number, length: number) => (offset << 8) | length;

describe('header extensions', () => {
  it('reads the audio level and the voice flag', () => {
    expect(readAudioLevel(Uint8Array.of(0, 0x85), at(1, 1))).toEqual({ levelDbov: 5, voice: true });
    expect(readAudioLevel(Uint8Array.of(0x7f), at(0, 1))).toEqual({ levelDbov: 127, voice: false });
    expect(readAudioLevel(Uint8Array.of(0x7f), -1)).toBeUndefined();
    expect(readAudioLevel(Uint8Array.of(0x7f), at(0, 0))).toBeUndefined();
  });

  it('writes a level held to its range', () => {
    const bytes = new Uint8Array(1);
    writeAudioLevel(bytes, 0, { levelDbov: 300, voice: true });
    expect(bytes[0]).toBe(0xff);
  });

  it('reads and writes send times and transport-wide sequence numbers', () => {
    const bytes = new Uint8Array(6);
    writeAbsSendTime(bytes, 0, 0xabcdef);
    writeTransportSequence(bytes, 3, 0x1234);
    expect(readAbsSendTime(bytes, at(0, 3))).toBe(0xabcdef);
    expect(readAbsSendTime(bytes, at(0, 2))).toBe(-1);
    expect(readTransportSequence(bytes, at(3, 2))).toBe(0x1234);
    expect(readTransportSequence(bytes, -1)).toBe(-1);
  });

  it('counts send time in 2^-18 seconds, wrapping after 64', () => {
    expect(absSendTimeFromMs(1_000)).toBe(2 ** 18);
    expect(absSendTimeFromMs(64_000 * 3 + 500)).toBe(2 ** 17);
  });

  it('reads stream ids of the allowed characters only, up to 16', () => {
    const bytes = streamIdBytes('aZ-_09')!;
    expect(readStreamId(bytes, at(0, 6))).toBe('aZ-_09');
    expect(readStreamId(Uint8Array.of(0x61, 0x20), at(0, 2))).toBeUndefined();
    expect(readStreamId(new Uint8Array(17).fill(0x61), at(0, 17))).toBeUndefined();
    expect(readStreamId(bytes, at(0, 0))).toBeUndefined();
    expect(readStreamId(bytes, -1)).toBeUndefined();
    expect(streamIdBytes('')).toBeUndefined();
    expect(streamIdBytes('a b')).toBeUndefined();
    expect(streamIdBytes('12345678901234567')).toBeUndefined();
  });
});
