/**
 * The program that makes one preview: a picture on its standard input, a `PreviewOrder` as its argument, a WebP on its standard output. It runs
 * confined, once for each picture, and imports nothing from outside of this folder but the decoder and the encoder: it may read nothing else.
 */
import { readFileSync, writeSync } from 'node:fs';
import { decodePicture } from './decode-picture.ts';
import { encodeWebp } from './encode-webp.ts';
import type { Pixels } from './pixels.ts';
import { noPictureExitCode, type PreviewOrder } from './preview-order.ts';
import { shrink } from './shrink.ts';
import { turn } from './turn.ts';

const { header, sidePx }: PreviewOrder = JSON.parse(process.argv[2]!);
const small = shrink(decodeAsPromised(readFileSync(0)), sidePx);
writeAll(await encodeWebp(turn(small, header.orientation)));

/** Ends the process when the picture is none or has another size than its header says. */
function decodeAsPromised(picture: Uint8Array): Pixels {
  try {
    const pixels = decodePicture(picture);
    if (pixels.widthPx === header.widthPx && pixels.heightPx === header.heightPx) return pixels;
  } catch {
    // A decoder in WebAssembly that meets a bad picture, or the end of its memory, stops where it stands.
  }
  process.exit(noPictureExitCode);
}

function writeAll(bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}
