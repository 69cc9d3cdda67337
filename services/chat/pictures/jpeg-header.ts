/** The size of a JPEG (ITU-T T.81, annex B) and which way up its camera was held (EXIF 2.32, tag 0x0112). */
import type { PictureHeader } from './picture-header.ts';

/** Segments and bytes between them. A file can consist of millions. */
const stepsMax = 50_000;
const orientationTag = 0x0112;

/** `bytes` begin with a JPEG's signature. Throws RangeError when they end before the size. */
export function readJpegHeader(bytes: Buffer): PictureHeader | undefined {
  let orientation: number | undefined;
  let at = 2;
  for (let step = 0; step < stepsMax; step++) {
    if (bytes.readUInt8(at) !== 0xff) return undefined;
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xff) {
      // Any number of these may stand before a marker.
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    if (length < 2 || !hasLength(marker)) return undefined;
    if (isFrame(marker)) {
      const size = { widthPx: bytes.readUInt16BE(at + 7), heightPx: bytes.readUInt16BE(at + 5) };
      return { type: 'jpeg', ...size, orientation: orientation ?? 1 };
    }
    const segment = bytes.subarray(at + 4, at + 2 + length);
    if (marker === 0xe1 && segment.toString('latin1', 0, 6) === 'Exif\0\0') {
      orientation ??= readOrientation(segment.subarray(6));
    }
    at += 2 + length;
  }
  return undefined;
}

/** The beginning or the end of the pixels, a restart between them and a second beginning have none, and no place before the size. */
function hasLength(marker: number): boolean {
  return marker >= 0xc0 && !(marker >= 0xd0 && marker <= 0xda);
}

/** SOF0 to SOF15; three of the numbers are taken by tables and a reserved marker. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** `tiff` is what follows the segment's name: a TIFF file. undefined = it says none, or cannot be read. */
function readOrientation(tiff: Buffer): number | undefined {
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return undefined;
  const isLittle = order === 'II';
  const readUint16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const directoryAt = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  if (directoryAt + 2 > tiff.length) return undefined;
  const entries = Math.min(readUint16(directoryAt), Math.floor((tiff.length - directoryAt - 2) / 12));
  for (let entry = 0; entry < entries; entry++) {
    const at = directoryAt + 2 + entry * 12;
    if (readUint16(at) !== orientationTag) continue;
    const value = readUint16(at + 8);
    return value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
}
