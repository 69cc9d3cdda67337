/**
 * Large things, each whole under a key: attachments, pictures, recorded chunks.
 *
 * - B1 A put is seen whole or not at all, whatever happens meanwhile; once it has resolved, the blob survives kill -9.
 * - B2 No key leaves the storage: what is no `BlobKey` is refused before anything is touched.
 * - B3 `get` answers exactly the bytes of its range; a blob that is deleted while it is read is read to its end.
 * - B4 `list` answers the keys under a prefix in their order, page by page; `delete` of what is not there is without effect.
 * - B5 A link opens its one blob until it expires by the injected clock; no other text opens anything. It carries the name and type
 *   under which the blob is to be handed out, unchanged. Links hold over restarts.
 * - B6 What a put left unfinished, by its failure or by a crash, is cleared away.
 */
export interface BlobHead {
  readonly sizeBytes: number;
  readonly storedAtMs: number;
}

/** Inclusive at both ends, as in HTTP. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface ListedBlob extends BlobHead {
  readonly key: string;
}

export interface BlobLink {
  readonly key: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly expiresAtMs: number;
}

export type ByteStream = AsyncIterable<Uint8Array>;

export interface Blobs {
  /** Replaces what was under the key. Rejects with `BlobTooLarge` beyond `maxBytes`, and with whatever `content` throws. */
  put(key: string, content: ByteStream, options: { readonly maxBytes: number }): Promise<BlobHead>;
  head(key: string): Promise<BlobHead | undefined>;
  /** Undefined when there is none, or nothing of it in the range; a range that ends behind the blob ends with it. */
  get(key: string, range?: ByteRange): Promise<ByteStream | undefined>;
  list(prefix: string, page: { readonly afterKey?: string; readonly limit: number }): Promise<readonly ListedBlob[]>;
  delete(key: string): Promise<void>;
  /** Text that can stand in an address. */
  link(link: BlobLink): string;
  /** Undefined: forged, expired, or no link at all. */
  openLink(text: string): BlobLink | undefined;
}

export class BlobTooLarge extends Error {}
