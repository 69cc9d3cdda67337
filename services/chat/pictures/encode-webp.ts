/** The one file that knows the encoder: libwebp in WebAssembly. It sees only pixels that we made, and writes nothing but these. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import encode, { init } from '@jsquash/webp/encode.js';
import type { Pixels } from './pixels.ts';

/** Of 100. */
const quality = 75;

/** Rejects when the picture has a side above 16,383. */
export async function encodeWebp({ data, widthPx, heightPx }: Pixels): Promise<Uint8Array> {
  // Left to itself it would fetch this file over HTTP. On a processor without SIMD it does not load, and there are no previews.
  const file = createRequire(import.meta.url).resolve('@jsquash/webp/codec/enc/webp_enc_simd.wasm');
  await init({ wasmBinary: new Uint8Array(readFileSync(file)).buffer });
  const image = { data, width: widthPx, height: heightPx } as Parameters<typeof encode>[0];
  const webp = await encode(image, { quality });
  return new Uint8Array(webp);
}
