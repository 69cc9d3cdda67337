/** REMB: the receiver's estimate of what fits on its way (draft-alvestrand-rmcat-remb-03 section 2.2). */
import { readUint24, readUint32, writeUint24, writeUint32 } from '../integers.ts';
import { createFeedbackPacket, rtcpTypes } from './packet-header.ts';

export const rembFormat = 15;
const rembIdentifier = 0x52454d42;

export interface Remb {
  readonly type: 'remb';
  readonly senderSsrc: number;
  /** Read: never above 2^53 - 1. Written: rounded down to 18 significant bits. */
  readonly bitrateBps: number;
  readonly ssrcs: readonly number[];
}

/** `offset` and `end` bound the whole packet without padding. Undefined too for other application-layer feedback. */
export function readRemb(bytes: Uint8Array, offset: number, end: number): Remb | undefined {
  if (offset + 20 > end || readUint32(bytes, offset + 12) !== rembIdentifier) return undefined;
  const count = bytes[offset + 16]!;
  if (offset + 20 + count * 4 > end) return undefined;
  const packed = readUint24(bytes, offset + 17);
  const bitrateBps = Math.min(Number.MAX_SAFE_INTEGER, (packed & 0x3ffff) * 2 ** (packed >> 18));
  const ssrcs: number[] = [];
  for (let index = 0; index < count; index++) ssrcs.push(readUint32(bytes, offset + 20 + index * 4));
  return { type: 'remb', senderSsrc: readUint32(bytes, offset + 4), bitrateBps, ssrcs };
}

/** At most 255 streams go along; further ones are left out. */
export function writeRemb(remb: Omit<Remb, 'type'>): Uint8Array {
  const ssrcs = remb.ssrcs.slice(0, 255);
  const bytes = createFeedbackPacket(rtcpTypes.payloadFeedback, rembFormat, remb.senderSsrc, 0, 8 + ssrcs.length * 4);
  let mantissa = Math.max(0, Math.floor(Math.min(remb.bitrateBps, Number.MAX_SAFE_INTEGER)));
  let exponent = 0;
  while (mantissa > 0x3ffff) {
    mantissa = Math.floor(mantissa / 2);
    exponent++;
  }
  writeUint32(bytes, 12, rembIdentifier);
  bytes[16] = ssrcs.length;
  writeUint24(bytes, 17, (exponent << 18) | mantissa);
  ssrcs.forEach((ssrc, index) => {
    writeUint32(bytes, 20 + index * 4, ssrc);
  });
  return bytes;
}
