/** H.264 in RTP (RFC 6184 section 5): where a key frame starts. Single NAL units, STAP-A and FU-A are understood; nothing else is negotiated. */
import { readUint16 } from './integers.ts';

export interface H264View {
  /** This packet starts a frame that a decoder can begin with: it holds parameter sets (SPS), or the first slice of an IDR picture. */
  keyFrame: boolean;
  /** The packet seems to begin a picture: delimiter, parameter sets, SEI, or a slice that starts at macroblock 0 (H.264 section 7.4.1.2.4, simplified). */
  startOfAccessUnit: boolean;
  /** Of the NAL unit, or of the first one in STAP-A, or of the one that FU-A cuts. */
  nalType: number;
  /** A sequence parameter set is in this packet. */
  parameterSets: boolean;
  /** Where it stands, its header included; 0 = it is not here in one piece. */
  spsOffset: number;
  spsLength: number;
}

export const nalTypes = { slice: 1, idr: 5, sei: 6, sps: 7, pps: 8, delimiter: 9, stapA: 24, fuA: 28 } as const;

export function createH264View(): H264View {
  return { keyFrame: false, startOfAccessUnit: false, nalType: 0, parameterSets: false, spsOffset: 0, spsLength: 0 };
}

/** Reads the RTP payload of `length` bytes at `offset`. False = cut off or of a packet type that is not spoken; the view then holds nothing of use. */
export function readH264(bytes: Uint8Array, offset: number, length: number, into: H264View): boolean {
  const end = offset + length;
  if (length < 1 || offset < 0 || end > bytes.length) return false;
  const type = bytes[offset]! & 0x1f;
  into.keyFrame = false;
  into.startOfAccessUnit = false;
  into.parameterSets = false;
  into.spsOffset = 0;
  into.spsLength = 0;
  into.nalType = type;
  if (type >= 1 && type <= 23) {
    noteUnit(bytes, type, offset + 1, end, into);
    return true;
  }
  if (type === nalTypes.stapA) return readStapA(bytes, offset + 1, end, into);
  if (type !== nalTypes.fuA || length < 3) return false;
  const fuHeader = bytes[offset + 1]!;
  into.nalType = fuHeader & 0x1f;
  if (into.nalType < 1 || into.nalType > 23) return false;
  if ((fuHeader & 0x80) !== 0) noteUnit(bytes, into.nalType, offset + 2, end, into);
  into.spsOffset = 0;
  into.spsLength = 0;
  return true;
}

function readStapA(bytes: Uint8Array, offset: number, end: number, into: H264View): boolean {
  let at = offset;
  while (at < end) {
    if (at + 3 > end) return false;
    const size = readUint16(bytes, at);
    at += 2;
    if (size === 0 || at + size > end) return false;
    const type = bytes[at]! & 0x1f;
    if (at === offset + 2) into.nalType = type;
    noteUnit(bytes, type, at + 1, at + size, into);
    at += size;
  }
  return at > offset;
}

/** `body` is the byte after the NAL header. */
function noteUnit(bytes: Uint8Array, type: number, body: number, end: number, into: H264View): void {
  // first_mb_in_slice comes first, as an Exp-Golomb number: a leading bit 1 is the number 0.
  const firstSlice = body < end && bytes[body]! >= 0x80;
  if (type === nalTypes.sps) {
    into.parameterSets = true;
    into.keyFrame = true;
    into.spsOffset = body - 1;
    into.spsLength = end - body + 1;
  }
  if (type === nalTypes.idr && firstSlice) into.keyFrame = true;
  if ((type >= nalTypes.sei && type <= nalTypes.delimiter) || (type >= 1 && type <= nalTypes.idr && firstSlice)) {
    into.startOfAccessUnit = true;
  }
}
