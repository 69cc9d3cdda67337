/**
 * RTP packets (RFC 3550 section 5.1) read in place into one reused view, and written field by field into the same bytes.
 * Every offset in a view that a reader accepted lies inside the packet.
 */
import { readUint16, readUint32, writeUint16, writeUint32 } from './integers.ts';
import { oneByteExtensionProfile, rtpFixedHeaderLength } from './rtp-layout.ts';

export { buildRtp } from './rtp-builder.ts';

export interface RtpView {
  payloadType: number;
  marker: boolean;
  sequenceNumber: number;
  timestamp: number;
  ssrc: number;
  /** Fixed header, CSRCs and extension together. */
  headerLength: number;
  payloadOffset: number;
  /** Without padding. */
  payloadLength: number;
  paddingLength: number;
  /** The 16 bits "defined by profile"; 0 = no extension. */
  extensionProfile: number;
  /** Of the first byte after the extension's 4-byte header. */
  extensionOffset: number;
  extensionLength: number;
}

export function createRtpView(): RtpView {
  return {
    payloadType: 0,
    marker: false,
    sequenceNumber: 0,
    timestamp: 0,
    ssrc: 0,
    headerLength: 0,
    payloadOffset: 0,
    payloadLength: 0,
    paddingLength: 0,
    extensionProfile: 0,
    extensionOffset: 0,
    extensionLength: 0,
  };
}

/**
 * Reads all but the padding: for a packet whose payload is still encrypted, since its padding count is too (RFC 3711 section 3.1).
 * `payloadLength` is then everything after the header. False = not RTP; the view then holds nothing of use.
 */
export function readRtpHeader(bytes: Uint8Array, length: number, into: RtpView): boolean {
  if (length < rtpFixedHeaderLength || length > bytes.length) return false;
  const first = bytes[0]!;
  if (first >> 6 !== 2) return false;
  const second = bytes[1]!;
  let offset = rtpFixedHeaderLength + (first & 0x0f) * 4;
  into.extensionProfile = 0;
  into.extensionOffset = 0;
  into.extensionLength = 0;
  if ((first & 0x10) !== 0) {
    if (offset + 4 > length) return false;
    const extensionLength = readUint16(bytes, offset + 2) * 4;
    into.extensionProfile = readUint16(bytes, offset);
    into.extensionOffset = offset + 4;
    into.extensionLength = extensionLength;
    offset += 4 + extensionLength;
  }
  if (offset > length) return false;
  into.payloadType = second & 0x7f;
  into.marker = second >= 0x80;
  into.sequenceNumber = readUint16(bytes, 2);
  into.timestamp = readUint32(bytes, 4);
  into.ssrc = readUint32(bytes, 8);
  into.headerLength = offset;
  into.payloadOffset = offset;
  into.payloadLength = length - offset;
  into.paddingLength = 0;
  return true;
}

/** Reads a packet in the clear. `length` is the packet's length when `bytes` is a larger buffer. False = not RTP; the view then holds nothing of use. */
export function readRtp(bytes: Uint8Array, length: number, into: RtpView): boolean {
  if (!readRtpHeader(bytes, length, into)) return false;
  if ((bytes[0]! & 0x20) === 0) return true;
  const paddingLength = into.payloadLength === 0 ? 0 : bytes[length - 1]!;
  if (paddingLength === 0 || paddingLength > into.payloadLength) return false;
  into.paddingLength = paddingLength;
  into.payloadLength -= paddingLength;
  return true;
}

/** Where the element `id` (1 to 14, or to 255 in the two-byte form) stands (RFC 8285 section 4): offset << 8 | length, or -1 when it is not there. */
export function findExtension(bytes: Uint8Array, view: RtpView, id: number): number {
  const profile = view.extensionProfile;
  let at = view.extensionOffset;
  const end = at + view.extensionLength;
  if (id < 1 || end > bytes.length) return -1;
  if (profile === oneByteExtensionProfile) {
    while (at < end) {
      const head = bytes[at++]!;
      if (head === 0) continue;
      const elementId = head >> 4;
      // 15 is reserved and an id 0 with a length is wrong: both end the reading (RFC 8285 section 4.2).
      if (elementId === 15 || elementId === 0) return -1;
      const length = (head & 0x0f) + 1;
      if (at + length > end) return -1;
      if (elementId === id) return (at << 8) | length;
      at += length;
    }
  } else if ((profile & 0xfff0) === 0x1000) {
    while (at < end) {
      const elementId = bytes[at++]!;
      if (elementId === 0) continue;
      if (at >= end) return -1;
      const length = bytes[at++]!;
      if (at + length > end) return -1;
      if (elementId === id) return (at << 8) | length;
      at += length;
    }
  }
  return -1;
}

export function extensionOffsetOf(packed: number): number {
  return packed >> 8;
}

export function extensionLengthOf(packed: number): number {
  return packed & 0xff;
}

/** Keeps the marker. */
export function writePayloadType(bytes: Uint8Array, payloadType: number): void {
  bytes[1] = (bytes[1]! & 0x80) | (payloadType & 0x7f);
}

export function writeMarker(bytes: Uint8Array, marker: boolean): void {
  bytes[1] = (bytes[1]! & 0x7f) | (marker ? 0x80 : 0);
}

export function writeSequenceNumber(bytes: Uint8Array, sequenceNumber: number): void {
  writeUint16(bytes, 2, sequenceNumber);
}

export function writeTimestamp(bytes: Uint8Array, timestamp: number): void {
  writeUint32(bytes, 4, timestamp);
}

export function writeSsrc(bytes: Uint8Array, ssrc: number): void {
  writeUint32(bytes, 8, ssrc);
}
