/** A file's bytes as a stream. A file that is removed while it is read is read to its end. */
import { open } from 'node:fs/promises';
import type { ByteRange, ByteStream } from '@veche/ports/blobs/blobs.ts';
import { unlessMissing } from './durable-files.ts';

const readBytes = 256 * 1024;

/** Undefined when there is no such file, or nothing of it in the range. */
export async function readFileRange(path: string, range: ByteRange | undefined): Promise<ByteStream | undefined> {
  const file = await unlessMissing(open(path, 'r'));
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const first = range?.first ?? 0;
    const last = Math.min(range?.last ?? size - 1, size - 1);
    if (range !== undefined && first > last) {
      await file.close();
      return undefined;
    }
    // An end before the start is refused there; of an empty file nothing is read anyway.
    const end = Math.max(first, last);
    return file.createReadStream({ start: first, end, highWaterMark: readBytes });
  } catch (error) {
    await file.close();
    throw error;
  }
}
