/**
 * The central directory of a zip (APPNOTE 6.3.10, 4.3.12 to 4.3.16), with zip64. Pure and total: bytes in, entries out, or undefined for
 * whatever is no readable directory.
 */

/** Where the directory stands, by the record at the file's end. */
export interface ZipDirectoryPlace {
  readonly at: number;
  readonly sizeBytes: number;
  readonly entryCount: number;
  /** What stands before the archive proper; places in it count from there. */
  readonly shiftBytes: number;
}

export interface ZipEntry {
  /** Right in its ASCII part, whatever its encoding; may hold anything, `../` too. */
  readonly name: string;
  readonly isEncrypted: boolean;
  /** 0 = stored, 8 = deflated. */
  readonly method: number;
  readonly packedBytes: number;
  /** As the archive claims. */
  readonly unpackedBytes: number;
  /** Where its local header begins in the file. */
  readonly headerAt: number;
}

const endBytes = 22;
const locatorBytes = 20;
const end64Bytes = 56;
const entryHeaderBytes = 46;
export const localHeaderBytes = 30;
/** The end record with the longest comment, and the two records of zip64 before it. */
export const zipTailMaxBytes = endBytes + 0xffff + locatorBytes + end64Bytes;

const endSignature = 0x06054b50;
const locatorSignature = 0x07064b50;
const end64Signature = 0x06064b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const u64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

/** `tail` is the end of the file, up to `zipTailMaxBytes` of it; `tailAt` is where in the file it begins. */
export function findZipDirectory(tail: Uint8Array, tailAt: number): ZipDirectoryPlace | undefined {
  const view = viewOf(tail);
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    if (tail[at] !== 0x50 || view.getUint32(at, true) !== endSignature) continue;
    if (at + endBytes + view.getUint16(at + 20, true) > tail.length) continue;
    return placeAt(view, at, tailAt);
  }
  return undefined;
}

function placeAt(view: DataView, endAt: number, tailAt: number): ZipDirectoryPlace | undefined {
  const isSplit = view.getUint16(endAt + 4, true) !== view.getUint16(endAt + 6, true);
  if (isSplit) return undefined;
  const small = {
    entryCount: view.getUint16(endAt + 10, true),
    sizeBytes: view.getUint32(endAt + 12, true),
    offset: view.getUint32(endAt + 16, true),
  };
  const isZip64 = small.entryCount === 0xffff || small.sizeBytes === 0xffffffff || small.offset === 0xffffffff;
  const locatorAt = endAt - locatorBytes;
  if (!isZip64 || locatorAt < 0 || view.getUint32(locatorAt, true) !== locatorSignature) {
    return place(small, tailAt + endAt);
  }
  // It stands right before its locator, unless it carries data of somebody's own: no archiver writes any.
  const end64At = locatorAt - end64Bytes;
  if (end64At < 0 || view.getUint32(end64At, true) !== end64Signature) return undefined;
  const large = {
    entryCount: u64(view, end64At + 32),
    sizeBytes: u64(view, end64At + 40),
    offset: u64(view, end64At + 48),
  };
  return place(large, tailAt + end64At);
}

/** The directory ends where the end record begins. */
function place(
  { entryCount, sizeBytes, offset }: { entryCount: number; sizeBytes: number; offset: number },
  directoryEnd: number,
): ZipDirectoryPlace | undefined {
  const at = directoryEnd - sizeBytes;
  const shiftBytes = at - offset;
  if (at < 0 || shiftBytes < 0) return undefined;
  return { at, sizeBytes, entryCount, shiftBytes };
}

/** `directory` is the part of the file that `place` names. */
export function parseZipDirectory(directory: Uint8Array, place: ZipDirectoryPlace): ZipEntry[] | undefined {
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at < directory.length) {
    const entry = parseEntry(directory, view, at, place.shiftBytes);
    if (entry === undefined) return undefined;
    // What an entry claims to take must stand before the directory.
    if (entry.headerAt + localHeaderBytes + entry.packedBytes > place.at) return undefined;
    if (entries.push(entry) > place.entryCount) return undefined;
    at += entryBytes(view, at);
  }
  return entries.length === place.entryCount ? entries : undefined;
}

const entryBytes = (view: DataView, at: number): number =>
  entryHeaderBytes + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);

function parseEntry(directory: Uint8Array, view: DataView, at: number, shiftBytes: number): ZipEntry | undefined {
  if (at + entryHeaderBytes > directory.length || view.getUint32(at, true) !== entrySignature) return undefined;
  if (at + entryBytes(view, at) > directory.length) return undefined;
  const nameAt = at + entryHeaderBytes;
  const extraAt = nameAt + view.getUint16(at + 28, true);
  const wide = wideFields(view, extraAt, extraAt + view.getUint16(at + 30, true));
  // In this order, and each only when the narrow field is full.
  const widened = (narrow: number): number | undefined => (narrow === 0xffffffff ? wide.shift() : narrow);
  const unpackedBytes = widened(view.getUint32(at + 24, true));
  const packedBytes = widened(view.getUint32(at + 20, true));
  const headerAt = widened(view.getUint32(at + 42, true));
  if (unpackedBytes === undefined || packedBytes === undefined || headerAt === undefined) return undefined;
  return {
    name: Buffer.from(directory.buffer, directory.byteOffset + nameAt, extraAt - nameAt).toString('latin1'),
    isEncrypted: (view.getUint16(at + 8, true) & 1) !== 0,
    method: view.getUint16(at + 10, true),
    packedBytes,
    unpackedBytes,
    headerAt: headerAt + shiftBytes,
  };
}

/** The numbers of the zip64 extra field (4.5.3) between two places; none when there is no such field. */
function wideFields(view: DataView, from: number, to: number): number[] {
  let at = from;
  while (at + 4 <= to) {
    const id = view.getUint16(at, true);
    const end = at + 4 + view.getUint16(at + 2, true);
    if (id === 1 && end <= to) {
      const numbers: number[] = [];
      for (let next = at + 4; next + 8 <= end && numbers.length < 3; next += 8) numbers.push(u64(view, next));
      return numbers;
    }
    at = end;
  }
  return [];
}

/** How far after its local header an entry's data begins; undefined = there is no local header in these bytes. */
export function localDataOffset(localHeader: Uint8Array): number | undefined {
  if (localHeader.length < localHeaderBytes) return undefined;
  const view = viewOf(localHeader);
  if (view.getUint32(0, true) !== localSignature) return undefined;
  return localHeaderBytes + view.getUint16(26, true) + view.getUint16(28, true);
}

/** Whether two entries claim the same bytes, as in bombs that unpack one kernel thousands of times. */
export function entriesOverlap(entries: readonly ZipEntry[]): boolean {
  const inOrder = entries.toSorted((one, other) => one.headerAt - other.headerAt);
  return inOrder.some((entry, index) => {
    const next = inOrder[index + 1];
    return (
      next !== undefined && entry.headerAt + localHeaderBytes + entry.name.length + entry.packedBytes > next.headerAt
    );
  });
}
