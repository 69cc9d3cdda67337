/** PLI: a receiver needs a key frame (RFC 4585 section 6.3.1). */
import { readUint32 } from '../integers.ts';
import { createFeedbackPacket, rtcpTypes } from './packet-header.ts';

export const pliFormat = 1;

export interface Pli {
  readonly type: 'pli';
  readonly senderSsrc: number;
  readonly mediaSsrc: number;
}

/** `offset` and `end` bound the whole packet without padding. */
export function readPli(bytes: Uint8Array, offset: number, end: number): Pli | undefined {
  if (offset + 12 > end) return undefined;
  return { type: 'pli', senderSsrc: readUint32(bytes, offset + 4), mediaSsrc: readUint32(bytes, offset + 8) };
}

export function writePli(pli: Omit<Pli, 'type'>): Uint8Array {
  return createFeedbackPacket(rtcpTypes.payloadFeedback, pliFormat, pli.senderSsrc, pli.mediaSsrc, 0);
}
