/** Brings a zip's directory from wherever the file lies: two reads, both bounded. */
import { limits } from '@veche/contracts/limits.ts';
import { type FileContent, readRange, readTail } from './file-content.ts';
import { findZipDirectory, parseZipDirectory, type ZipEntry, zipTailMaxBytes } from './zip-directory.ts';

/** `tooLarge`: more entries than `limits.chatArchiveMaxEntries`, or a directory of more than `maxBytes`. */
export type ZipDirectory =
  | { readonly kind: 'entries'; readonly entries: readonly ZipEntry[] }
  | { readonly kind: 'broken' }
  | { readonly kind: 'tooLarge' };

export async function readZipDirectory(content: FileContent, maxBytes: number): Promise<ZipDirectory> {
  const tail = await readTail(content, zipTailMaxBytes);
  const place = findZipDirectory(tail, content.sizeBytes - tail.length);
  if (place === undefined) return { kind: 'broken' };
  if (place.entryCount > limits.chatArchiveMaxEntries || place.sizeBytes > maxBytes) return { kind: 'tooLarge' };
  const entries = parseZipDirectory(await readRange(content, place.at, place.sizeBytes), place);
  return entries === undefined ? { kind: 'broken' } : { kind: 'entries', entries };
}
