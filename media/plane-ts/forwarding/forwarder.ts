/**
 * From one canonical packet to many receivers: per route a filter, new numbers, the seal, the send. The order of stages is told in pipeline.ts;
 * this file is its last part and the one that runs most often.
 */

import type { RewriteOutput } from '../../machines/rewriter/route-rewriter.ts';
import type { CachedPacket } from '../cached-packet.ts';
import { writeRouteNumbers } from '../cached-packet.ts';
import type { Counters } from '../counters.ts';
import type { EncodingState } from '../encoding-state.ts';
import type { EventBatch } from '../event-batch.ts';
import type { RouteState } from '../route-state.ts';
import { canonicalForRoute } from './canonical-for-route.ts';
import { layerToForward } from './layer-to-forward.ts';
import { type SendBuffers, sendBufferLength } from './send-buffers.ts';
import { switchedTimestamp } from './switched-timestamp.ts';

const emptyPayload = Buffer.alloc(0);
const allTemporalLayers = 7;
const emptiedOf = ({ marker }: CachedPacket) => ({ marker, payload: emptyPayload });

export class Forwarder {
  readonly #counters: Counters;
  readonly #events: EventBatch;
  readonly #buffers: SendBuffers;
  readonly #out: RewriteOutput = { sequence: 0, timestamp: 0, pictureId: -1 };

  constructor(counters: Counters, events: EventBatch, buffers: SendBuffers) {
    this.#counters = counters;
    this.#events = events;
    this.#buffers = buffers;
  }

  fanOut(encoding: EncodingState, packet: CachedPacket, routes: readonly RouteState[], nowMs: number): void {
    for (const route of routes) {
      this.#counters.fannedOutPackets++;
      if (!route.forwards) this.#counters.filteredPausedPackets++;
      else if (!route.transport.canSend) this.#counters.droppedWithoutPathPackets++;
      else if (route.currentLayer === encoding.spatialLayer) this.#forward(route, encoding, packet, nowMs);
      else if (this.#mayBegin(route, encoding, packet)) this.#begin(route, encoding, packet, nowMs);
      else this.#counters.filteredLayerPackets++;
    }
  }

  #mayBegin(route: RouteState, encoding: EncodingState, packet: CachedPacket): boolean {
    if (encoding.inbound.parameters.kind === 'audio') return true;
    if (!packet.keyFrame || layerToForward(route) !== encoding.spatialLayer) return false;
    if (!packet.needsPrevious) return true;
    const previous = encoding.cache.get(packet.sequence - 1);
    return previous !== undefined && previous.timestamp !== packet.timestamp;
  }

  /** The route goes on with this packet's encoding from here. */
  #begin(route: RouteState, encoding: EncodingState, packet: CachedPacket, nowMs: number): void {
    route.rewriter.begin(packet, switchedTimestamp(route, encoding, packet, nowMs));
    route.currentLayer = encoding.spatialLayer;
    route.timestampLayer = encoding.spatialLayer;
    if (route.toldLayer !== encoding.spatialLayer && encoding.inbound.parameters.kind === 'video') {
      route.toldLayer = encoding.spatialLayer;
      this.#events.push({
        type: 'layerSwitched',
        routeId: route.parameters.routeId,
        spatialLayer: encoding.spatialLayer,
      });
    }
    this.#forward(route, encoding, packet, nowMs);
    // When the key frame's first packet was late, what came before it belongs behind it.
    const highest = encoding.highestSequence ?? packet.sequence;
    for (let sequence = packet.sequence + 1; sequence <= highest; sequence++) {
      const later = encoding.cache.get(sequence);
      if (later !== undefined) this.#forward(route, encoding, canonicalForRoute(later, route), nowMs);
    }
  }

  #forward(route: RouteState, encoding: EncodingState, packet: CachedPacket, nowMs: number): void {
    const out = this.#out;
    const aboveWish = packet.temporalLayer > route.temporalLayer && route.temporalLayer < allTemporalLayers;
    const unwanted = aboveWish || packet.payload.length === 0;
    if (unwanted && route.rewriter.drop(packet)) {
      this.#counters.filteredTemporalPackets++;
      return;
    }
    // Too late to be left out: a picture that has its place in the chain is sent after all, of one that has none an empty packet.
    const filtered = unwanted && (packet.payload.length === 0 || route.rewriter.hasDroppedPicture(packet));
    if (!route.rewriter.rewrite(packet, nowMs, out)) {
      this.#counters.droppedLatePackets++;
      return;
    }
    if (route.transport.direct) {
      this.deliver(route, out, filtered ? emptiedOf(packet) : packet, nowMs);
      return;
    }
    const payload = filtered ? emptyPayload : packet.payload;
    const { ssrc, payloadType } = route.parameters;
    writeRouteNumbers(packet, packet.marker, payloadType, ssrc, out.sequence, out.timestamp, out.pictureId);
    if (route.keepsSent) {
      const inSequence = filtered ? -1 : packet.sequence;
      route.sent.put(out.sequence, encoding.spatialLayer, inSequence, out.timestamp, packet.marker, out.pictureId);
    }
    if (!this.send(route, packet.header, payload, ssrc, out.sequence)) return;
    this.#counters.forwardedPackets++;
    this.#counters.forwardedBytes += payload.length;
    route.packetsSent++;
    route.bytesSent += payload.length;
  }

  /** Hands one packet up, under the route's own numbers. */
  deliver(
    route: RouteState,
    { sequence, timestamp }: RewriteOutput,
    { marker, payload }: Pick<CachedPacket, 'marker' | 'payload'>,
    nowMs: number,
  ): void {
    const packet = {
      routeId: route.parameters.routeId,
      sequence,
      timestamp,
      marker,
      arrivalMs: nowMs,
      levelDbov: -1,
      payload,
    };
    this.#events.push({ type: 'delivered', packet });
    this.#counters.deliveredPackets++;
  }

  /** Seals and sends one packet; `index` is its extended sequence number. False when the route's transport is not able to. */
  send(route: RouteState, header: Buffer, payload: Uint8Array, ssrc: number, index: number): boolean {
    const { srtp, sender } = route.transport;
    if (srtp === undefined || sender === undefined) {
      this.#counters.droppedWithoutPathPackets++;
      return false;
    }
    const outbound = srtp.outbound;
    if (header.length + payload.length + outbound.rtpOverheadBytes > sendBufferLength) {
      this.#counters.droppedTooLargePackets++;
      return false;
    }
    const buffer = this.#buffers.take();
    const length = outbound.sealRtp(header, payload, ssrc, index, buffer);
    sender.send(buffer.subarray(0, length));
    route.bytesThisSecond += length;
    return true;
  }
}
