/**
 * How an Opus packet is laid out (RFC 6716 sections 3.1 and 3.2), told without decoding it. A packet that this calls valid keeps all of the
 * RFC's requirements R1 to R7; any other is refused, and no bytes throw.
 */

export interface OpusView {
  mode: 'silk' | 'hybrid' | 'celt';
  channels: 1 | 2;
  /** 1 to 48. */
  frameCount: number;
  /** Of one frame, per channel, at 48 kHz: 120 (2.5 ms) to 2,880 (60 ms). */
  frameSamples: number;
  /** Of the packet, per channel, at 48 kHz: 120 to 5,760 (120 ms). */
  samples: number;
  /** Of all frames, without headers and padding; 0 = nothing is coded, the sender is silent (DTX) or says that it lost something. */
  codedBytes: number;
}

export function createOpusView(): OpusView {
  return { mode: 'celt', channels: 1, frameCount: 0, frameSamples: 0, samples: 0, codedBytes: 0 };
}

const frameMaxBytes = 1_275;
const packetMaxSamples = 5_760;

/** False = not a valid packet; the view then holds nothing of use. */
export function readOpusPacket(payload: Uint8Array, into: OpusView): boolean {
  if (payload.length < 1) return false;
  const toc = payload[0]!;
  const config = toc >> 3;
  into.mode = config < 12 ? 'silk' : config < 16 ? 'hybrid' : 'celt';
  into.channels = (toc & 0x04) === 0 ? 1 : 2;
  into.frameSamples = frameSamplesOf(config);
  const code = toc & 0x03;
  const rest = payload.length - 1;
  if (code === 0) return rest <= frameMaxBytes && filled(into, 1, rest);
  if (code === 1) return rest % 2 === 0 && rest / 2 <= frameMaxBytes && filled(into, 2, rest);
  if (code === 2) {
    const length = frameLengthAt(payload, 1, payload.length);
    if (length < 0) return false;
    const coded = rest - lengthBytes(length);
    return length <= coded && coded - length <= frameMaxBytes && filled(into, 2, coded);
  }
  return readManyFrames(payload, into);
}

/** Code 3: a count, perhaps padding, and frames of one size or of a size each. */
function readManyFrames(payload: Uint8Array, into: OpusView): boolean {
  if (payload.length < 2) return false;
  const header = payload[1]!;
  const frameCount = header & 0x3f;
  if (frameCount === 0 || frameCount * into.frameSamples > packetMaxSamples) return false;
  let at = 2;
  let end = payload.length;
  if ((header & 0x40) !== 0) {
    let more = true;
    while (more) {
      if (at >= end) return false;
      const count = payload[at++]!;
      more = count === 255;
      end -= more ? 254 : count;
    }
  }
  if (at > end) return false;
  if ((header & 0x80) === 0) {
    const coded = end - at;
    return coded % frameCount === 0 && coded / frameCount <= frameMaxBytes && filled(into, frameCount, coded);
  }
  let told = 0;
  for (let frame = 1; frame < frameCount; frame++) {
    const length = frameLengthAt(payload, at, end);
    if (length < 0) return false;
    told += length;
    at += lengthBytes(length);
  }
  const coded = end - at;
  return told <= coded && coded - told <= frameMaxBytes && filled(into, frameCount, coded);
}

function filled(into: OpusView, frameCount: number, codedBytes: number): true {
  into.frameCount = frameCount;
  into.samples = frameCount * into.frameSamples;
  into.codedBytes = codedBytes;
  return true;
}

function frameSamplesOf(config: number): number {
  const step = config & 0x03;
  if (config >= 16) return 120 << step;
  if (config >= 12) return 480 << (config & 0x01);
  return step === 3 ? 2_880 : 480 << step;
}

/** Section 3.2.1; -1 = cut off. */
function frameLengthAt(payload: Uint8Array, at: number, end: number): number {
  if (at >= end) return -1;
  const first = payload[at]!;
  if (first < 252) return first;
  return at + 1 < end ? payload[at + 1]! * 4 + first : -1;
}

function lengthBytes(length: number): 1 | 2 {
  return length < 252 ? 1 : 2;
}
