/** The size of a WebP (RFC 9649), whose frames must fit into it: some decoders make room for each as large as it claims. */
import type { PictureSize } from './picture-header.ts';

const stepsMax = 50_000;
const chunkHeaderBytes = 8;
/** Of an animation's frame, before the chunks in it. */
const frameHeaderBytes = 16;
/** How many bytes of a chunk's payload it takes to know the size of its frame. */
const sizeBytes: Readonly<Record<string, number>> = { 'VP8 ': 10, VP8L: 5, ANMF: 12 };

/**
 * `bytes` begin with `RIFF....WEBP`. undefined = a frame is larger than the picture, or none is there. Throws RangeError when they end
 * before the first.
 */
export function readWebpSize(bytes: Buffer): PictureSize | undefined {
  if (chunkName(bytes, 12) !== 'VP8X') return readFrameSize(bytes, 12);
  const size = { widthPx: 1 + bytes.readUIntLE(24, 3), heightPx: 1 + bytes.readUIntLE(27, 3) };
  let hasFrame = false;
  let at = 12;
  for (let step = 0; step < stepsMax && at + chunkHeaderBytes <= bytes.length; step++) {
    const frame = hasFrame && isCutOff(bytes, at) ? undefined : readFrameSize(bytes, at);
    if (frame !== undefined) {
      if (frame.widthPx > size.widthPx || frame.heightPx > size.heightPx) return undefined;
      hasFrame = true;
    }
    at += chunkHeaderBytes + bytesToNextChunk(bytes, at);
  }
  return hasFrame ? size : undefined;
}

/** How long the whole file says it is, from its first byte to its last. */
export function readWebpFileBytes(webp: Uint8Array): number {
  return chunkHeaderBytes + Buffer.from(webp.buffer, webp.byteOffset, webp.byteLength).readUInt32LE(4);
}

/** The names of the chunks that the file consists of, in their order, `max` at most. A last one that is cut off counts. */
export function webpChunkNames(webp: Uint8Array, max: number): readonly string[] {
  const bytes = Buffer.from(webp.buffer, webp.byteOffset, webp.byteLength);
  const names: string[] = [];
  for (let at = 12; at + chunkHeaderBytes <= bytes.length && names.length < max; ) {
    names.push(chunkName(bytes, at));
    const payloadBytes = bytes.readUInt32LE(at + 4);
    at += chunkHeaderBytes + payloadBytes + (payloadBytes & 1);
  }
  return names;
}

/** undefined = no chunk with a picture in it, or one whose picture does not begin as it must. */
function readFrameSize(bytes: Buffer, at: number): PictureSize | undefined {
  const payload = at + chunkHeaderBytes;
  switch (chunkName(bytes, at)) {
    case 'VP8 ':
      if (bytes.readUIntBE(payload + 3, 3) !== 0x9d012a) return undefined;
      return {
        widthPx: bytes.readUInt16LE(payload + 6) & 0x3fff,
        heightPx: bytes.readUInt16LE(payload + 8) & 0x3fff,
      };
    case 'VP8L': {
      if (bytes.readUInt8(payload) !== 0x2f) return undefined;
      const bits = bytes.readUInt32LE(payload + 1);
      return { widthPx: 1 + (bits & 0x3fff), heightPx: 1 + ((bits >>> 14) & 0x3fff) };
    }
    case 'ANMF':
      return { widthPx: 1 + bytes.readUIntLE(payload + 6, 3), heightPx: 1 + bytes.readUIntLE(payload + 9, 3) };
    default:
      return undefined;
  }
}

function isCutOff(bytes: Buffer, at: number): boolean {
  return at + chunkHeaderBytes + (sizeBytes[chunkName(bytes, at)] ?? 0) > bytes.length;
}

/** From the end of a chunk's header. The chunks in an animation's frame are looked at like all others. */
function bytesToNextChunk(bytes: Buffer, at: number): number {
  if (chunkName(bytes, at) === 'ANMF') return frameHeaderBytes;
  const payloadBytes = bytes.readUInt32LE(at + 4);
  return payloadBytes + (payloadBytes & 1);
}

function chunkName(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, at + 4);
}
