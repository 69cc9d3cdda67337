/** Report blocks, alike in sender and receiver reports (RFC 3550 section 6.4.1). */
import { readUint24, readUint32, writeUint24, writeUint32 } from '../integers.ts';

export const reportBlockLength = 24;
export const reportBlocksMax = 31;

export interface ReportBlock {
  /** The stream that is reported on. */
  readonly ssrc: number;
  /** Lost since the last report, in 256ths. */
  readonly fractionLost: number;
  /** Signed 24 bits: duplicates make it negative. */
  readonly cumulativeLost: number;
  /** Cycles in the upper, sequence number in the lower 16 bits. */
  readonly highestSequence: number;
  /** In units of the stream's clock. */
  readonly jitter: number;
  /** Middle 32 bits of the last sender report's NTP time; 0 = none came. */
  readonly lastSenderReport: number;
  /** In 65536ths of a second. */
  readonly delaySinceLastSenderReport: number;
}

/** `count` blocks from `offset`; undefined when they go past `end`. */
export function readReportBlocks(
  bytes: Uint8Array,
  offset: number,
  end: number,
  count: number,
): ReportBlock[] | undefined {
  if (offset + count * reportBlockLength > end) return undefined;
  const reports: ReportBlock[] = [];
  for (let at = offset; reports.length < count; at += reportBlockLength) {
    reports.push({
      ssrc: readUint32(bytes, at),
      fractionLost: bytes[at + 4]!,
      cumulativeLost: (readUint24(bytes, at + 5) << 8) >> 8,
      highestSequence: readUint32(bytes, at + 8),
      jitter: readUint32(bytes, at + 12),
      lastSenderReport: readUint32(bytes, at + 16),
      delaySinceLastSenderReport: readUint32(bytes, at + 20),
    });
  }
  return reports;
}

/** `cumulativeLost` is held to its 24 bits (RFC 3550 appendix A.3), `fractionLost` to its 8. */
export function writeReportBlocks(bytes: Uint8Array, offset: number, reports: readonly ReportBlock[]): void {
  let at = offset;
  for (const report of reports) {
    writeUint32(bytes, at, report.ssrc);
    bytes[at + 4] = Math.max(0, Math.min(255, report.fractionLost));
    writeUint24(bytes, at + 5, Math.max(-0x800000, Math.min(0x7fffff, report.cumulativeLost)));
    writeUint32(bytes, at + 8, report.highestSequence);
    writeUint32(bytes, at + 12, report.jitter);
    writeUint32(bytes, at + 16, report.lastSenderReport);
    writeUint32(bytes, at + 20, report.delaySinceLastSenderReport);
    at += reportBlockLength;
  }
}
