import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeUploadsContract } from '@veche/ports/blobs/uploads-contract-suite.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import { openFileBlobs } from './file-blobs.ts';
import { openFileUploads } from './file-uploads.ts';

describeUploadsContract('files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-uploads-'));
  return {
    open: async (clock) => ({
      blobs: await openFileBlobs(folder, clock, seededRandomSource(1)),
      uploads: await openFileUploads(folder, clock),
    }),
    countFiles: async () => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile() && entry.name !== 'link-secret').length;
    },
    remove: () => rm(folder, { recursive: true }),
  };
});
