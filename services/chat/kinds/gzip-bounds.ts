/** Keeps gzip bombs out. The size that a gzip states at its end is of its last member only and modulo 4 GiB: a sample tells more. */
import { gunzipSync, constants as zlib } from 'node:zlib';
import { limits } from '@veche/contracts/limits.ts';
import { isBomb } from './archive-bounds.ts';

/**
 * `head` is the beginning of a gzip, `fileBytes` its whole size. It is taken to shrink all over as its beginning does; one that shrinks
 * beyond `limits.chatArchiveMaxRatio` and would then be too large is a bomb. What is no gzip after all is none.
 */
export function isGzipBomb(head: Uint8Array, fileBytes: number): boolean {
  // No byte of deflate gives more than 1,032: a small file cannot become large.
  if (!isBomb(fileBytes, fileBytes * 1_032)) return false;
  try {
    const unpacked = gunzipSync(head, {
      maxOutputLength: head.length * limits.chatArchiveMaxRatio,
      finishFlush: zlib.Z_SYNC_FLUSH,
    });
    return isBomb(fileBytes, (unpacked.length / head.length) * fileBytes);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
  }
}
