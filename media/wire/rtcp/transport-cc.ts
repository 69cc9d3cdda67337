/**
 * Transport-wide feedback: when each packet arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1).
 * Only packets that arrived are listed, so a small packet never unfolds into a large result.
 */
import { readUint16, readUint24, readUint32, writeUint16, writeUint24 } from '../integers.ts';
import { createFeedbackPacket, rtcpTypes } from './packet-header.ts';
import { arrivalSymbols, packStatusChunks, readStatusChunks } from './transport-cc-chunks.ts';

export const transportCcFormat = 15;

/** Arrival times are counted in these. */
export const transportCcTickUs = 250;

export interface TransportCcArrival {
  readonly sequenceNumber: number;
  /** Since the arrival before it, or since the reference time for the first; -32768 to 32767 ticks of 250 µs. */
  readonly deltaTicks: number;
}

export interface TransportCc {
  readonly type: 'transportCc';
  readonly senderSsrc: number;
  readonly mediaSsrc: number;
  readonly baseSequence: number;
  /** How many packets from `baseSequence` on are reported, arrived or not; 1 to 65535. */
  readonly statusCount: number;
  /** Signed 24 bits, in units of 64 ms. */
  readonly referenceTime: number;
  /** 8 bits: counts the feedback packets. */
  readonly feedbackSequence: number;
  /** In order of sequence number. */
  readonly arrivals: readonly TransportCcArrival[];
}

/** `offset` and `end` bound the whole packet without padding. */
export function readTransportCc(bytes: Uint8Array, offset: number, end: number): TransportCc | undefined {
  if (offset + 20 > end) return undefined;
  const baseSequence = readUint16(bytes, offset + 12);
  const statusCount = readUint16(bytes, offset + 14);
  if (statusCount === 0) return undefined;
  // Every arrival needs at least one byte of delta: what cannot be paid for in bytes is refused before it is listed.
  const statuses = readStatusChunks(bytes, offset + 20, end, statusCount);
  if (statuses === undefined) return undefined;
  const arrivals: TransportCcArrival[] = [];
  let at = statuses.end;
  for (const { index, large } of statuses.arrived) {
    if (at + (large ? 2 : 1) > end) return undefined;
    const deltaTicks = large ? (readUint16(bytes, at) << 16) >> 16 : bytes[at]!;
    at += large ? 2 : 1;
    arrivals.push({ sequenceNumber: (baseSequence + index) & 0xffff, deltaTicks });
  }
  return {
    type: 'transportCc',
    senderSsrc: readUint32(bytes, offset + 4),
    mediaSsrc: readUint32(bytes, offset + 8),
    baseSequence,
    statusCount,
    referenceTime: (readUint24(bytes, offset + 16) << 8) >> 8,
    feedbackSequence: bytes[offset + 19]!,
    arrivals,
  };
}

/** `arrivals` outside of the reported span break an invariant of the caller. */
export function writeTransportCc(feedback: Omit<TransportCc, 'type'>): Uint8Array {
  const symbols = arrivalSymbols(feedback);
  const chunks = packStatusChunks(symbols);
  const deltasLength = symbols.reduce<number>((sum, symbol) => sum + symbol, 0);
  const bodyLength = Math.ceil((8 + chunks.length * 2 + deltasLength) / 4) * 4;
  const bytes = createFeedbackPacket(
    rtcpTypes.transportFeedback,
    transportCcFormat,
    feedback.senderSsrc,
    feedback.mediaSsrc,
    bodyLength,
  );
  writeUint16(bytes, 12, feedback.baseSequence);
  writeUint16(bytes, 14, feedback.statusCount);
  writeUint24(bytes, 16, feedback.referenceTime);
  bytes[19] = feedback.feedbackSequence;
  let at = 20;
  for (const chunk of chunks) {
    writeUint16(bytes, at, chunk);
    at += 2;
  }
  for (const { deltaTicks } of feedback.arrivals) {
    if (deltaTicks >= 0 && deltaTicks <= 255) {
      bytes[at++] = deltaTicks;
    } else {
      writeUint16(bytes, at, deltaTicks);
      at += 2;
    }
  }
  return bytes;
}
