/** Contents of the RTP header extensions that Veche speaks. Readers take what findExtension gave (offset << 8 | length, or -1) and answer undefined or -1 for what is not there or not well-formed. */
import { readUint16, readUint24, writeUint16, writeUint24 } from './integers.ts';

export const extensionUris = {
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  rid: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  repairedRid: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  audioLevel: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  absSendTime: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  transportCc: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  timestampOffset: 'urn:ietf:params:rtp-hdrext:toffset',
  videoOrientation: 'urn:3gpp:video-orientation',
} as const;

export const streamIdMaxLength = 16;

export interface AudioLevel {
  /** 0 = loudest, 127 = silence. */
  readonly levelDbov: number;
  readonly voice: boolean;
}

/** RFC 6464 section 3; the two-byte form may carry a second, reserved byte. */
export function readAudioLevel(bytes: Uint8Array, packed: number): AudioLevel | undefined {
  if (packed < 0 || (packed & 0xff) < 1) return undefined;
  const value = bytes[packed >> 8];
  return value === undefined ? undefined : { levelDbov: value & 0x7f, voice: value >= 0x80 };
}

export function writeAudioLevel(bytes: Uint8Array, offset: number, level: AudioLevel): void {
  bytes[offset] = (level.voice ? 0x80 : 0) | Math.max(0, Math.min(127, Math.round(level.levelDbov)));
}

/** Seconds in 6.18 fixed point, 24 bits that wrap every 64 s; -1 = not there. */
export function readAbsSendTime(bytes: Uint8Array, packed: number): number {
  return fits(bytes, packed, 3) ? readUint24(bytes, packed >> 8) : -1;
}

export function writeAbsSendTime(bytes: Uint8Array, offset: number, value: number): void {
  writeUint24(bytes, offset, value);
}

/** The 24 bits for a time in milliseconds. */
export function absSendTimeFromMs(nowMs: number): number {
  return Math.floor(((nowMs % 64_000) * 2 ** 18) / 1000) & 0xffffff;
}

/** Transport-wide sequence number (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 2); -1 = not there. */
export function readTransportSequence(bytes: Uint8Array, packed: number): number {
  return fits(bytes, packed, 2) ? readUint16(bytes, packed >> 8) : -1;
}

export function writeTransportSequence(bytes: Uint8Array, offset: number, sequence: number): void {
  writeUint16(bytes, offset, sequence);
}

/** MID (RFC 8843 section 15), RID or repaired RID (RFC 8852 section 3): 1 to 16 of [A-Za-z0-9_-]. */
export function readStreamId(bytes: Uint8Array, packed: number): string | undefined {
  const length = packed & 0xff;
  if (length < 1 || length > streamIdMaxLength || !fits(bytes, packed, length)) return undefined;
  const offset = packed >> 8;
  let text = '';
  for (let at = offset; at < offset + length; at++) {
    const code = bytes[at]!;
    if (!isStreamIdCode(code)) return undefined;
    text += String.fromCharCode(code);
  }
  return text;
}

/** The bytes of an id for the wire; undefined when it may not stand there. */
export function streamIdBytes(id: string): Uint8Array | undefined {
  if (id.length < 1 || id.length > streamIdMaxLength) return undefined;
  const bytes = new Uint8Array(id.length);
  for (let at = 0; at < id.length; at++) {
    const code = id.charCodeAt(at);
    if (!isStreamIdCode(code)) return undefined;
    bytes[at] = code;
  }
  return bytes;
}

function isStreamIdCode(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x61 && code <= 0x7a) ||
    code === 0x5f ||
    code === 0x2d
  );
}

function fits(bytes: Uint8Array, packed: number, atLeast: number): boolean {
  return packed >= 0 && (packed & 0xff) >= atLeast && (packed >> 8) + atLeast <= bytes.length;
}
