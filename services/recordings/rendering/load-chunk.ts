/** A chunk's bytes, compared with what is known of them. That the store is away is no damage: it rejects then. */
import { createHash } from 'node:crypto';
import { limits } from '@veche/contracts/limits.ts';
import type { Blobs } from '@veche/ports/blobs/blobs.ts';

/** Undefined: they are gone, or others. */
export async function loadChunk(
  blobs: Blobs,
  { key, hash }: { readonly key: string; readonly hash: string },
): Promise<Uint8Array | undefined> {
  const bytes = await loadBlob(blobs, key, limits.recordingChunkMaxBytes);
  const isWhole = bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === hash;
  return isWhole ? bytes : undefined;
}

/** Undefined: there is none, or it is larger. `firstBytes`: only so many. */
export async function loadBlob(
  blobs: Blobs,
  key: string,
  maxBytes: number,
  firstBytes?: number,
): Promise<Uint8Array | undefined> {
  const content = await blobs.get(key, firstBytes === undefined ? undefined : { first: 0, last: firstBytes - 1 });
  if (content === undefined) return undefined;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of content) {
    size += part.length;
    if (size > maxBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
