/** What the plane knows of one route (consumer): its identity, its numbers, and which layer it carries. */
import { limits } from '@veche/contracts/limits.ts';
import { RouteRewriter } from '../machines/rewriter/route-rewriter.ts';
import type { Route } from '../plane/commands.ts';
import { outgoingExtensionKey } from './cached-packet.ts';
import type { InboundState } from './inbound-state.ts';
import { SentPackets } from './sent-packets.ts';
import type { TransportState } from './transport-state.ts';

/** A route may resend at least this much per second, and as much again as it sends. */
export const resendFloorBytes = 64_000;
const audioSentPackets = 128;

export class RouteState {
  parameters: Route;
  readonly inbound: InboundState;
  readonly transport: TransportState;
  readonly extensionKey: number;
  readonly rewriter: RouteRewriter;
  spatialLayer: number;
  temporalLayer: number;
  paused: boolean;
  /** The layer that is being forwarded; -1 = none yet, or again after a pause. */
  currentLayer = -1;
  /** The layer whose timestamps the rewriter's offset belongs to. */
  timestampLayer = -1;
  /** The layer last named by the `layerSwitched` event, so that a return to the same layer is not told twice. */
  toldLayer = -1;
  /** When a key frame was last asked for on behalf of this route. */
  keyFrameAskedMs = 0;
  rtxSequence: number;
  /** Added to timestamps that are injected, so that nobody learns how long we run. */
  readonly originTimestampOffset: number;
  packetsSent = 0;
  /** As of our last sender report. */
  packetsReported = 0;
  bytesSent = 0;
  bytesThisSecond = 0;
  resendBudgetBytes = resendFloorBytes;
  lostFraction: number | undefined;
  rttMs: number | undefined;
  /** Newest first: middle 32 bits of the NTP time in our sender report, and when it went out. */
  readonly sentReports: { middle32: number; sentMs: number }[] = [];
  #sent: SentPackets | undefined;

  constructor(parameters: Route, inbound: InboundState, transport: TransportState, random: Uint8Array) {
    this.parameters = parameters;
    this.inbound = inbound;
    this.transport = transport;
    this.extensionKey = outgoingExtensionKey(parameters.extensions);
    this.spatialLayer = parameters.spatialLayer;
    this.temporalLayer = parameters.temporalLayer;
    this.paused = parameters.paused;
    // Both start in the lower half: the first packets then cannot be taken for ones from before a rollover (RFC 3711 section 3.3.1).
    this.rewriter = new RouteRewriter(((random[0]! << 8) | random[1]!) & 0x7fff);
    this.originTimestampOffset = ((random[0]! << 24) | (random[3]! << 16) | (random[2]! << 8) | random[1]!) >>> 0;
    this.rtxSequence = ((random[2]! << 8) | random[3]!) & 0x7fff;
  }

  get sent(): SentPackets {
    this.#sent ??= new SentPackets(
      this.inbound.parameters.kind === 'video' ? limits.rtpCachePacketsPerStream : audioSentPackets,
    );
    return this.#sent;
  }

  /** What was sent is remembered where the receiver may ask again. */
  get keepsSent(): boolean {
    return this.inbound.parameters.kind === 'video' || this.inbound.parameters.nack;
  }

  /** The transport has new keys, and its peer takes our numbers as in their first rollover period. */
  restartRollover(): void {
    this.rewriter.restartRollover();
    this.rtxSequence &= 0xffff;
    this.#sent = undefined;
  }

  get forwards(): boolean {
    return !this.paused && this.spatialLayer >= 0;
  }
}
