/** Builds whole RTP packets for what the server itself sends, and for tests. What is built always reads back. */
import { invariant } from '@veche/kernel/invariant.ts';
import { writeUint16, writeUint32 } from './integers.ts';
import { oneByteExtensionProfile, rtpFixedHeaderLength } from './rtp-layout.ts';

export interface RtpExtensionElement {
  /** 1 to 14 in the one-byte form; to 255 in the two-byte form, which is taken when an id or a length asks for it. */
  readonly id: number;
  /** At most 255 bytes. */
  readonly data: Uint8Array;
}

export interface RtpFields {
  readonly payloadType: number;
  readonly marker?: boolean | undefined;
  readonly sequenceNumber: number;
  readonly timestamp: number;
  readonly ssrc: number;
  readonly csrcs?: readonly number[] | undefined;
  readonly extensions?: readonly RtpExtensionElement[] | undefined;
  readonly payload: Uint8Array;
  /** Bytes of padding, 0 to 255, the count byte included. */
  readonly padding?: number | undefined;
}

export function buildRtp(fields: RtpFields): Uint8Array {
  const padding = fields.padding ?? 0;
  const csrcs = fields.csrcs ?? [];
  invariant(padding >= 0 && padding <= 255 && csrcs.length <= 15, 'RTP padding or CSRCs out of range');
  const extension = buildExtension(fields.extensions ?? []);
  const headerLength = rtpFixedHeaderLength + csrcs.length * 4 + extension.length;
  const bytes = new Uint8Array(headerLength + fields.payload.length + padding);
  bytes[0] = 0x80 | (padding > 0 ? 0x20 : 0) | (extension.length > 0 ? 0x10 : 0) | csrcs.length;
  bytes[1] = (fields.marker ? 0x80 : 0) | (fields.payloadType & 0x7f);
  writeUint16(bytes, 2, fields.sequenceNumber);
  writeUint32(bytes, 4, fields.timestamp);
  writeUint32(bytes, 8, fields.ssrc);
  csrcs.forEach((csrc, index) => {
    writeUint32(bytes, rtpFixedHeaderLength + index * 4, csrc);
  });
  bytes.set(extension, rtpFixedHeaderLength + csrcs.length * 4);
  bytes.set(fields.payload, headerLength);
  if (padding > 0) bytes[bytes.length - 1] = padding;
  return bytes;
}

/** The whole extension with its 4-byte header, padded to words (RFC 8285 sections 4.2 and 4.3); empty when there are no elements. */
export function buildExtension(elements: readonly RtpExtensionElement[]): Uint8Array {
  if (elements.length === 0) return new Uint8Array(0);
  const oneByte = elements.every(({ id, data }) => id <= 14 && data.length >= 1 && data.length <= 16);
  const headLength = oneByte ? 1 : 2;
  const contentLength = elements.reduce((sum, { data }) => sum + headLength + data.length, 0);
  const words = Math.ceil(contentLength / 4);
  const bytes = new Uint8Array(4 + words * 4);
  writeUint16(bytes, 0, oneByte ? oneByteExtensionProfile : 0x1000);
  writeUint16(bytes, 2, words);
  let at = 4;
  for (const { id, data } of elements) {
    invariant(id >= 1 && id <= 255 && data.length <= 255, 'RTP extension id or length out of range');
    if (oneByte) {
      bytes[at++] = (id << 4) | (data.length - 1);
    } else {
      bytes[at++] = id;
      bytes[at++] = data.length;
    }
    bytes.set(data, at);
    at += data.length;
  }
  return bytes;
}
