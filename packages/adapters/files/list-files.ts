/** Walks a folder of blobs in the order of their keys, and reads no more folders than it must. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Words of keys have no dot: a file and a folder never want one name. */
export const fileSuffix = '.blob';

/** Keys under `prefix` ('' = all) that come after `afterKey` ('' = from the first). What is deleted meanwhile is passed over. */
export async function* listFiles(folder: string, prefix: string, afterKey: string): AsyncIterable<string> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const start = prefix === '' ? '' : `${prefix}/`;
  const names = entries.flatMap((entry) => {
    if (entry.isDirectory()) return [`${entry.name}/`];
    return entry.name.endsWith(fileSuffix) ? [entry.name.slice(0, -fileSuffix.length)] : [];
  });
  for (const name of names.sort((a, b) => (a < b ? -1 : 1))) {
    const key = start + name;
    if (!name.endsWith('/')) {
      if (key > afterKey) yield key;
    } else if (key > afterKey || afterKey.startsWith(key)) {
      yield* listFiles(folder, key.slice(0, -1), afterKey);
    }
  }
}
