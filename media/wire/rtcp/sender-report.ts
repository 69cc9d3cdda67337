/** SR: what a sender sent, and when, on its own and on the common clock (RFC 3550 section 6.4.1). */
import { readUint32, writeUint32 } from '../integers.ts';
import { createRtcpPacket, rtcpTypes } from './packet-header.ts';
import {
  type ReportBlock,
  readReportBlocks,
  reportBlockLength,
  reportBlocksMax,
  writeReportBlocks,
} from './report-block.ts';

export interface SenderReport {
  readonly type: 'senderReport';
  readonly ssrc: number;
  /** Seconds since 1900. */
  readonly ntpSeconds: number;
  /** 2^-32 seconds. */
  readonly ntpFraction: number;
  readonly rtpTimestamp: number;
  readonly packetCount: number;
  readonly octetCount: number;
  readonly reports: readonly ReportBlock[];
}

/** `offset` and `end` bound the whole packet without padding; `count` stands in its header. */
export function readSenderReport(
  bytes: Uint8Array,
  offset: number,
  end: number,
  count: number,
): SenderReport | undefined {
  if (offset + 28 > end) return undefined;
  const reports = readReportBlocks(bytes, offset + 28, end, count);
  if (reports === undefined) return undefined;
  return {
    type: 'senderReport',
    ssrc: readUint32(bytes, offset + 4),
    ntpSeconds: readUint32(bytes, offset + 8),
    ntpFraction: readUint32(bytes, offset + 12),
    rtpTimestamp: readUint32(bytes, offset + 16),
    packetCount: readUint32(bytes, offset + 20),
    octetCount: readUint32(bytes, offset + 24),
    reports,
  };
}

/** At most 31 report blocks go along; further ones are left out. */
export function writeSenderReport(report: Omit<SenderReport, 'type'>): Uint8Array {
  const reports = report.reports.slice(0, reportBlocksMax);
  const bytes = createRtcpPacket(rtcpTypes.senderReport, reports.length, 28 + reports.length * reportBlockLength);
  writeUint32(bytes, 4, report.ssrc);
  writeUint32(bytes, 8, report.ntpSeconds);
  writeUint32(bytes, 12, report.ntpFraction);
  writeUint32(bytes, 16, report.rtpTimestamp);
  writeUint32(bytes, 20, report.packetCount);
  writeUint32(bytes, 24, report.octetCount);
  writeReportBlocks(bytes, 28, reports);
  return bytes;
}
