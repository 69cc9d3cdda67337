/**
 * Sender reports for our routes. Their NTP time is the original sender's clock, carried on since its own last report, and the RTP time is
 * mapped through the route's rewriting: so sound and picture of one sender stay in step at every receiver.
 */
import { writeSdes } from '../../wire/rtcp/sdes.ts';
import { writeSenderReport } from '../../wire/rtcp/sender-report.ts';
import { buildCompound } from '../../wire/rtcp.ts';
import type { Counters } from '../counters.ts';
import type { RouteState } from '../route-state.ts';
import type { TransportState } from '../transport-state.ts';
import { sendRtcp } from './rtcp-sender.ts';

/** Reports and names of this many routes stay under the size of a datagram. */
const routesPerPacket = 12;
const rememberedReports = 4;

/** Every second. A route that sent nothing since its last report says nothing. */
export function sendSenderReports(transport: TransportState, nowMs: number, counters: Counters): void {
  if (transport.srtp === undefined || transport.sender === undefined) return;
  let reports: Uint8Array[] = [];
  let chunks: { ssrc: number; cname: string }[] = [];
  const flush = () => {
    if (reports.length === 0) return;
    sendRtcp(transport, buildCompound([...reports, writeSdes({ chunks })]), counters);
    reports = [];
    chunks = [];
  };
  for (const route of transport.routes) {
    const report = senderReport(route, nowMs);
    if (report === undefined) continue;
    reports.push(report);
    chunks.push({ ssrc: route.parameters.ssrc, cname: route.parameters.cname });
    if (reports.length === routesPerPacket) flush();
  }
  flush();
}

function senderReport(route: RouteState, nowMs: number): Uint8Array | undefined {
  if (route.packetsSent === route.packetsReported) return undefined;
  const clock = route.inbound.encodings[route.timestampLayer]?.senderClock;
  if (clock === undefined) return undefined;
  route.packetsReported = route.packetsSent;
  const elapsedMs = nowMs - clock.arrivalMs;
  const ntpMs = clock.ntpMs + elapsedMs;
  const ntpSeconds = Math.floor(ntpMs / 1_000);
  const ntpFraction = Math.floor((ntpMs / 1_000 - ntpSeconds) * 4_294_967_296);
  const elapsedTicks = Math.round((elapsedMs * route.inbound.parameters.clockRateHz) / 1_000);
  const middle32 = (((ntpSeconds & 0xffff) << 16) | (ntpFraction >>> 16)) >>> 0;
  route.sentReports.unshift({ middle32, sentMs: nowMs });
  route.sentReports.length = Math.min(route.sentReports.length, rememberedReports);
  return writeSenderReport({
    ssrc: route.parameters.ssrc,
    ntpSeconds: ntpSeconds % 4_294_967_296,
    ntpFraction,
    rtpTimestamp: (clock.rtpTimestamp + elapsedTicks + route.rewriter.timestampOffset) >>> 0,
    packetCount: route.packetsSent % 4_294_967_296,
    octetCount: route.bytesSent % 4_294_967_296,
    reports: [],
  });
}
