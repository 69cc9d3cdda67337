/**
 * One inbound packet in the form in which it goes to every receiver: fixed header, one block of header extensions under outgoing ids, payload.
 * Built once per inbound packet; each route writes its own numbers into the same bytes just before sealing, so between two routes they hold
 * the numbers of whichever came last, and whoever seals writes all of them.
 *
 * Receivers are not told of temporal layers: a route's pictures are one chain, in which each needs the one before. A browser that knows of
 * layers stops asking for a lost picture of an upper one as soon as another has come, and a tenth of all packets lost is then a thirtieth
 * of all pictures. Which layers a route gets is decided here anyway (`temporalLayer`), and they close ranks where one is left out.
 */
import type { ExtensionIds } from '../plane/commands.ts';
import { writeUint16, writeUint32 } from '../wire/integers.ts';
import { absSendTimeFromMs, writeAbsSendTime } from '../wire/rtp-extensions.ts';
import { oneByteExtensionProfile, rtpFixedHeaderLength } from '../wire/rtp-layout.ts';
import { hideTemporalLayer, writePictureNumbers } from '../wire/vp8.ts';
import { createPayloadFacts, type PayloadFacts } from './payload-facts.ts';

export interface PacketFacts extends PayloadFacts {
  /** Extended: never wraps. */
  sequence: number;
  timestamp: number;
  marker: boolean;
  arrivalMs: number;
  /** The byte of RFC 6464 (voice flag and level); -1 = the packet has none. */
  audioLevelByte: number;
  /** The byte of 3GPP TS 26.114 section 7.4.5; -1 = the packet has none. */
  orientationByte: number;
}

/** To be written over for each packet, so that none is allocated. */
export function createPacketFacts(): PacketFacts {
  return {
    ...createPayloadFacts(),
    sequence: 0,
    timestamp: 0,
    marker: false,
    arrivalMs: 0,
    audioLevelByte: -1,
    orientationByte: -1,
  };
}

export interface CachedPacket extends PacketFacts {
  readonly bytes: Buffer;
  /** Views of `bytes`, made once because every route needs both. */
  readonly header: Buffer;
  readonly payload: Buffer;
  /** Where abs-send-time stands in `bytes`, as of the packet's arrival: when it was first sent, to within a tick; 0 = nowhere. */
  readonly absSendTimeOffset: number;
  /** Of the ids that stand in `bytes` (see outgoingExtensionKey). */
  readonly extensionKey: number;
}

/** Ids that the outgoing packet can carry; routes with equal keys share one canonical packet. */
export function outgoingExtensionKey(ids: ExtensionIds): number {
  return ((ids.audioLevel ?? 0) << 16) | ((ids.absSendTime ?? 0) << 8) | (ids.videoOrientation ?? 0);
}

export function buildCanonical(
  facts: PacketFacts,
  payload: Uint8Array,
  ids: ExtensionIds,
  extensionKey: number,
): CachedPacket {
  const audioLevelId = facts.audioLevelByte >= 0 ? (ids.audioLevel ?? 0) : 0;
  const orientationId = facts.orientationByte >= 0 ? (ids.videoOrientation ?? 0) : 0;
  const absSendTimeId = ids.absSendTime ?? 0;
  const extensionLength = (audioLevelId > 0 ? 2 : 0) + (orientationId > 0 ? 2 : 0) + (absSendTimeId > 0 ? 4 : 0);
  const words = (extensionLength + 3) >> 2;
  const headerLength = rtpFixedHeaderLength + (words > 0 ? 4 + words * 4 : 0);
  const bytes = Buffer.allocUnsafeSlow(headerLength + payload.length);
  bytes[0] = words > 0 ? 0x90 : 0x80;
  let absSendTimeOffset = 0;
  if (words > 0) {
    writeUint16(bytes, rtpFixedHeaderLength, oneByteExtensionProfile);
    writeUint16(bytes, rtpFixedHeaderLength + 2, words);
    let at = rtpFixedHeaderLength + 4;
    if (absSendTimeId > 0) {
      bytes[at] = (absSendTimeId << 4) | 2;
      absSendTimeOffset = at + 1;
      writeAbsSendTime(bytes, absSendTimeOffset, absSendTimeFromMs(facts.arrivalMs));
      at += 4;
    }
    if (audioLevelId > 0) {
      bytes[at++] = audioLevelId << 4;
      bytes[at++] = facts.audioLevelByte;
    }
    if (orientationId > 0) {
      bytes[at++] = orientationId << 4;
      bytes[at++] = facts.orientationByte;
    }
    while (at < headerLength) bytes[at++] = 0;
  }
  bytes.set(payload, headerLength);
  const outgoing = bytes.subarray(headerLength);
  if (facts.layersOffset > 0) hideTemporalLayer(outgoing, facts.layersOffset);
  return {
    sequence: facts.sequence,
    timestamp: facts.timestamp,
    marker: facts.marker,
    arrivalMs: facts.arrivalMs,
    audioLevelByte: facts.audioLevelByte,
    orientationByte: facts.orientationByte,
    keyFrame: facts.keyFrame,
    needsPrevious: facts.needsPrevious,
    temporalLayer: facts.temporalLayer,
    pictureId: facts.pictureId,
    pictureIdOffset: facts.pictureIdOffset,
    tl0Offset: facts.tl0Offset,
    layersOffset: facts.layersOffset,
    widthPx: facts.widthPx,
    heightPx: facts.heightPx,
    bytes,
    header: bytes.subarray(0, headerLength),
    payload: outgoing,
    absSendTimeOffset,
    extensionKey,
  };
}

/** Writes one route's identity and numbers over the canonical bytes. A picture id of -1 leaves the one that is there. */
export function writeRouteNumbers(
  packet: CachedPacket,
  marker: boolean,
  payloadType: number,
  ssrc: number,
  sequence: number,
  timestamp: number,
  pictureId: number,
): void {
  const bytes = packet.bytes;
  bytes[1] = marker ? payloadType | 0x80 : payloadType;
  bytes[2] = (sequence >>> 8) & 0xff;
  bytes[3] = sequence & 0xff;
  writeUint32(bytes, 4, timestamp);
  writeUint32(bytes, 8, ssrc);
  if (pictureId >= 0 && packet.pictureIdOffset > 0) {
    writePictureNumbers(packet.payload, packet.pictureIdOffset, packet.tl0Offset, pictureId);
  }
}
