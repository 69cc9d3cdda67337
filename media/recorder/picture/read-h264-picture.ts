/**
 * Puts an H.264 picture together from the RTP payloads of all its packets, in order (RFC 6184 section 5): single units, STAP-A and FU-A. Parameter sets go
 * where a container wants them, beside the picture; delimiters go away.
 */
import { limits } from '@veche/contracts/limits.ts';
import { nalTypes } from '../../wire/h264.ts';
import { createH264SpsView, readH264Sps } from '../../wire/h264-sps.ts';
import { concatenated } from './concatenated.ts';
import { isRecordable } from './encoded-picture.ts';
import type { ReadPicture } from './read-vp8-picture.ts';

const sps = createH264SpsView();
const unitsMax = 1_024;

/** Undefined = a unit is cut off, or there is no slice. */
export function readH264Picture(payloads: readonly Uint8Array[]): ReadPicture | undefined {
  const units = unitsOf(payloads);
  if (units === undefined) return undefined;
  const slices: Uint8Array[] = [];
  const parameterSets: Uint8Array[] = [];
  let isKey = false;
  let hasSlice = false;
  for (const unit of units) {
    const type = unit[0]! & 0x1f;
    if (type === nalTypes.delimiter) continue;
    if (type === nalTypes.sps || type === nalTypes.pps) {
      parameterSets.push(unit);
      continue;
    }
    if (type === nalTypes.idr) isKey = true;
    if (type >= nalTypes.slice && type <= nalTypes.idr) hasSlice = true;
    slices.push(lengthOf(unit), unit);
  }
  if (!hasSlice) return undefined;
  return { data: concatenated(slices), key: isKey ? keyOf(parameterSets) : undefined };
}

/** Undefined = a decoder cannot begin here: the sets did not come along, or are none that an encoder writes. */
function keyOf(parameterSets: readonly Uint8Array[]): ReadPicture['key'] {
  if (parameterSets.length > limits.recordedParameterSetsMax) return undefined;
  if (parameterSets.some(({ length }) => length > limits.recordedParameterSetMaxBytes)) return undefined;
  const sequence = parameterSets.find((unit) => (unit[0]! & 0x1f) === nalTypes.sps);
  const hasPictureSet = parameterSets.some((unit) => (unit[0]! & 0x1f) === nalTypes.pps);
  if (sequence === undefined || !hasPictureSet || !readH264Sps(sequence, sps)) return undefined;
  if (!isRecordable(sps.widthPx, sps.heightPx)) return undefined;
  return { codec: 'h264', widthPx: sps.widthPx, heightPx: sps.heightPx, parameterSets };
}

function unitsOf(payloads: readonly Uint8Array[]): Uint8Array[] | undefined {
  const units: Uint8Array[] = [];
  let fragments: Uint8Array[] | undefined;
  for (const payload of payloads) {
    if (payload.length < 2 || units.length > unitsMax) return undefined;
    const type = payload[0]! & 0x1f;
    if (type === nalTypes.fuA) {
      if (payload.length < 3) return undefined;
      const header = payload[1]!;
      if ((header & 0x80) !== 0) fragments = [Uint8Array.of((payload[0]! & 0xe0) | (header & 0x1f))];
      if (fragments === undefined) return undefined;
      fragments.push(payload.subarray(2));
      if ((header & 0x40) === 0) continue;
      units.push(concatenated(fragments));
      fragments = undefined;
      continue;
    }
    if (fragments !== undefined) return undefined;
    if (type !== nalTypes.stapA) {
      units.push(payload);
      continue;
    }
    for (let at = 1; at < payload.length; ) {
      if (at + 2 > payload.length) return undefined;
      const size = (payload[at]! << 8) | payload[at + 1]!;
      if (size === 0 || at + 2 + size > payload.length) return undefined;
      units.push(payload.subarray(at + 2, at + 2 + size));
      at += 2 + size;
    }
  }
  return fragments === undefined ? units : undefined;
}

function lengthOf({ length }: Uint8Array): Uint8Array {
  return Uint8Array.of(length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff);
}
