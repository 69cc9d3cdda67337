/** VP8 in RTP (RFC 7741 section 4.2 and 4.3): the descriptor read into one reused object, and its running numbers written in place. */
import { readUint16, writeUint16 } from './integers.ts';

export interface Vp8View {
  startOfPartition: boolean;
  partitionId: number;
  /** No other frame refers to this one. */
  nonReference: boolean;
  /** -1 = absent. */
  pictureId: number;
  /** Of the picture id in `bytes`; 0 = absent. */
  pictureIdOffset: number;
  /** 7 or 15; 0 = absent. */
  pictureIdBits: number;
  /** -1 = absent. */
  tl0PicIdx: number;
  /** 0 = absent. */
  tl0PicIdxOffset: number;
  /** Of the byte with TID, Y and KEYIDX when it has a TID; 0 = absent. */
  layersOffset: number;
  /** Temporal layer; 0 when absent. */
  tid: number;
  layerSync: boolean;
  /** -1 = absent. */
  keyIdx: number;
  /** The descriptor's length. */
  headerLength: number;
  /** Known only at the start of partition 0; false elsewhere. */
  keyFrame: boolean;
  /** Of a key frame whose first ten bytes are here; else 0. */
  widthPx: number;
  heightPx: number;
}

export function createVp8View(): Vp8View {
  return {
    startOfPartition: false,
    partitionId: 0,
    nonReference: false,
    pictureId: -1,
    pictureIdOffset: 0,
    pictureIdBits: 0,
    tl0PicIdx: -1,
    tl0PicIdxOffset: 0,
    layersOffset: 0,
    tid: 0,
    layerSync: false,
    keyIdx: -1,
    headerLength: 0,
    keyFrame: false,
    widthPx: 0,
    heightPx: 0,
  };
}

/** Reads the RTP payload of `length` bytes at `offset`. False = the descriptor is cut off or nothing follows it; the view then holds nothing of use. */
export function readVp8(bytes: Uint8Array, offset: number, length: number, into: Vp8View): boolean {
  const end = offset + length;
  if (length < 2 || offset < 0 || end > bytes.length) return false;
  const first = bytes[offset]!;
  let at = offset + 1;
  into.startOfPartition = (first & 0x10) !== 0;
  into.partitionId = first & 0x07;
  into.nonReference = (first & 0x20) !== 0;
  into.pictureId = -1;
  into.pictureIdOffset = 0;
  into.pictureIdBits = 0;
  into.tl0PicIdx = -1;
  into.tl0PicIdxOffset = 0;
  into.layersOffset = 0;
  into.tid = 0;
  into.layerSync = false;
  into.keyIdx = -1;
  if ((first & 0x80) !== 0) {
    const flags = bytes[at++]!;
    if ((flags & 0x80) !== 0) {
      if (at >= end) return false;
      const wide = bytes[at]! >= 0x80;
      if (wide && at + 2 > end) return false;
      into.pictureId = wide ? readUint16(bytes, at) & 0x7fff : bytes[at]!;
      into.pictureIdOffset = at;
      into.pictureIdBits = wide ? 15 : 7;
      at += wide ? 2 : 1;
    }
    if ((flags & 0x40) !== 0) {
      if (at >= end) return false;
      into.tl0PicIdx = bytes[at]!;
      into.tl0PicIdxOffset = at++;
    }
    if ((flags & 0x30) !== 0) {
      if (at >= end) return false;
      const layers = bytes[at]!;
      if ((flags & 0x20) !== 0) {
        into.layersOffset = at;
        into.tid = layers >> 6;
        into.layerSync = (layers & 0x20) !== 0;
      }
      if ((flags & 0x10) !== 0) into.keyIdx = layers & 0x1f;
      at++;
    }
  }
  if (at >= end) return false;
  into.headerLength = at - offset;
  readPayloadHeader(bytes, at, end, into);
  return true;
}

/** The frame tag, and of a key frame the start code and size (RFC 6386 section 9.1). */
function readPayloadHeader(bytes: Uint8Array, at: number, end: number, into: Vp8View): void {
  into.keyFrame = into.startOfPartition && into.partitionId === 0 && (bytes[at]! & 1) === 0;
  into.widthPx = 0;
  into.heightPx = 0;
  if (!into.keyFrame || at + 10 > end) return;
  if (bytes[at + 3] !== 0x9d || bytes[at + 4] !== 0x01 || bytes[at + 5] !== 0x2a) return;
  into.widthPx = bytes[at + 6]! | ((bytes[at + 7]! & 0x3f) << 8);
  into.heightPx = bytes[at + 8]! | ((bytes[at + 9]! & 0x3f) << 8);
}

/** Declares the picture to be of the base layer and needed by the next one: clears N, TID and Y. `layersOffset` is that of the view. */
export function hideTemporalLayer(descriptor: Uint8Array, layersOffset: number): void {
  descriptor[0]! &= 0xdf;
  descriptor[layersOffset]! &= 0x1f;
}

/** Writes over a picture id of 15 bits and, where there is one, a TL0PICIDX that counts along with it: right where every picture is of the base layer. */
export function writePictureNumbers(
  descriptor: Uint8Array,
  pictureIdOffset: number,
  tl0PicIdxOffset: number,
  pictureId: number,
): void {
  writeUint16(descriptor, pictureIdOffset, 0x8000 | (pictureId & 0x7fff));
  if (tl0PicIdxOffset > 0) descriptor[tl0PicIdxOffset] = pictureId & 0xff;
}
