/** Generic NACK: packets that a receiver asks for again (RFC 4585 section 6.2.1). */
import { readUint16, readUint32, writeUint16 } from '../integers.ts';
import { createFeedbackPacket, rtcpTypes } from './packet-header.ts';

export const nackFormat = 1;

export interface Nack {
  readonly type: 'nack';
  readonly senderSsrc: number;
  readonly mediaSsrc: number;
  /** In the order of the packet; at most 17 for each 4 bytes of it. */
  readonly sequenceNumbers: readonly number[];
}

export interface NackPair {
  /** First lost packet. */
  readonly pid: number;
  /** Bit i set = packet pid + 1 + i is lost too. */
  readonly blp: number;
}

/** `offset` and `end` bound the whole packet without padding. */
export function readNack(bytes: Uint8Array, offset: number, end: number): Nack | undefined {
  if (offset + 16 > end) return undefined;
  const sequenceNumbers: number[] = [];
  for (let at = offset + 12; at + 4 <= end; at += 4) {
    const pid = readUint16(bytes, at);
    const blp = readUint16(bytes, at + 2);
    sequenceNumbers.push(pid);
    for (let bit = 0; bit < 16; bit++) {
      if ((blp & (1 << bit)) !== 0) sequenceNumbers.push((pid + 1 + bit) & 0xffff);
    }
  }
  return {
    type: 'nack',
    senderSsrc: readUint32(bytes, offset + 4),
    mediaSsrc: readUint32(bytes, offset + 8),
    sequenceNumbers,
  };
}

export function writeNack(nack: Omit<Nack, 'type'>): Uint8Array {
  const pairs = nackPairs(nack.sequenceNumbers);
  const bytes = createFeedbackPacket(
    rtcpTypes.transportFeedback,
    nackFormat,
    nack.senderSsrc,
    nack.mediaSsrc,
    pairs.length * 4,
  );
  pairs.forEach(({ pid, blp }, index) => {
    writeUint16(bytes, 12 + index * 4, pid);
    writeUint16(bytes, 14 + index * 4, blp);
  });
  return bytes;
}

/** Packs sequence numbers, oldest first, into as few pairs as that order allows. A number that an open pair holds already is not repeated. */
export function nackPairs(sequenceNumbers: readonly number[]): NackPair[] {
  const pairs: { pid: number; blp: number }[] = [];
  let last: { pid: number; blp: number } | undefined;
  for (const sequenceNumber of sequenceNumbers) {
    const distance = last === undefined ? -1 : (sequenceNumber - last.pid) & 0xffff;
    if (last !== undefined && distance <= 16) {
      if (distance > 0) last.blp |= 1 << (distance - 1);
    } else {
      last = { pid: sequenceNumber & 0xffff, blp: 0 };
      pairs.push(last);
    }
  }
  return pairs;
}
