/** FIR: a key frame is asked for, with a number that tells a repeat from a new wish (RFC 5104 section 4.3.1). */
import { readUint32, writeUint32 } from '../integers.ts';
import { createFeedbackPacket, rtcpTypes } from './packet-header.ts';

export const firFormat = 4;

export interface FirEntry {
  readonly ssrc: number;
  /** 8 bits; the same number again is a repeat of the same wish. */
  readonly sequence: number;
}

export interface Fir {
  readonly type: 'fir';
  readonly senderSsrc: number;
  readonly entries: readonly FirEntry[];
}

/** `offset` and `end` bound the whole packet without padding. */
export function readFir(bytes: Uint8Array, offset: number, end: number): Fir | undefined {
  if (offset + 20 > end) return undefined;
  const entries: FirEntry[] = [];
  for (let at = offset + 12; at + 8 <= end; at += 8) {
    entries.push({ ssrc: readUint32(bytes, at), sequence: bytes[at + 4]! });
  }
  return { type: 'fir', senderSsrc: readUint32(bytes, offset + 4), entries };
}

export function writeFir(fir: Omit<Fir, 'type'>): Uint8Array {
  const { senderSsrc, entries } = fir;
  const bytes = createFeedbackPacket(rtcpTypes.payloadFeedback, firFormat, senderSsrc, 0, entries.length * 8);
  entries.forEach(({ ssrc, sequence }, index) => {
    writeUint32(bytes, 12 + index * 8, ssrc);
    bytes[16 + index * 8] = sequence;
  });
  return bytes;
}
