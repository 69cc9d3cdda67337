/** What forwarding must know of a payload: whether a key frame begins here, its temporal layer, and where its picture numbers stand. Never throws. */
import type { PayloadFormat } from '../plane/commands.ts';
import { createH264View, readH264 } from '../wire/h264.ts';
import { createH264SpsView, readH264Sps } from '../wire/h264-sps.ts';
import { createVp8View, readVp8 } from '../wire/vp8.ts';

export interface PayloadFacts {
  /** A key frame begins with this packet. */
  keyFrame: boolean;
  /** Its parameter sets may stand in the packet before (H.264), so that packet must be known before one can begin here. */
  needsPrevious: boolean;
  temporalLayer: number;
  /** 15 bits; -1 = none, or one of 7 bits, which no browser sends and which is left as it is. */
  pictureId: number;
  /** In the payload; 0 = none. */
  pictureIdOffset: number;
  /** Of TL0PICIDX and of the byte with TID, beside a picture id of 15 bits; 0 = none. */
  tl0Offset: number;
  layersOffset: number;
  /** Of a key frame; 0 = not known. */
  widthPx: number;
  heightPx: number;
}

export function createPayloadFacts(): PayloadFacts {
  return {
    keyFrame: false,
    needsPrevious: false,
    temporalLayer: 0,
    pictureId: -1,
    pictureIdOffset: 0,
    tl0Offset: 0,
    layersOffset: 0,
    widthPx: 0,
    heightPx: 0,
  };
}

const nothing = createPayloadFacts();
const vp8 = createVp8View();
const h264 = createH264View();
const sps = createH264SpsView();

export function readPayloadFacts(format: PayloadFormat, payload: Uint8Array, into: PayloadFacts): void {
  Object.assign(into, nothing);
  if (format === 'vp8') {
    if (!readVp8(payload, 0, payload.length, vp8)) return;
    into.keyFrame = vp8.keyFrame;
    into.temporalLayer = vp8.tid;
    if (vp8.pictureIdBits === 15) {
      into.pictureId = vp8.pictureId;
      into.pictureIdOffset = vp8.pictureIdOffset;
      into.tl0Offset = vp8.tl0PicIdxOffset;
      into.layersOffset = vp8.layersOffset;
    }
    into.widthPx = vp8.widthPx;
    into.heightPx = vp8.heightPx;
  } else if (format === 'h264') {
    if (!readH264(payload, 0, payload.length, h264)) return;
    into.keyFrame = h264.keyFrame;
    into.needsPrevious = h264.keyFrame && !h264.parameterSets;
    const { spsOffset: at, spsLength } = h264;
    if (spsLength === 0 || !readH264Sps(payload.subarray(at, at + spsLength), sps)) return;
    into.widthPx = sps.widthPx;
    into.heightPx = sps.heightPx;
  }
}
