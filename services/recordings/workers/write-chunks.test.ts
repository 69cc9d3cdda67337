import { TryLater } from '@veche/ports/log/log.ts';
import { expect, it } from 'vitest';
import { writeEvent } from '../domain/recording-event.ts';
import { noRendering } from '../rendering-hook.ts';
import { chunkForTests } from '../suite/recordings-for-tests.ts';
import { writeChunks } from './write-chunks.ts';

const { chunk } = chunkForTests('aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa', 0);
const event = { ...writeEvent({ type: 'chunkStored', chunk, key: 'k', initSha256: '' }), position: 1, appendedAtMs: 0 };

it('while the index is away, chunks wait for it, and none is set aside (R5)', async () => {
  const chunks = {
    add: async () => {
      throw new Error('disk I/O error');
    },
  };
  const parts = { chunks, blobs: {}, rendering: noRendering, logger: {} } as never;
  await expect(writeChunks(parts, [event])).rejects.toBeInstanceOf(TryLater);
});

it('a blob that nobody needs and that can’t be deleted holds nothing up', async () => {
  const warned: unknown[] = [];
  const parts = {
    chunks: { add: async () => ['k'] },
    blobs: { delete: async () => Promise.reject(new Error('away')) },
    rendering: noRendering,
    logger: { warn: (fields: unknown) => void warned.push(fields) },
  } as never;
  await writeChunks(parts, [event]);
  expect(warned).toHaveLength(1);
});
