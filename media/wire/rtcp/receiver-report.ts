/** RR: how what was sent arrived (RFC 3550 section 6.4.2). */
import { readUint32, writeUint32 } from '../integers.ts';
import { createRtcpPacket, rtcpTypes } from './packet-header.ts';
import {
  type ReportBlock,
  readReportBlocks,
  reportBlockLength,
  reportBlocksMax,
  writeReportBlocks,
} from './report-block.ts';

export interface ReceiverReport {
  readonly type: 'receiverReport';
  /** Who reports. */
  readonly ssrc: number;
  readonly reports: readonly ReportBlock[];
}

/** `offset` and `end` bound the whole packet without padding; `count` stands in its header. */
export function readReceiverReport(
  bytes: Uint8Array,
  offset: number,
  end: number,
  count: number,
): ReceiverReport | undefined {
  if (offset + 8 > end) return undefined;
  const reports = readReportBlocks(bytes, offset + 8, end, count);
  return reports && { type: 'receiverReport', ssrc: readUint32(bytes, offset + 4), reports };
}

/** At most 31 report blocks go along; further ones are left out. */
export function writeReceiverReport(report: Omit<ReceiverReport, 'type'>): Uint8Array {
  const reports = report.reports.slice(0, reportBlocksMax);
  const bytes = createRtcpPacket(rtcpTypes.receiverReport, reports.length, 8 + reports.length * reportBlockLength);
  writeUint32(bytes, 4, report.ssrc);
  writeReportBlocks(bytes, 8, reports);
  return bytes;
}
