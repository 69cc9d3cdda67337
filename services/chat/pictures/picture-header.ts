/**
 * What the beginning of a file claims about the picture in it. Touches no pixel and allocates nothing that grows with the file, so
 * that it may run in the server's own process; whether the rest keeps the promise is for the decoder to find out, in a process of its own.
 */
import { readGifSize } from './gif-header.ts';
import { readJpegHeader } from './jpeg-header.ts';
import { readWebpSize } from './webp-header.ts';

export type PictureType = 'png' | 'jpeg' | 'webp' | 'gif' | 'bmp';

/** Both at least 1. */
export interface PictureSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** The sizes are those of the stored picture: with an orientation of 5 to 8 it is shown with its sides swapped. */
export interface PictureHeader extends PictureSize {
  readonly type: PictureType;
  /** As EXIF counts, 1 to 8. Read from JPEG alone, where cameras write it; 1 for everything else. */
  readonly orientation: number;
}

const pngSignature = '\x89PNG\r\n\x1a\n';

/**
 * Reads the beginning of a file, or all of it. 30 bytes are enough for PNG, BMP and plain WebP; JPEG, GIF and extended WebP say it
 * after their colour profiles and notes: in the first 64 KB nearly always, in the first 1 MB as good as always.
 * undefined = another type, not enough of it, a side of 0, or a GIF or WebP with a frame that is larger than the picture (every frame in
 * these bytes is looked at). Never throws; at most 50,000 steps, about a millisecond.
 */
export function readPictureHeader(picture: Uint8Array): PictureHeader | undefined {
  const bytes = Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
  try {
    return withSides(readByType(bytes));
  } catch (error) {
    // Buffer's readers say so at the end of the bytes.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readByType(bytes: Buffer): PictureHeader | undefined {
  const magic = bytes.toString('latin1', 0, 16);
  if (magic.startsWith(pngSignature)) return upright('png', readPngSize(bytes));
  if (magic.startsWith('\xff\xd8\xff')) return readJpegHeader(bytes);
  if (magic.startsWith('RIFF') && magic.startsWith('WEBP', 8)) return upright('webp', readWebpSize(bytes));
  if (magic.startsWith('GIF87a') || magic.startsWith('GIF89a')) return upright('gif', readGifSize(bytes));
  if (magic.startsWith('BM')) return upright('bmp', readBmpSize(bytes));
  return undefined;
}

/** Portable Network Graphics, section 11.2.2: the first chunk is IHDR. */
function readPngSize(bytes: Buffer): PictureSize | undefined {
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  return { widthPx: bytes.readUInt32BE(16), heightPx: bytes.readUInt32BE(20) };
}

/** BITMAPINFOHEADER and its longer successors; a negative height means that the rows come from the top. */
function readBmpSize(bytes: Buffer): PictureSize | undefined {
  if (bytes.readUInt32LE(14) < 40) return undefined;
  return { widthPx: bytes.readInt32LE(18), heightPx: Math.abs(bytes.readInt32LE(22)) };
}

function upright(type: PictureType, size: PictureSize | undefined): PictureHeader | undefined {
  return size && { type, ...size, orientation: 1 };
}

function withSides(header: PictureHeader | undefined): PictureHeader | undefined {
  return header !== undefined && header.widthPx >= 1 && header.heightPx >= 1 ? header : undefined;
}
