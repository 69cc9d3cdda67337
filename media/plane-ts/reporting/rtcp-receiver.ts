/** What peers tell in RTCP: opened, read, and turned into state or into events for control. */
import type { PlaneEvent } from '../../plane/events.ts';
import type { ReportBlock } from '../../wire/rtcp/report-block.ts';
import type { SenderReport } from '../../wire/rtcp/sender-report.ts';
import { readRtcp } from '../../wire/rtcp.ts';
import type { Counters } from '../counters.ts';
import type { EventBatch } from '../event-batch.ts';
import type { Resender } from '../forwarding/resender.ts';
import type { TransportState } from '../transport-state.ts';

export class RtcpReceiver {
  readonly #counters: Counters;
  readonly #events: EventBatch;
  readonly #resender: Resender;

  constructor(counters: Counters, events: EventBatch, resender: Resender) {
    this.#counters = counters;
    this.#events = events;
    this.#resender = resender;
  }

  receive(transport: TransportState, bytes: Buffer, nowMs: number): void {
    const counters = this.#counters;
    counters.rtcpDatagrams++;
    if (transport.srtp === undefined) {
      counters.droppedWithoutKeysDatagrams++;
      return;
    }
    const opened = transport.srtp.inbound.openRtcp(bytes);
    if (typeof opened === 'string') {
      counters.droppedRtcpPackets++;
      return;
    }
    counters.openedRtcpPackets++;
    for (const packet of readRtcp(opened)) {
      if (packet.type === 'senderReport') {
        noteSenderReport(transport, packet, nowMs);
        for (const block of packet.reports) noteReceiverReport(transport, block, nowMs);
      } else if (packet.type === 'receiverReport') {
        for (const block of packet.reports) noteReceiverReport(transport, block, nowMs);
      } else if (packet.type === 'nack') {
        const route = transport.routesBySsrc.get(packet.mediaSsrc);
        if (route !== undefined && route.parameters.ssrc === packet.mediaSsrc) {
          this.#resender.resend(route, packet.sequenceNumbers, nowMs);
        }
      } else if (packet.type === 'pli') this.#askForKeyFrame(transport, packet.mediaSsrc);
      else if (packet.type === 'fir') for (const { ssrc } of packet.entries) this.#askForKeyFrame(transport, ssrc);
      else if (packet.type === 'remb') {
        const { transportId } = transport;
        this.#events.push({ type: 'bandwidthEstimate', transportId, bitrateBps: packet.bitrateBps });
      }
    }
  }

  #askForKeyFrame(transport: TransportState, mediaSsrc: number): void {
    const route = transport.routesBySsrc.get(mediaSsrc);
    if (route === undefined || route.inbound.parameters.kind !== 'video' || !route.forwards) return;
    const event: PlaneEvent = {
      type: 'keyFrameNeeded',
      inboundId: route.inbound.parameters.inboundId,
      spatialLayer: route.currentLayer >= 0 ? route.currentLayer : Math.max(0, route.spatialLayer),
    };
    this.#events.push(event);
  }
}

function noteSenderReport(transport: TransportState, report: SenderReport, nowMs: number): void {
  const target = transport.streams.get(report.ssrc);
  if (target === undefined || target.rtx) return;
  target.encoding.senderClock = {
    ntpMs: report.ntpSeconds * 1_000 + (report.ntpFraction * 1_000) / 4_294_967_296,
    rtpTimestamp: report.rtpTimestamp,
    arrivalMs: nowMs,
    middle32: (((report.ntpSeconds & 0xffff) << 16) | (report.ntpFraction >>> 16)) >>> 0,
  };
}

/** Round trip = now - when the report they name went out - how long they held it (RFC 3550 section 6.4.1). */
function noteReceiverReport(transport: TransportState, block: ReportBlock, nowMs: number): void {
  const route = transport.routesBySsrc.get(block.ssrc);
  if (route === undefined || route.parameters.ssrc !== block.ssrc) return;
  route.lostFraction = block.fractionLost / 256;
  if (block.lastSenderReport === 0) return;
  const sent = route.sentReports.find(({ middle32 }) => middle32 === block.lastSenderReport);
  if (sent === undefined) return;
  const rttMs = nowMs - sent.sentMs - (block.delaySinceLastSenderReport * 1_000) / 65_536;
  if (rttMs > -50 && rttMs < 60_000) route.rttMs = Math.max(0, rttMs);
}
