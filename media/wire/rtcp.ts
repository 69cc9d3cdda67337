/** Walks compound and reduced-size RTCP (RFC 3550 section 6.1, RFC 5506). A compound whose lengths do not add up gives nothing at all. */
import { readUint16 } from './integers.ts';
import { type Bye, readBye } from './rtcp/bye.ts';
import { type Fir, firFormat, readFir } from './rtcp/fir.ts';
import { type Nack, nackFormat, readNack } from './rtcp/nack.ts';
import { rtcpTypes } from './rtcp/packet-header.ts';
import { type Pli, pliFormat, readPli } from './rtcp/pli.ts';
import { type ReceiverReport, readReceiverReport } from './rtcp/receiver-report.ts';
import { type Remb, readRemb, rembFormat } from './rtcp/remb.ts';
import { readSdes, type Sdes } from './rtcp/sdes.ts';
import { readSenderReport, type SenderReport } from './rtcp/sender-report.ts';
import { readTransportCc, type TransportCc, transportCcFormat } from './rtcp/transport-cc.ts';

/** Well framed, but of a type that Veche does not speak (XR and others) or with a body that does not hold together. */
export interface UnknownRtcp {
  readonly type: 'unknown';
  readonly packetType: number;
  /** The five-bit count or format. */
  readonly count: number;
}

export type RtcpPacket =
  | SenderReport
  | ReceiverReport
  | Sdes
  | Bye
  | Nack
  | Pli
  | Fir
  | Remb
  | TransportCc
  | UnknownRtcp;

/** Packets of one compound that are read; what follows is passed over. */
export const rtcpPacketsMax = 64;

/** `length` is the compound's length when `bytes` is a larger buffer. */
export function readRtcp(bytes: Uint8Array, length: number = bytes.length): RtcpPacket[] {
  const packets: RtcpPacket[] = [];
  if (length > bytes.length) return [];
  let offset = 0;
  while (offset < length) {
    if (offset + 4 > length || bytes[offset]! >> 6 !== 2) return [];
    const packetEnd = offset + 4 + readUint16(bytes, offset + 2) * 4;
    if (packetEnd > length) return [];
    let end = packetEnd;
    if ((bytes[offset]! & 0x20) !== 0) {
      const padding = bytes[packetEnd - 1]!;
      if (padding === 0 || packetEnd - padding < offset + 4) return [];
      end = packetEnd - padding;
    }
    if (packets.length < rtcpPacketsMax) {
      const packetType = bytes[offset + 1]!;
      const count = bytes[offset]! & 0x1f;
      packets.push(readPacket(bytes, offset, end, packetType, count) ?? { type: 'unknown', packetType, count });
    }
    offset = packetEnd;
  }
  return packets;
}

function readPacket(
  bytes: Uint8Array,
  offset: number,
  end: number,
  packetType: number,
  count: number,
): RtcpPacket | undefined {
  switch (packetType) {
    case rtcpTypes.senderReport:
      return readSenderReport(bytes, offset, end, count);
    case rtcpTypes.receiverReport:
      return readReceiverReport(bytes, offset, end, count);
    case rtcpTypes.sdes:
      return readSdes(bytes, offset, end, count);
    case rtcpTypes.bye:
      return readBye(bytes, offset, end, count);
    case rtcpTypes.transportFeedback:
      if (count === nackFormat) return readNack(bytes, offset, end);
      return count === transportCcFormat ? readTransportCc(bytes, offset, end) : undefined;
    case rtcpTypes.payloadFeedback:
      if (count === pliFormat) return readPli(bytes, offset, end);
      if (count === firFormat) return readFir(bytes, offset, end);
      return count === rembFormat ? readRemb(bytes, offset, end) : undefined;
    default:
      return undefined;
  }
}

/** Joins whole packets into one compound. RFC 3550 wants a report first, unless reduced size was agreed on. */
export function buildCompound(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
