/** What we tell a peer about what it sends: lost packets, key frames needed, arrival times, receiver reports. */
import { limits } from '@veche/contracts/limits.ts';
import { writeNack } from '../../wire/rtcp/nack.ts';
import { writePli } from '../../wire/rtcp/pli.ts';
import { writeReceiverReport } from '../../wire/rtcp/receiver-report.ts';
import type { ReportBlock } from '../../wire/rtcp/report-block.ts';
import { writeSdes } from '../../wire/rtcp/sdes.ts';
import { writeTransportCc } from '../../wire/rtcp/transport-cc.ts';
import { buildCompound } from '../../wire/rtcp.ts';
import type { Counters } from '../counters.ts';
import type { EncodingState } from '../encoding-state.ts';
import type { EventBatch } from '../event-batch.ts';
import type { TransportState } from '../transport-state.ts';
import { sendRtcp } from './rtcp-sender.ts';

const feedbackIntervalMs = 100;
/** With more packets than this waiting, feedback goes out at half the interval. */
const feedbackBurst = 20;
const reportBlocksPerPacket = 31;
const ownCname = 'veche';

export class UpstreamFeedback {
  readonly #counters: Counters;
  readonly #events: EventBatch;

  constructor(counters: Counters, events: EventBatch) {
    this.#counters = counters;
    this.#events = events;
  }

  /** A PLI now; or with the first packet, when the SSRC is not known yet; or later, when one went out just before. */
  requestKeyFrame(encoding: EncodingState, nowMs: number): void {
    const { transport } = encoding.inbound;
    const tooSoon = nowMs - encoding.keyFrameRequestedMs < limits.keyFrameRequestIntervalMs;
    if (encoding.ssrc === undefined || transport.srtp === undefined || tooSoon) {
      encoding.keyFrameOwed = true;
      return;
    }
    encoding.keyFrameOwed = false;
    encoding.keyFrameRequestedMs = nowMs;
    const pli = writePli({ senderSsrc: transport.reportSsrc, mediaSsrc: encoding.ssrc });
    if (sendRtcp(transport, pli, this.#counters)) this.#counters.sentKeyFrameRequestPackets++;
  }

  /** Every tick: asks for what is lost, and keeps an owed promise of a PLI. */
  askForLost(encoding: EncodingState, nowMs: number): void {
    if (encoding.keyFrameOwed && encoding.active) this.requestKeyFrame(encoding, nowMs);
    const { nack, ssrc, inbound } = encoding;
    if (nack === undefined || ssrc === undefined || inbound.paused) return;
    const { sequences, givenUp } = nack.due(nowMs);
    if (sequences.length > 0) {
      const sequenceNumbers = sequences.map((sequence) => sequence & 0xffff);
      const packet = writeNack({ senderSsrc: inbound.transport.reportSsrc, mediaSsrc: ssrc, sequenceNumbers });
      if (sendRtcp(inbound.transport, packet, this.#counters)) this.#counters.sentNackPackets++;
    }
    if (givenUp && inbound.parameters.kind === 'video' && isCarried(encoding)) {
      const { inboundId } = inbound.parameters;
      this.#events.push({ type: 'keyFrameNeeded', inboundId, spatialLayer: encoding.spatialLayer });
    }
  }

  /** Every tick: transport-wide feedback when it is due. */
  feedBackArrivals(transport: TransportState, nowMs: number): void {
    const { arrivals } = transport;
    if (arrivals.waiting === 0) return;
    const intervalMs = arrivals.waiting > feedbackBurst ? feedbackIntervalMs / 2 : feedbackIntervalMs;
    if (nowMs - transport.lastFeedbackMs < intervalMs) return;
    transport.lastFeedbackMs = nowMs;
    const mediaSsrc = transport.streams.keys().next().value ?? 0;
    for (;;) {
      const feedback = arrivals.feedback(transport.reportSsrc, mediaSsrc);
      if (feedback === undefined) return;
      if (feedback.arrivals.length === 0) continue;
      if (sendRtcp(transport, writeTransportCc(feedback), this.#counters))
        this.#counters.sentTransportFeedbackPackets++;
    }
  }

  /** Every second: receiver reports over all encodings that arrive. */
  report(transport: TransportState, nowMs: number): void {
    const blocks: ReportBlock[] = [];
    for (const inbound of transport.inbounds) {
      for (const encoding of inbound.encodings) {
        const block = reportBlock(encoding, nowMs);
        if (block !== undefined) blocks.push(block);
      }
    }
    for (let at = 0; at < blocks.length; at += reportBlocksPerPacket) {
      const ssrc = transport.reportSsrc;
      const report = writeReceiverReport({ ssrc, reports: blocks.slice(at, at + reportBlocksPerPacket) });
      sendRtcp(transport, buildCompound([report, writeSdes({ chunks: [{ ssrc, cname: ownCname }] })]), this.#counters);
    }
  }
}

/** False when all receivers of the stream have other layers: their pictures would pay for the key frame. */
function isCarried({ inbound, spatialLayer }: EncodingState): boolean {
  const routes = [...inbound.routes()];
  return routes.length === 0 || routes.some((route) => route.forwards && route.currentLayer === spatialLayer);
}

/** Undefined when nothing came in the last interval: a muted source costs nothing. */
function reportBlock(encoding: EncodingState, nowMs: number): ReportBlock | undefined {
  const { ssrc, reception, senderClock } = encoding;
  if (ssrc === undefined || !reception.started) return undefined;
  const interval = reception.interval();
  encoding.lostFraction = interval.lostFraction;
  if (interval.highestSequence === encoding.reportedSequence) return undefined;
  encoding.reportedSequence = interval.highestSequence;
  return {
    ssrc,
    fractionLost: Math.floor(interval.lostFraction * 256),
    cumulativeLost: interval.lostInTotal,
    highestSequence: interval.highestSequence,
    jitter: interval.jitter,
    lastSenderReport: senderClock?.middle32 ?? 0,
    delaySinceLastSenderReport:
      senderClock === undefined ? 0 : Math.max(0, Math.round(((nowMs - senderClock.arrivalMs) * 65_536) / 1_000)),
  };
}
