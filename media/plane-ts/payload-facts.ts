/** What forwarding must know of a payload: whether a key frame begins here, its temporal layer, and where its picture numbers stand. Never throws. */
import type { PayloadFormat } from '../plane/commands.ts';

export interface PayloadFacts {
  /** The first packet of a key frame. */
  keyFrame: boolean;
  temporalLayer: number;
  /** -1 = none. */
  pictureId: number;
  /** In the payload; 0 = none. */
  pictureIdOffset: number;
  pictureIdLong: boolean;
  tl0PictureIndex: number;
  tl0Offset: number;
  /** 0 = not known. */
  widthPx: number;
  heightPx: number;
}

export function createPayloadFacts(): PayloadFacts {
  return {
    keyFrame: false,
    temporalLayer: 0,
    pictureId: -1,
    pictureIdOffset: 0,
    pictureIdLong: false,
    tl0PictureIndex: -1,
    tl0Offset: 0,
    widthPx: 0,
    heightPx: 0,
  };
}

export function readPayloadFacts(format: PayloadFormat, payload: Uint8Array, into: PayloadFacts): void {
  into.keyFrame = false;
  into.temporalLayer = 0;
  into.pictureId = -1;
  into.pictureIdOffset = 0;
  into.pictureIdLong = false;
  into.tl0PictureIndex = -1;
  into.tl0Offset = 0;
  into.widthPx = 0;
  into.heightPx = 0;
  if (format === 'vp8') readVp8(payload, into);
  else if (format === 'h264') into.keyFrame = startsH264KeyFrame(payload);
}

/** RFC 7741 section 4.2 and 4.3. */
function readVp8(payload: Uint8Array, into: PayloadFacts): void {
  const length = payload.length;
  if (length < 1) return;
  const first = payload[0]!;
  let at = 1;
  if ((first & 0x80) !== 0) {
    if (at >= length) return;
    const flags = payload[at++]!;
    if ((flags & 0x80) !== 0) {
      if (at >= length) return;
      const head = payload[at]!;
      const long = (head & 0x80) !== 0;
      if (long && at + 1 >= length) return;
      into.pictureIdOffset = at;
      into.pictureIdLong = long;
      into.pictureId = long ? ((head & 0x7f) << 8) | payload[at + 1]! : head;
      at += long ? 2 : 1;
    }
    if ((flags & 0x40) !== 0) {
      if (at >= length) return;
      into.tl0Offset = at;
      into.tl0PictureIndex = payload[at++]!;
    }
    if ((flags & 0x30) !== 0) {
      if (at >= length) return;
      if ((flags & 0x20) !== 0) into.temporalLayer = payload[at]! >> 6;
      at++;
    }
  }
  const startsFrame = (first & 0x10) !== 0 && (first & 0x07) === 0;
  if (!startsFrame || at >= length || (payload[at]! & 0x01) !== 0) return;
  into.keyFrame = true;
  if (at + 10 > length) return;
  into.widthPx = (payload[at + 6]! | (payload[at + 7]! << 8)) & 0x3fff;
  into.heightPx = (payload[at + 8]! | (payload[at + 9]! << 8)) & 0x3fff;
}

/** A sequence parameter set, alone or in a STAP-A (RFC 6184 section 5.7.1): encoders in browsers send one before every IDR picture. */
function startsH264KeyFrame(payload: Uint8Array): boolean {
  if (payload.length < 1) return false;
  const type = payload[0]! & 0x1f;
  if (type === 7) return true;
  if (type !== 24) return false;
  for (let at = 1; at + 2 < payload.length; ) {
    const size = (payload[at]! << 8) | payload[at + 1]!;
    if ((payload[at + 2]! & 0x1f) === 7) return true;
    at += 2 + size;
  }
  return false;
}
