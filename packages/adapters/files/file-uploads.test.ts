import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@veche/contracts/limits.ts';
import { NoRoom } from '@veche/ports/blobs/uploads.ts';
import { describeUploadsContract } from '@veche/ports/blobs/uploads-contract-suite.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import { expect, it } from 'vitest';
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

it('U6: uploads that were begun while there was room do not eat up what must stay free', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-uploads-'));
  const mib = 1024 * 1024;
  const room = 20 * mib;
  const sizes = async () => {
    const names = await readdir(join(folder, 'uploads'));
    return (await Promise.all(names.map((name) => stat(join(folder, 'uploads', name))))).map(({ size }) => size);
  };
  const freeBytes = async () => limits.diskReserveBytes + room - (await sizes()).reduce((sum, size) => sum + size, 0);
  const uploads = await openFileUploads(folder, new ManualClock(), freeBytes);
  const content = async function* () {
    for (let part = 0; part < 15; part += 1) yield new Uint8Array(mib);
  };
  for (const id of ['one', 'two']) await uploads.begin(id, 15 * mib);
  const one = await uploads.append('one', { atByte: 0, content: content(), maxBytes: 15 * mib });
  expect(one).toEqual({ sizeBytes: 15 * mib, fault: undefined });
  const two = uploads.append('two', { atByte: 0, content: content(), maxBytes: 15 * mib });
  await expect(two).rejects.toBeInstanceOf(NoRoom);
  expect(await freeBytes()).toBeGreaterThanOrEqual(limits.diskReserveBytes);
  await rm(folder, { recursive: true });
});
