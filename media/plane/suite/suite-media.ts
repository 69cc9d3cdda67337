/** Packets that participants of the suite send: sound and VP8 pictures with all their running numbers. */
import type { RtpFields } from '../../wire/rtp-builder.ts';
import type { ReceivedRtp } from './suite-peer.ts';

export function audioPacket(sequenceNumber: number, over: Partial<RtpFields> = {}): RtpFields {
  return {
    payloadType: 111,
    ssrc: 1_111,
    sequenceNumber: sequenceNumber & 0xffff,
    timestamp: (sequenceNumber * 960) >>> 0,
    payload: Buffer.from(`sound ${sequenceNumber}`),
    ...over,
  };
}

export interface PictureNumbers {
  readonly keyFrame?: boolean;
  readonly pictureId?: number;
  readonly tl0PictureIndex?: number;
  readonly temporalLayer?: number;
  readonly nonReference?: boolean;
  /** Not the first packet of its picture. */
  readonly continued?: boolean;
}

/** A VP8 payload with 15-bit picture id, TL0PICIDX and TID (RFC 7741), marked by `text`. */
export function vp8Payload(text: string, numbers: PictureNumbers = {}): Buffer {
  const { keyFrame = false, pictureId = 0, tl0PictureIndex = 0, temporalLayer = 0 } = numbers;
  const { continued = false, nonReference = false } = numbers;
  const head = [
    (continued ? 0x80 : 0x90) | (nonReference ? 0x20 : 0),
    0xe0,
    0x80 | (pictureId >> 8),
    pictureId & 0xff,
    tl0PictureIndex,
    temporalLayer << 6,
    keyFrame ? 0x00 : 0x01,
  ];
  return Buffer.concat([Buffer.from(head), Buffer.from(text)]);
}

export function videoPacket(sequenceNumber: number, payload: Uint8Array, over: Partial<RtpFields> = {}): RtpFields {
  return {
    payloadType: 96,
    ssrc: 2_000,
    sequenceNumber: sequenceNumber & 0xffff,
    timestamp: (sequenceNumber * 3_000) >>> 0,
    marker: true,
    payload,
    ...over,
  };
}

export function textOf(packet: ReceivedRtp): string {
  return packet.payload.subarray(7).toString();
}

export function pictureIdOf(packet: ReceivedRtp): number {
  return packet.payload.readUInt16BE(2) & 0x7fff;
}

export function sequencesOf(packets: readonly ReceivedRtp[]): number[] {
  return packets.map(({ view }) => view.sequenceNumber);
}

/** `[n, n + 1, ...]` as 16-bit numbers, as long as `like`. */
export function continuousFrom(first: number | undefined, like: readonly unknown[]): number[] {
  return like.map((_, at) => ((first ?? 0) + at) & 0xffff);
}
