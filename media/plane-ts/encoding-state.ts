/** What the plane knows of one encoding (simulcast layer) of an inbound stream. */
import { limits } from '@veche/contracts/limits.ts';
import { NackMachine } from '../machines/nack/nack-machine.ts';
import { ReceptionStatistics } from '../machines/reception/reception-statistics.ts';
import type { InboundEncoding } from '../plane/commands.ts';
import { SequenceUnwrapper } from '../wire/sequence-number.ts';
import type { InboundState } from './inbound-state.ts';
import { PacketCache } from './packet-cache.ts';
import { ReplayWindow } from './srtp/replay-window.ts';

/** The sender's clock at one moment of the stream (RFC 3550 section 6.4.1). */
export interface SenderClock {
  /** NTP seconds and fraction as milliseconds with fraction. */
  readonly ntpMs: number;
  readonly rtpTimestamp: number;
  readonly arrivalMs: number;
  /** Middle 32 bits of the NTP timestamp, for LSR. */
  readonly middle32: number;
}

const audioCachePackets = 128;
const sequencePeriod = 65_536;

export class EncodingState {
  readonly inbound: InboundState;
  readonly spatialLayer: number;
  rid: string | undefined;
  ssrc: number | undefined;
  rtxSsrc: number | undefined;
  cache: PacketCache;
  reception: ReceptionStatistics;
  nack: NackMachine | undefined;
  senderClock: SenderClock | undefined;
  active = false;
  lastPacketMs = 0;
  /** Frames of the stream's other encodings since the last packet of this one. */
  missedFrames = 0;
  /** Since when it has come without a break. */
  steadySinceMs = 0;
  /** How long it must come steadily before it is called active again; 0 = it never fell silent. */
  probationMs = 0;
  activeSinceMs = 0;
  lastKeyFrameTimestamp = -1;
  widthPx = 0;
  heightPx = 0;
  /** Of the last closed interval, 0 to 1. */
  lostFraction = 0;
  /** Highest number named in our last receiver report. */
  reportedSequence = -1;
  bytesThisSecond = 0;
  packetsThisSecond = 0;
  /** A key frame was asked for before the SSRC was known. */
  keyFrameOwed = false;
  /** Of an origin: the number of the next frame, whichever routes it is for. */
  nextInjected = 1;
  keyFrameRequestedMs = Number.NEGATIVE_INFINITY;
  #unwrapper = new SequenceUnwrapper();
  /** Extended numbers start one period up, so that packets sent before the first one seen stay positive. */
  #sequenceBase = sequencePeriod;
  #seen = new ReplayWindow();

  constructor(inbound: InboundState, spatialLayer: number, signalled: InboundEncoding) {
    this.inbound = inbound;
    this.spatialLayer = spatialLayer;
    this.rid = signalled.rid;
    this.ssrc = signalled.ssrc;
    this.rtxSsrc = signalled.rtxSsrc;
    const video = inbound.parameters.kind === 'video';
    this.cache = new PacketCache(video ? limits.rtpCachePacketsPerStream : audioCachePackets);
    this.reception = new ReceptionStatistics(inbound.parameters.clockRateHz);
    this.nack = inbound.parameters.nack ? newNackMachine(inbound.parameters.kind) : undefined;
  }

  unwrap(sequenceNumber: number): number {
    return this.#unwrapper.unwrap(sequenceNumber) + this.#sequenceBase;
  }

  get highestSequence(): number | undefined {
    const highest = this.#unwrapper.highest;
    return highest === undefined ? undefined : highest + this.#sequenceBase;
  }

  /** True the first time that `sequence` comes, while it lies within the window. */
  acceptOnce(sequence: number): boolean {
    if (!this.#seen.isFresh(sequence)) return false;
    this.#seen.accept(sequence);
    return true;
  }

  /** It is paused: nothing is missing, and nothing will be asked for again. */
  rest(): void {
    this.nack?.reset();
    this.cache.clear();
  }

  /**
   * Another source sends this encoding now: nothing of the old row of numbers is valid. Extended numbers never come a second time, and routes
   * begin anew behind what they sent, for a number that went out twice would be a nonce used twice.
   */
  restart(): void {
    this.#sequenceBase = (Math.floor((this.highestSequence ?? 0) / sequencePeriod) + 2) * sequencePeriod;
    for (const route of this.inbound.routes()) if (route.currentLayer === this.spatialLayer) route.currentLayer = -1;
    this.#unwrapper = new SequenceUnwrapper();
    this.#seen = new ReplayWindow();
    this.cache.clear();
    this.reception = new ReceptionStatistics(this.inbound.parameters.clockRateHz);
    if (this.nack !== undefined) this.nack = newNackMachine(this.inbound.parameters.kind);
    this.senderClock = undefined;
  }
}

/** A voice is played within the longest delay of its jitter buffer or not at all; a picture's packets are worth having until the next key frame. */
function newNackMachine(kind: 'audio' | 'video'): NackMachine {
  return new NackMachine(kind === 'audio' ? limits.voiceDelayMaxMs : undefined);
}
