/**
 * The way of a packet through the plane, stage by stage, each with its counter:
 *
 *   socket -> classify -> session by path -> SRTP open -> RTP view -> demux -> RTX undone -> duplicate dropped -> paused dropped
 *   -> recorded (reception, NACK, transport-cc) -> tapped -> canonical packet built and cached -> level noted -> fan out
 *   -> per route (forwarding/forwarder.ts): pause and layer filter -> rewrite -> SRTP seal -> send
 *
 * Remote bytes never throw: what does not fit is dropped and counted where it was found out.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Path } from '../plane/path.ts';
import { classify } from '../wire/classify.ts';
import { createRtpView, findExtension, readRtpHeader } from '../wire/rtp.ts';
import { readTransportSequence } from '../wire/rtp-extensions.ts';
import { buildCanonical, createPacketFacts } from './cached-packet.ts';
import type { Counters } from './counters.ts';
import type { EncodingState } from './encoding-state.ts';
import type { EventBatch } from './event-batch.ts';
import { noteActivity } from './forwarding/encoding-activity.ts';
import type { Forwarder } from './forwarding/forwarder.ts';
import type { InboundState } from './inbound-state.ts';
import type { PathBinding, PathTable } from './path-table.ts';
import { readPayloadFacts } from './payload-facts.ts';
import type { RtcpReceiver } from './reporting/rtcp-receiver.ts';
import { makePath } from './sockets/path-key.ts';
import { demux } from './stream-demux.ts';
import type { TransportState } from './transport-state.ts';

const originalSequenceLength = 2;

export class Pipeline {
  readonly #clock: Clock;
  readonly #counters: Counters;
  readonly #events: EventBatch;
  readonly #paths: PathTable;
  readonly #forwarder: Forwarder;
  readonly #rtcp: RtcpReceiver;
  readonly #view = createRtpView();
  readonly #facts = createPacketFacts();

  constructor(
    clock: Clock,
    counters: Counters,
    events: EventBatch,
    paths: PathTable,
    forwarder: Forwarder,
    rtcp: RtcpReceiver,
  ) {
    this.#clock = clock;
    this.#counters = counters;
    this.#events = events;
    this.#paths = paths;
    this.#forwarder = forwarder;
    this.#rtcp = rtcp;
  }

  readonly receiveUdp = (bytes: Buffer, socket: number, family: 4 | 6, address: string, port: number): void => {
    const counters = this.#counters;
    counters.receivedDatagrams++;
    if (bytes.length > limits.datagramMaxBytes) {
      counters.oversizedDatagrams++;
      return;
    }
    const kind = classify(bytes);
    if (kind === 'unknown') {
      counters.unknownDatagrams++;
      return;
    }
    const binding = this.#paths.findUdp(socket, family, address, port);
    if (binding === undefined) {
      if (kind === 'stun') this.#handUp('stun', makePath('udp', family, socket, address, port), undefined, bytes);
      else counters.droppedUnboundDatagrams++;
      return;
    }
    this.#dispatch(kind, binding, bytes);
  };

  readonly receiveTcp = (bytes: Buffer, path: Path): void => {
    const counters = this.#counters;
    counters.receivedDatagrams++;
    const kind = classify(bytes);
    if (kind === 'unknown') {
      counters.unknownDatagrams++;
      return;
    }
    const binding = this.#paths.get(path.key);
    // What a connection delivers is valid during this call only, and control reads it later.
    if (binding === undefined) {
      if (kind === 'stun') this.#handUp('stun', path, undefined, Buffer.from(bytes));
      else counters.droppedUnboundDatagrams++;
      return;
    }
    this.#dispatch(kind, binding, kind === 'rtp' || kind === 'rtcp' ? bytes : Buffer.from(bytes));
  };

  #dispatch(kind: 'stun' | 'dtls' | 'rtp' | 'rtcp', binding: PathBinding, bytes: Buffer): void {
    if (kind === 'rtp') this.#receiveRtp(binding.transport, bytes);
    else if (kind === 'rtcp') this.#rtcp.receive(binding.transport, bytes, this.#clock.nowMs());
    else this.#handUp(kind, binding.path, binding.transport.transportId, bytes);
  }

  #handUp(content: 'stun' | 'dtls', path: Path, transportId: number | undefined, bytes: Buffer): void {
    if (content === 'stun') this.#counters.stunDatagrams++;
    else this.#counters.dtlsDatagrams++;
    this.#events.push({ type: 'datagram', content, path, transportId, bytes });
  }

  #receiveRtp(transport: TransportState, bytes: Buffer): void {
    const counters = this.#counters;
    const view = this.#view;
    counters.rtpDatagrams++;
    if (transport.srtp === undefined) {
      counters.droppedWithoutKeysDatagrams++;
      return;
    }
    if (!readRtpHeader(bytes, bytes.length, view)) {
      counters.droppedMalformedPackets++;
      return;
    }
    const opened = transport.srtp.inbound.openRtp(bytes, view.headerLength, view.ssrc, view.sequenceNumber);
    if (typeof opened === 'string') {
      if (opened === 'replayed') counters.droppedReplayedPackets++;
      else counters.droppedNotAuthenticPackets++;
      return;
    }
    counters.openedPackets++;
    const nowMs = this.#clock.nowMs();
    this.#noteArrival(transport, bytes, nowMs);

    const target = demux(transport, bytes, view);
    if (target === undefined) {
      counters.droppedUnknownStreamPackets++;
      return;
    }
    const payload = withoutPadding(bytes, opened);
    if (payload === undefined) {
      counters.droppedMalformedPackets++;
      return;
    }
    if (target.rtx) this.#receiveRtx(target.encoding, bytes, payload, nowMs);
    else this.#receiveMedia(target.encoding, bytes, payload, view.sequenceNumber, false, nowMs);
  }

  /** RFC 4588 section 4: the original's number stands before its payload. */
  #receiveRtx(encoding: EncodingState, bytes: Buffer, payload: Buffer, nowMs: number): void {
    this.#counters.rtxPackets++;
    if (payload.length <= originalSequenceLength) {
      this.#counters.paddingPackets++;
      return;
    }
    // Before the stream's own first packet there is nothing that could have been lost.
    if (encoding.highestSequence === undefined) {
      this.#counters.droppedStalePackets++;
      return;
    }
    const sequenceNumber = (payload[0]! << 8) | payload[1]!;
    this.#receiveMedia(encoding, bytes, payload.subarray(originalSequenceLength), sequenceNumber, true, nowMs);
  }

  #receiveMedia(
    encoding: EncodingState,
    bytes: Buffer,
    payload: Buffer,
    sequenceNumber: number,
    viaRtx: boolean,
    nowMs: number,
  ): void {
    const counters = this.#counters;
    const { inbound } = encoding;
    const view = this.#view;
    if (!viaRtx && view.payloadType !== inbound.parameters.payloadType) {
      counters.droppedUnknownStreamPackets++;
      return;
    }
    const sequence = encoding.unwrap(sequenceNumber);
    if (sequence < 0 || !encoding.acceptOnce(sequence)) {
      counters.droppedDuplicatePackets++;
      return;
    }
    encoding.lastPacketMs = nowMs;
    encoding.bytesThisSecond += bytes.length;
    encoding.packetsThisSecond++;
    if (inbound.paused) {
      counters.droppedPausedPackets++;
      return;
    }
    const asked = encoding.nack?.received(nowMs, sequence) ?? false;
    if (asked) counters.repairedPackets++;
    encoding.reception.received(sequence, view.timestamp, nowMs, asked || viaRtx);
    counters.recordedPackets++;
    noteActivity(encoding, view.marker, this.#events, nowMs);

    const facts = this.#facts;
    readPayloadFacts(inbound.parameters.format, payload, facts);
    facts.sequence = sequence;
    facts.timestamp = view.timestamp;
    facts.marker = view.marker;
    facts.arrivalMs = nowMs;
    this.#readExtensions(inbound, bytes, viaRtx);
    if (facts.keyFrame) this.#noteKeyFrame(encoding);
    if (inbound.tapped) this.#tap(inbound, payload);
    this.#fanOut(encoding, payload, nowMs);
  }

  #fanOut(encoding: EncodingState, payload: Buffer, nowMs: number): void {
    const { groups } = encoding.inbound;
    const facts = this.#facts;
    let first = true;
    for (const group of groups) {
      const packet = buildCanonical(facts, payload, group.extensions, group.key);
      if (first) encoding.cache.put(packet);
      first = false;
      this.#forwarder.fanOut(encoding, packet, group.routes, nowMs);
    }
  }

  /** The payload is handed over as it is: opening has made it bytes of its own, and every canonical packet holds a copy. */
  #tap(inbound: InboundState, payload: Buffer): void {
    const { sequence, timestamp, marker, arrivalMs, audioLevelByte } = this.#facts;
    this.#counters.tappedPackets++;
    this.#events.push({
      type: 'tapped',
      packet: {
        inboundId: inbound.parameters.inboundId,
        sequence,
        timestamp,
        marker,
        arrivalMs,
        levelDbov: audioLevelByte < 0 ? -1 : audioLevelByte & 0x7f,
        payload,
      },
    });
  }

  #noteArrival(transport: TransportState, bytes: Buffer, nowMs: number): void {
    if (transport.transportCcId === 0) return;
    const number = readTransportSequence(bytes, findExtension(bytes, this.#view, transport.transportCcId));
    if (number >= 0) transport.arrivals.received(number, nowMs);
  }

  #readExtensions(inbound: InboundState, bytes: Buffer, viaRtx: boolean): void {
    const facts = this.#facts;
    const { audioLevel, videoOrientation } = inbound.parameters.extensions;
    facts.audioLevelByte =
      audioLevel === undefined ? -1 : firstByte(bytes, findExtension(bytes, this.#view, audioLevel));
    facts.orientationByte =
      videoOrientation === undefined ? -1 : firstByte(bytes, findExtension(bytes, this.#view, videoOrientation));
    if (facts.audioLevelByte < 0 || viaRtx) return;
    const level = facts.audioLevelByte & 0x7f;
    if (inbound.loudestDbov < 0 || level < inbound.loudestDbov) inbound.loudestDbov = level;
    if (facts.audioLevelByte >= 0x80) inbound.voice = true;
  }

  #noteKeyFrame(encoding: EncodingState): void {
    const facts = this.#facts;
    if (facts.widthPx > 0) {
      encoding.widthPx = facts.widthPx;
      encoding.heightPx = facts.heightPx;
    }
    encoding.keyFrameOwed = false;
    if (encoding.lastKeyFrameTimestamp === facts.timestamp) return;
    encoding.lastKeyFrameTimestamp = facts.timestamp;
    this.#events.push({
      type: 'keyFrameArrived',
      inboundId: encoding.inbound.parameters.inboundId,
      spatialLayer: encoding.spatialLayer,
    });
  }
}

/** The padding's length stands in its last byte (RFC 3550 section 5.1). Undefined = it does not fit. */
function withoutPadding(bytes: Buffer, payload: Buffer): Buffer | undefined {
  if ((bytes[0]! & 0x20) === 0) return payload;
  const padding = payload.length === 0 ? 0 : payload[payload.length - 1]!;
  if (padding === 0 || padding > payload.length) return undefined;
  return payload.subarray(0, payload.length - padding);
}

function firstByte(bytes: Buffer, packed: number): number {
  return packed < 0 ? -1 : bytes[packed >> 8]!;
}
