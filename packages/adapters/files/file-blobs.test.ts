import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeBlobsContract } from '@veche/ports/blobs/contract-suite.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import { expect, it } from 'vitest';
import { openFileBlobs } from './file-blobs.ts';

let storages = 0;

async function createStorage() {
  const folder = await mkdtemp(join(tmpdir(), 'veche-blobs-'));
  storages += 1;
  const random = seededRandomSource(storages);
  return {
    folder,
    open: (clock: ManualClock) => openFileBlobs(folder, clock, random),
    countFiles: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile() && entry.name !== 'link-secret').length;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

describeBlobsContract('files', createStorage);

it('B6: what a crash left on its way is gone after the next start', async () => {
  const storage = await createStorage();
  await storage.open(new ManualClock());
  await writeFile(join(storage.folder, 'incoming', '7'), 'half of something');
  await storage.open(new ManualClock());
  expect(await storage.countFiles()).toBe(0);
  await storage.remove();
});

it('a secret that is none is told of, and no link is made with it', async () => {
  const storage = await createStorage();
  await writeFile(join(storage.folder, 'link-secret'), 'short');
  await expect(storage.open(new ManualClock())).rejects.toThrow('is not the secret');
  await storage.remove();
});
