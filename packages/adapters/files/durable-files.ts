/** Small acts on files that hold after kill -9 and after a power cut. */
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The name is on the disk when it resolves. A folder that is removed meanwhile, because it was empty, is made again. */
export async function moveInto(from: string, to: string): Promise<void> {
  const folder = dirname(to);
  for (let tries = 1; ; tries += 1) {
    const firstMade = await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await rename(from, to);
      await syncFolder(folder);
      if (firstMade !== undefined) await syncFolder(dirname(firstMade));
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || tries >= 10) throw error;
    }
  }
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Undefined when there is no such file. */
export async function unlessMissing<Value>(work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
