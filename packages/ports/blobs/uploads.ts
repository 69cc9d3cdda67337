/**
 * Blobs that are still arriving: piece by piece, over cut connections and restarts, until they are whole.
 *
 * - U1 What `append` has counted survives kill -9. When its content breaks off, what came of it counts too, and `fault` says why.
 * - U2 Bytes are added at the end and nowhere else, and never more than `maxBytes` of them.
 * - U3 `finish` makes it the blob under a key, whole or not at all, and may be repeated: after a crash too.
 * - U4 What has arrived can be read by range before it is finished.
 * - U5 `list` answers what is unfinished, in the order of ids, page by page; `remove` of what is not there is without effect.
 * - U6 Nothing is begun or added for which there is no room beside what must stay free: `NoRoom`.
 *
 * Whoever calls sees to it that one upload is appended to, finished or removed by one at a time.
 */
import type { BlobHead, ByteRange, ByteStream } from './blobs.ts';

export interface UploadProgress {
  readonly sizeBytes: number;
  /** When something was added last, by the injected clock. */
  readonly touchedAtMs: number;
}

export interface ListedUpload extends UploadProgress {
  readonly id: string;
}

export interface Piece {
  /** Must be how much there is already. */
  readonly atByte: number;
  readonly content: ByteStream;
  /** What comes beyond is not kept, and is a fault. */
  readonly maxBytes: number;
}

export interface Appended {
  /** How much there is now. */
  readonly sizeBytes: number;
  /** Why not all of the content was added: what it threw, or `PieceTooLong`. Undefined = all of it was. */
  readonly fault: unknown;
}

export interface Uploads {
  /** `id` is a word of a blob's key. Rejects with `NoRoom` when `sizeBytes` would not fit. */
  begin(id: string, sizeBytes: number): Promise<void>;
  /** Undefined = it was never begun, is finished or was removed. */
  progress(id: string): Promise<UploadProgress | undefined>;
  /** Undefined as there. Rejects with `NoRoom` when the storage is full; what had been added stays. */
  append(id: string, piece: Piece): Promise<Appended | undefined>;
  /** Undefined when there is none, or nothing of it in the range. */
  read(id: string, range: ByteRange): Promise<ByteStream | undefined>;
  /** Undefined when there is neither such an upload nor a blob that it became. */
  finish(id: string, key: string): Promise<BlobHead | undefined>;
  remove(id: string): Promise<void>;
  list(page: { readonly afterId?: string; readonly limit: number }): Promise<readonly ListedUpload[]>;
}

export class PieceTooLong extends Error {}

/** The storage is full, or can't be written at the moment. */
export class NoRoom extends Error {}
