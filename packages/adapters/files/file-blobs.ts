/**
 * The port `blobs` over a folder: `stored/` holds each blob as a file under its key, `incoming/` what is on its way. A blob is written in
 * `incoming`, brought to the disk, then renamed: so it is there whole or not at all.
 */
import { type FileHandle, mkdir, open, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Random } from '@veche/kernel/random.ts';
import { requireBlobKey } from '@veche/ports/blobs/blob-key.ts';
import {
  type BlobHead,
  type BlobLink,
  type Blobs,
  BlobTooLarge,
  type ByteRange,
  type ByteStream,
  type ListedBlob,
} from '@veche/ports/blobs/blobs.ts';
import { moveInto, unlessMissing } from './durable-files.ts';
import { openSecret } from './link-secret.ts';
import { fileSuffix, listFiles } from './list-files.ts';
import { readFileRange } from './read-file-range.ts';
import { signedText, verifiedText } from './signed-text.ts';

/** Where finished blobs lie. */
export const storedFolder = (folder: string): string => join(folder, 'stored');

/** Creates the folder and clears away what a crash left unfinished. */
export async function openFileBlobs(folder: string, clock: Clock, random: Random): Promise<Blobs> {
  const stored = storedFolder(folder);
  const incoming = join(folder, 'incoming');
  await rm(incoming, { recursive: true, force: true });
  for (const place of [stored, incoming]) await mkdir(place, { recursive: true, mode: 0o700 });
  const secret = await openSecret(join(folder, 'link-secret'), random);
  return new FileBlobs({ stored, incoming, secret, clock });
}

/** `stored` is of `storedFolder`. */
export function blobPath(stored: string, key: string): string {
  requireBlobKey(key);
  return join(stored, `${key}${fileSuffix}`);
}

interface Parts {
  readonly stored: string;
  readonly incoming: string;
  readonly secret: Uint8Array;
  readonly clock: Clock;
}

class FileBlobs implements Blobs {
  readonly #parts: Parts;
  #puts = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async put(key: string, content: ByteStream, { maxBytes }: { readonly maxBytes: number }): Promise<BlobHead> {
    const path = this.#path(key);
    const storedAtMs = this.#parts.clock.nowMs();
    this.#puts += 1;
    const unfinished = join(this.#parts.incoming, String(this.#puts));
    try {
      const file = await open(unfinished, 'wx', 0o600);
      let sizeBytes: number;
      try {
        sizeBytes = await writeAll(file, content, maxBytes);
        await file.utimes(storedAtMs / 1_000, storedAtMs / 1_000);
        await file.sync();
      } finally {
        await file.close();
      }
      await moveInto(unfinished, path);
      return { sizeBytes, storedAtMs };
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }

  async head(key: string): Promise<BlobHead | undefined> {
    const found = await unlessMissing(stat(this.#path(key)));
    return found === undefined ? undefined : { sizeBytes: found.size, storedAtMs: Math.round(found.mtimeMs) };
  }

  async get(key: string, range?: ByteRange): Promise<ByteStream | undefined> {
    return readFileRange(this.#path(key), range);
  }

  async list(
    prefix: string,
    { afterKey, limit }: { readonly afterKey?: string; readonly limit: number },
  ): Promise<readonly ListedBlob[]> {
    if (prefix !== '') requireBlobKey(prefix);
    const found: ListedBlob[] = [];
    for await (const key of listFiles(this.#parts.stored, prefix, afterKey ?? '')) {
      if (found.length >= limit) break;
      const head = await this.head(key);
      if (head !== undefined) found.push({ key, ...head });
    }
    return found;
  }

  async delete(key: string): Promise<void> {
    const path = this.#path(key);
    await rm(path, { force: true });
    // An empty folder goes too; a put that needs it again makes it.
    if (key.includes('/')) await rmdir(dirname(path)).catch(() => undefined);
  }

  link({ key, fileName, contentType, expiresAtMs }: BlobLink): string {
    requireBlobKey(key);
    return signedText(JSON.stringify([key, fileName, contentType, expiresAtMs]), this.#parts.secret);
  }

  openLink(text: string): BlobLink | undefined {
    const claims = verifiedText(text, this.#parts.secret);
    if (claims === undefined) return undefined;
    // Nobody else could have signed it: it has the shape that `link` gave it.
    const [key, fileName, contentType, expiresAtMs] = JSON.parse(claims) as [string, string, string, number];
    return expiresAtMs > this.#parts.clock.nowMs() ? { key, fileName, contentType, expiresAtMs } : undefined;
  }

  #path(key: string): string {
    return blobPath(this.#parts.stored, key);
  }
}

/** Answers how many bytes were written. */
async function writeAll(file: FileHandle, content: ByteStream, maxBytes: number): Promise<number> {
  let sizeBytes = 0;
  for await (const part of content) {
    sizeBytes += part.length;
    if (sizeBytes > maxBytes) throw new BlobTooLarge(`More than ${maxBytes} bytes`);
    for (let at = 0; at < part.length; ) at += (await file.write(part, at)).bytesWritten;
  }
  return sizeBytes;
}
