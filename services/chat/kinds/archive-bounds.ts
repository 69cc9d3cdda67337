/** Keeps bombs out: archives that unpack to far more than they are. Only what archives claim is added up; no data is unpacked for it. */
import { inflateRawSync } from 'node:zlib';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { contentOfBytes, type FileContent, partOfContent, readRange } from './file-content.ts';
import { kindBounds } from './kind-bounds.ts';
import { readZipDirectory } from './read-zip-directory.ts';
import { entriesOverlap, localDataOffset, localHeaderBytes, type ZipEntry } from './zip-directory.ts';

/** What a walk through archives within archives has found and may still spend. */
interface Walk {
  readonly fileBytes: number;
  claimedBytes: number;
  archivesLeft: number;
  bytesLeft: number;
}

/** An archive that unpacks to more than both bounds is a bomb: text may shrink to a hundredth, films are large. */
export const isBomb = (fileBytes: number, unpackedBytes: number): boolean =>
  unpackedBytes > limits.chatArchiveMaxUnpackedBytes && unpackedBytes > fileBytes * limits.chatArchiveMaxRatio;

/**
 * `entries` are those of `content`. Zips inside are followed, depth first, as unpackers that recurse do it: up to
 * `kindBounds.innerArchivesMax` of them, and all that they claim is added up against the size of the outermost. Throws
 * `file_unpacks_too_large`.
 */
export async function requireHonestArchive(content: FileContent, entries: readonly ZipEntry[]): Promise<void> {
  const walk: Walk = {
    fileBytes: content.sizeBytes,
    claimedBytes: 0,
    archivesLeft: kindBounds.innerArchivesMax,
    bytesLeft: kindBounds.innerTotalMaxBytes,
  };
  await addArchive(walk, content, entries, 0);
}

async function addArchive(
  walk: Walk,
  content: FileContent,
  entries: readonly ZipEntry[],
  depth: number,
): Promise<void> {
  for (const entry of entries) walk.claimedBytes += entry.unpackedBytes;
  if (isBomb(walk.fileBytes, walk.claimedBytes) || entriesOverlap(entries)) {
    throw new VecheError('file_unpacks_too_large');
  }
  if (depth === kindBounds.innerDepthMax) return;
  for (const entry of entries) {
    if (walk.archivesLeft === 0) return;
    if (!entry.name.toLowerCase().endsWith('.zip')) continue;
    walk.archivesLeft -= 1;
    const inner = await innerContent(walk, content, entry);
    if (inner === undefined) continue;
    const directory = await readZipDirectory(inner, kindBounds.innerDirectoryMaxBytes);
    if (directory.kind === 'entries') await addArchive(walk, inner, directory.entries, depth + 1);
  }
}

/** A stored archive is looked at where it lies; a deflated one is unpacked when it is small. Undefined = neither. */
async function innerContent(walk: Walk, content: FileContent, entry: ZipEntry): Promise<FileContent | undefined> {
  if (entry.isEncrypted) return undefined;
  const dataOffset = localDataOffset(await content.read(entry.headerAt, localHeaderBytes));
  if (dataOffset === undefined) return undefined;
  const dataAt = entry.headerAt + dataOffset;
  if (dataAt + entry.packedBytes > content.sizeBytes) return undefined;
  if (entry.method === 0) return partOfContent(content, dataAt, entry.packedBytes);
  if (entry.method !== 8 || entry.packedBytes > kindBounds.innerPackedMaxBytes) return undefined;
  return inflated(walk, await readRange(content, dataAt, entry.packedBytes));
}

function inflated(walk: Walk, packed: Uint8Array): FileContent | undefined {
  const maxOutputLength = Math.min(kindBounds.innerUnpackedMaxBytes, walk.bytesLeft);
  if (maxOutputLength === 0) return undefined;
  try {
    const bytes = inflateRawSync(packed, { maxOutputLength });
    walk.bytesLeft -= bytes.length;
    return contentOfBytes(bytes);
  } catch {
    // Broken, or larger than is looked at. The try has cost as much as a success.
    walk.bytesLeft -= maxOutputLength;
    return undefined;
  }
}
