/** The size of a GIF (GIF89a, sections 18 and 20), whose frames must fit into it: some decoders make room for each as large as it claims. */
import type { PictureSize } from './picture-header.ts';

/** Blocks, and the pieces of at most 255 bytes that they are cut into. */
const stepsMax = 50_000;
const extensionBlock = 0x21;
const frameBlock = 0x2c;

/** `bytes` begin with a GIF's signature. undefined = a frame is larger than the picture, or none is there. Throws RangeError when they end before the first. */
export function readGifSize(bytes: Buffer): PictureSize | undefined {
  const size = { widthPx: bytes.readUInt16LE(6), heightPx: bytes.readUInt16LE(8) };
  let at = 13 + colourTableBytes(bytes.readUInt8(10));
  let hasFrame = false;
  let isInPieces = false;
  for (let step = 0; step < stepsMax; step++) {
    if (hasFrame && at + 10 > bytes.length) return size;
    const first = bytes.readUInt8(at);
    if (isInPieces) {
      at += 1 + first;
      isInPieces = first > 0;
    } else if (first === extensionBlock) {
      at += 2;
      isInPieces = true;
    } else if (first === frameBlock) {
      if (bytes.readUInt16LE(at + 5) > size.widthPx || bytes.readUInt16LE(at + 7) > size.heightPx) return undefined;
      hasFrame = true;
      // The byte after the table says how many bits the smallest code has.
      at += 10 + colourTableBytes(bytes.readUInt8(at + 9)) + 1;
      isInPieces = true;
    } else break;
  }
  return hasFrame ? size : undefined;
}

/** `flags` say whether a table of colours follows, and how many bits count them. */
function colourTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 0x07) + 1);
}
