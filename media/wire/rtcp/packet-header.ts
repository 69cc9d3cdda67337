/** The header that every RTCP packet starts with (RFC 3550 section 6.4.1). */
import { writeUint16, writeUint32 } from '../integers.ts';

export const rtcpTypes = {
  senderReport: 200,
  receiverReport: 201,
  sdes: 202,
  bye: 203,
  transportFeedback: 205,
  payloadFeedback: 206,
} as const;

/** A zeroed packet of `length` bytes (a multiple of 4) with its header; `count` is the five-bit count or format. */
export function createRtcpPacket(packetType: number, count: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes[0] = 0x80 | (count & 0x1f);
  bytes[1] = packetType;
  writeUint16(bytes, 2, length / 4 - 1);
  return bytes;
}

/** The common form of feedback: who says it and about which stream (RFC 4585 section 6.1). */
export function createFeedbackPacket(
  packetType: number,
  format: number,
  senderSsrc: number,
  mediaSsrc: number,
  bodyLength: number,
): Uint8Array {
  const bytes = createRtcpPacket(packetType, format, 12 + bodyLength);
  writeUint32(bytes, 4, senderSsrc);
  writeUint32(bytes, 8, mediaSsrc);
  return bytes;
}
