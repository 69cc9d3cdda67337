/** The port `uploads` beside `FileBlobs`: a file in `uploads/` grows, and is moved among the stored blobs when it is whole. */
import { type FileHandle, mkdir, open, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '@veche/contracts/limits.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import { requireBlobKey } from '@veche/ports/blobs/blob-key.ts';
import type { BlobHead, ByteRange, ByteStream } from '@veche/ports/blobs/blobs.ts';
import {
  type Appended,
  type ListedUpload,
  NoRoom,
  type Piece,
  PieceTooLong,
  type UploadProgress,
  type Uploads,
} from '@veche/ports/blobs/uploads.ts';
import { moveInto, syncFolder, unlessMissing } from './durable-files.ts';
import { blobPath, storedFolder } from './file-blobs.ts';
import { readFileRange } from './read-file-range.ts';

/** So much is written before it is looked anew how much room is left. */
const lookEveryBytes = 8 * 1024 * 1024;

/** `folder` is the one of `openFileBlobs`. */
export async function openFileUploads(folder: string, clock: Clock, freeBytes = freeBytesOf): Promise<Uploads> {
  const uploads = join(folder, 'uploads');
  await mkdir(uploads, { recursive: true, mode: 0o700 });
  return new FileUploads(uploads, storedFolder(folder), clock, freeBytes);
}

/** On the folder's disk, for whoever is not root. */
async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

class FileUploads implements Uploads {
  readonly #folder: string;
  readonly #stored: string;
  readonly #clock: Clock;
  readonly #freeBytes: typeof freeBytesOf;

  constructor(folder: string, stored: string, clock: Clock, freeBytes: typeof freeBytesOf) {
    this.#freeBytes = freeBytes;
    this.#folder = folder;
    this.#stored = stored;
    this.#clock = clock;
  }

  async begin(id: string, sizeBytes: number): Promise<void> {
    await this.#requireRoom(sizeBytes);
    const file = await orNoRoom(open(this.#path(id), 'wx', 0o600));
    try {
      await this.#touch(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await syncFolder(this.#folder);
  }

  async progress(id: string): Promise<UploadProgress | undefined> {
    const found = await unlessMissing(stat(this.#path(id)));
    return found === undefined ? undefined : { sizeBytes: found.size, touchedAtMs: Math.round(found.mtimeMs) };
  }

  async append(id: string, { atByte, content, maxBytes }: Piece): Promise<Appended | undefined> {
    const file = await unlessMissing(open(this.#path(id), 'r+'));
    if (file === undefined) return undefined;
    const end = { atByte };
    try {
      const fault = await addAll(file, this.#whileThereIsRoom(content), end, atByte + maxBytes);
      if (fault instanceof NoRoom) throw fault;
      await this.#touch(file);
      await orNoRoom(file.datasync());
      return { sizeBytes: end.atByte, fault };
    } finally {
      await file.close();
    }
  }

  read(id: string, range: ByteRange): Promise<ByteStream | undefined> {
    return readFileRange(this.#path(id), range);
  }

  async finish(id: string, key: string): Promise<BlobHead | undefined> {
    const path = blobPath(this.#stored, key);
    const upload = await unlessMissing(open(this.#path(id), 'r+'));
    if (upload !== undefined) {
      try {
        await this.#touch(upload);
        await upload.sync();
      } finally {
        await upload.close();
      }
      await moveInto(this.#path(id), path);
    }
    const found = await unlessMissing(stat(path));
    return found === undefined ? undefined : { sizeBytes: found.size, storedAtMs: Math.round(found.mtimeMs) };
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  async list({
    afterId = '',
    limit,
  }: {
    readonly afterId?: string;
    readonly limit: number;
  }): Promise<readonly ListedUpload[]> {
    const ids = (await readdir(this.#folder)).filter((id) => id > afterId).sort();
    const listed: ListedUpload[] = [];
    for (const id of ids) {
      if (listed.length >= limit) break;
      const progress = await this.progress(id);
      if (progress !== undefined) listed.push({ id, ...progress });
    }
    return listed;
  }

  async *#whileThereIsRoom(content: ByteStream): ByteStream {
    let untilLook = 0;
    for await (const part of content) {
      if (untilLook <= 0) {
        await this.#requireRoom(lookEveryBytes);
        untilLook = lookEveryBytes;
      }
      untilLook -= part.length;
      yield part;
    }
  }

  /** What must never stop for want of room has some left. */
  async #requireRoom(sizeBytes: number): Promise<void> {
    const freeBytes = await this.#freeBytes(this.#folder);
    if (freeBytes < sizeBytes + limits.diskReserveBytes) throw new NoRoom(`No room for ${sizeBytes} bytes`);
  }

  #path(id: string): string {
    requireBlobKey(id);
    return join(this.#folder, id);
  }

  async #touch(file: FileHandle): Promise<void> {
    const seconds = this.#clock.nowMs() / 1_000;
    await file.utimes(seconds, seconds);
  }
}

/** Moves `end` on with what is written; answers what broke the content off, if anything did. */
async function addAll(
  file: FileHandle,
  content: ByteStream,
  end: { atByte: number },
  lastByte: number,
): Promise<unknown> {
  const parts = content[Symbol.asyncIterator]();
  for (;;) {
    let next: IteratorResult<Uint8Array>;
    try {
      next = await parts.next();
    } catch (fault) {
      return fault;
    }
    if (next.done === true) return undefined;
    const kept = next.value.subarray(0, lastByte - end.atByte);
    await writeAt(file, kept, end);
    if (kept.length < next.value.length) return new PieceTooLong(`More than ${lastByte} bytes`);
  }
}

async function writeAt(file: FileHandle, bytes: Uint8Array, end: { atByte: number }): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await orNoRoom(file.write(bytes, at, bytes.length - at, end.atByte));
    at += bytesWritten;
    end.atByte += bytesWritten;
  }
}

const full: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EIO']);

async function orNoRoom<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (full.has((error as NodeJS.ErrnoException).code)) throw new NoRoom('The disk refuses', { cause: error });
    throw error;
  }
}
