/**
 * Answers a receiver's NACK from what is cached: by RTX (RFC 4588) where the route has it, else by the packet itself, bit for bit, since
 * it goes under the nonce that it had. Never the same packet twice within half a round trip, never more than a budget.
 */
import { limits } from '@veche/contracts/limits.ts';
import { absSendTimeFromMs, writeAbsSendTime } from '../../wire/rtp-extensions.ts';
import { type CachedPacket, writeRouteNumbers } from '../cached-packet.ts';
import type { Counters } from '../counters.ts';
import type { RouteState } from '../route-state.ts';
import type { SentPacket } from '../sent-packets.ts';
import { canonicalForRoute } from './canonical-for-route.ts';
import type { Forwarder } from './forwarder.ts';

const originalSequenceLength = 2;
const resendIntervalMinMs = 10;
const defaultRttMs = 40;

export class Resender {
  readonly #counters: Counters;
  readonly #forwarder: Forwarder;
  readonly #record: SentPacket = {
    layer: 0,
    inSequence: 0,
    outSequence: 0,
    timestamp: 0,
    marker: false,
    pictureId: -1,
  };

  constructor(counters: Counters, forwarder: Forwarder) {
    this.#counters = counters;
    this.#forwarder = forwarder;
  }

  /** `sequenceNumbers` as the receiver named them, 16 bits each. */
  resend(route: RouteState, sequenceNumbers: readonly number[], nowMs: number): void {
    if (!route.keepsSent || !route.rewriter.started) return;
    for (const sequenceNumber of sequenceNumbers) {
      if (this.#resendOne(route, sequenceNumber, nowMs)) this.#counters.resentPackets++;
      else this.#counters.refusedResendPackets++;
    }
  }

  #resendOne(route: RouteState, sequenceNumber: number, nowMs: number): boolean {
    const record = this.#record;
    const highest = route.rewriter.highestOut;
    const outSequence = highest - ((highest - sequenceNumber) & 0xffff);
    if (!route.sent.get(outSequence, record)) return false;
    const encoding = route.inbound.encodings[record.layer];
    if (encoding === undefined) return false;
    const cached = encoding.cache.get(record.inSequence);
    if (cached === undefined || nowMs - cached.arrivalMs > limits.rtpCacheMs) return false;
    if (route.resendBudgetBytes < cached.bytes.length) return false;
    const intervalMs = Math.max(resendIntervalMinMs, (route.rttMs ?? defaultRttMs) / 2);
    if (!route.sent.mayResend(outSequence, nowMs, intervalMs)) return false;
    route.resendBudgetBytes -= cached.bytes.length;

    const packet = canonicalForRoute(cached, route);
    const { ssrc, payloadType, rtxSsrc, rtxPayloadType } = route.parameters;
    const { timestamp, marker, pictureId } = record;
    writeRouteNumbers(packet, marker, payloadType, ssrc, outSequence, timestamp, pictureId);
    if (rtxSsrc === undefined || rtxPayloadType === undefined) {
      return this.#forwarder.send(route, packet.header, packet.payload, ssrc, outSequence);
    }
    const payload = Buffer.allocUnsafe(originalSequenceLength + packet.payload.length);
    payload[0] = (outSequence >>> 8) & 0xff;
    payload[1] = outSequence & 0xff;
    payload.set(packet.payload, originalSequenceLength);
    const rtxSequence = route.rtxSequence++;
    writeRouteNumbers(packet, marker, rtxPayloadType, rtxSsrc, rtxSequence, timestamp, -1);
    writeSendTime(packet, nowMs);
    const sent = this.#forwarder.send(route, packet.header, payload, rtxSsrc, rtxSequence);
    writeSendTime(packet, packet.arrivalMs);
    return sent;
  }
}

function writeSendTime(packet: CachedPacket, atMs: number): void {
  if (packet.absSendTimeOffset > 0) writeAbsSendTime(packet.bytes, packet.absSendTimeOffset, absSendTimeFromMs(atMs));
}
