/**
 * From one frame that was made here to those routes of its origin that it is for: built once for all whose extensions agree, then numbered, sealed and
 * sent route by route. A route's row of numbers has no holes, whichever frames it is given.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { RewriteOutput } from '../../machines/rewriter/route-rewriter.ts';
import type { InjectedFrame } from '../../plane/commands.ts';
import { buildCanonical, type CachedPacket, createPacketFacts, writeRouteNumbers } from '../cached-packet.ts';
import type { Counters } from '../counters.ts';
import type { EncodingState } from '../encoding-state.ts';
import type { InboundState } from '../inbound-state.ts';
import { isOrigin } from '../origin-state.ts';
import type { RouteState } from '../route-state.ts';
import type { Forwarder } from './forwarder.ts';

/** From the epoch of NTP, 1900, to that of Unix (RFC 3550 section 4). */
const ntpEpochMs = 2_208_988_800_000;
const silenceDbov = 127;
/** Where the only encoding of an origin stands. */
const encodingLayer = 0;

export class Injector {
  readonly #counters: Counters;
  readonly #forwarder: Forwarder;
  readonly #out: RewriteOutput = { sequence: 0, timestamp: 0, pictureId: -1 };
  /** The current frame under each set of extension ids that its routes negotiated. */
  readonly #built: CachedPacket[] = [];
  readonly #facts = createPacketFacts();

  constructor(counters: Counters, forwarder: Forwarder) {
    this.#counters = counters;
    this.#forwarder = forwarder;
  }

  inject(
    frame: InjectedFrame,
    inbounds: ReadonlyMap<number, InboundState>,
    routes: ReadonlyMap<number, RouteState>,
    nowMs: number,
  ): void {
    const counters = this.#counters;
    const origin = inbounds.get(frame.inboundId);
    if (origin === undefined || !isOrigin(origin)) {
      counters.ignoredCommands++;
      return;
    }
    if (frame.payload.length > limits.injectedFrameMaxBytes) {
      counters.droppedTooLargePackets++;
      return;
    }
    counters.injectedFrames++;
    const encoding = origin.encodings[encodingLayer]!;
    this.#note(encoding, frame, nowMs);
    for (const routeId of frame.routeIds) {
      const route = routes.get(routeId);
      if (route === undefined || route.inbound !== origin) counters.ignoredCommands++;
      else if (origin.paused || !route.forwards) counters.filteredPausedPackets++;
      else if (!route.transport.canSend) counters.droppedWithoutPathPackets++;
      else this.#send(route, this.#packetFor(route, encoding, frame.payload), nowMs);
    }
    this.#built.length = 0;
  }

  /** The origin's clock is ours, as of this frame. */
  #note(encoding: EncodingState, { timestamp, marker, levelDbov }: InjectedFrame, nowMs: number): void {
    const facts = this.#facts;
    facts.sequence = encoding.nextInjected++;
    facts.timestamp = timestamp;
    facts.marker = marker;
    facts.arrivalMs = nowMs;
    facts.audioLevelByte = levelDbov < 0 ? -1 : Math.min(levelDbov, silenceDbov);
    encoding.senderClock = { ntpMs: nowMs + ntpEpochMs, rtpTimestamp: timestamp, arrivalMs: nowMs, middle32: 0 };
  }

  #packetFor(route: RouteState, encoding: EncodingState, payload: Uint8Array): CachedPacket {
    const { extensionKey } = route;
    const built = this.#built;
    for (let at = 0; at < built.length; at++) if (built[at]!.extensionKey === extensionKey) return built[at]!;
    const packet = buildCanonical(this.#facts, payload, route.parameters.extensions, extensionKey);
    if (built.length === 0) encoding.cache.put(packet);
    built.push(packet);
    return packet;
  }

  #send(route: RouteState, packet: CachedPacket, nowMs: number): void {
    const out = this.#out;
    const { ssrc, payloadType } = route.parameters;
    // A route that begins, or begins again, begins a talkspurt for its receiver, wherever the frame stands in the origin's.
    const marker = packet.marker || route.currentLayer < 0;
    route.currentLayer = encodingLayer;
    route.timestampLayer = encodingLayer;
    route.rewriter.append(packet, route.originTimestampOffset, nowMs, out);
    if (route.transport.direct) {
      this.#forwarder.deliver(route, out, { marker, payload: packet.payload }, nowMs);
      return;
    }
    writeRouteNumbers(packet, marker, payloadType, ssrc, out.sequence, out.timestamp, -1);
    route.sent.put(out.sequence, encodingLayer, packet.sequence, out.timestamp, marker, -1);
    if (!this.#forwarder.send(route, packet.header, packet.payload, ssrc, out.sequence)) return;
    this.#counters.injectedPackets++;
    route.packetsSent++;
    route.bytesSent += packet.payload.length;
  }
}
