import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { chunkKey } from './domain/blob-keys.ts';
import { recordingsTopic, writeEvent } from './domain/recording-event.ts';
import { ann, chunkForTests, meeting, sha256, startMs, streamOf } from './suite/recordings-for-tests.ts';
import { recordingsInEachTest } from './suite/recordings-in-each-test.ts';
import { ChunkRefused } from './use-cases/store-chunk.ts';

describe('a chunk that is handed over (R2, R5)', () => {
  const tests = recordingsInEachTest();

  it('lies in the blobs, and its row in the index', async () => {
    const { world } = tests;
    const id = await world.begin();
    const chunk = await world.store(id, 0);
    expect(await world.blobKeys()).toEqual([chunkKey(chunk)]);
    const [row] = await world.chunks().of(id);
    expect(row).toMatchObject({
      ...{ sequence: 0, number: 0, kind: 'camera', source: ann, start_ms: startMs, duration_ms: 10_000 },
      ...{ size: chunk.sizeBytes, hash: chunk.sha256, init_bytes: 11, init_hash: sha256(Buffer.from('init of all')) },
      ...{ damaged: 0, watch_key: null },
    });
    expect(await world.view(id)).toMatchObject({ chunks: 1, durationMs: 10_000, sizeBytes: chunk.sizeBytes });
    expect(world.rendering.woken).toContain(id);
  });

  it('is one chunk, however often it is told', async () => {
    const { world } = tests;
    const id = await world.begin();
    const { chunk, bytes } = chunkForTests(id, 0);
    await Promise.all([1, 2, 3].map(() => world.service.storeChunk(chunk, streamOf(bytes))));
    await world.indexed(id);
    await world.service.storeChunk(chunk, streamOf(bytes));
    await world.indexed(id);
    expect(await world.chunks().of(id)).toHaveLength(1);
    expect(await world.view(id)).toMatchObject({ chunks: 1, durationMs: 10_000, sizeBytes: bytes.length });
    expect(await world.blobKeys()).toHaveLength(1);
  });

  it('stays what it was when it is told again with other bytes', async () => {
    const { world } = tests;
    const id = await world.begin();
    const { chunk, bytes } = chunkForTests(id, 0);
    const other = chunkForTests(id, 0, { bytes: Buffer.from('init of all|other') });
    await Promise.all([
      world.service.storeChunk(chunk, streamOf(bytes)),
      world.service.storeChunk(other.chunk, streamOf(other.bytes)),
    ]);
    await world.indexed(id);
    expect(await world.chunks().of(id)).toHaveLength(1);
    await expect.poll(() => world.blobKeys()).toHaveLength(1);
    expect(await world.service.verify(id)).toBe(0);
  });

  it.each([
    ['other bytes', [Buffer.from('init of all|chunk 0 of 1772366400001')]],
    ['too few', [Buffer.from('init')]],
    ['too many', [Buffer.from('init of all|chunk 0 of 1772366400000'), Buffer.from('!')]],
    ['none', []],
  ])('is refused with %s than were announced, and nothing of it stays', async (_name, parts) => {
    const { world } = tests;
    const id = await world.begin();
    const { chunk } = chunkForTests(id, 0);
    await expect(world.service.storeChunk(chunk, streamOf(...parts))).rejects.toBeInstanceOf(ChunkRefused);
    expect(await world.blobKeys()).toEqual([]);
    await world.store(id, 0);
    expect(await world.view(id)).toMatchObject({ chunks: 1 });
  });

  it('of no recording, or of one that is gone, is refused', async () => {
    const { world } = tests;
    const { chunk, bytes } = chunkForTests('cccccccc-cccc-4ccc-8ccc-cccccccccccc', 0);
    const refused = () => world.service.storeChunk(chunk, streamOf(bytes));
    await expect(refused()).rejects.toMatchObject({ code: 'recording_not_found' });
    await world.begin(meeting, chunk.recordingId);
    await world.service.conferenceDeleted(meeting);
    await expect(refused()).rejects.toMatchObject({ code: 'recording_not_found' });
  });

  it('may have been cut off between blob and log: told again after the restart, it is there once (R5)', async () => {
    const { world } = tests;
    const id = await world.begin();
    const { chunk, bytes } = chunkForTests(id, 0);
    await world.ports.blobs.put(chunkKey(chunk), streamOf(bytes), { maxBytes: 1_000 });
    await world.restart();
    expect(await world.view(id)).toMatchObject({ chunks: 0 });
    await world.service.storeChunk(chunk, streamOf(bytes));
    await world.restart();
    await world.indexed(id);
    expect(await world.view(id)).toMatchObject({ chunks: 1 });
    expect(await world.blobKeys()).toEqual([chunkKey(chunk)]);
  });

  it('that the log has is in the index after a restart, though nobody could write it before', async () => {
    const { world } = tests;
    const id = await world.begin();
    const { chunk, bytes } = chunkForTests(id, 0);
    const key = chunkKey(chunk);
    await world.ports.blobs.put(key, streamOf(bytes), { maxBytes: 1_000 });
    const event = writeEvent({ type: 'chunkStored', chunk, key, initSha256: '' });
    // Twice, as by somebody who did not hear that it was there.
    await world.ports.log.append(recordingsTopic, [event, event]);
    await world.restart();
    await world.indexed(id);
    expect(await world.view(id)).toMatchObject({ chunks: 1, durationMs: 10_000 });
  });

  it('that comes after its recording was deleted for ever leaves no blob', async () => {
    const { world } = tests;
    const id = await world.recorded(1);
    const { chunk, bytes } = chunkForTests(id, 5);
    const key = chunkKey(chunk);
    await world.ports.blobs.put(key, streamOf(bytes), { maxBytes: 1_000 });
    await world.send('DELETE', `/api/v1/recordings/${id}?forever=1`, { as: ann });
    await world.ports.log.append(recordingsTopic, [writeEvent({ type: 'chunkStored', chunk, key, initSha256: '' })]);
    await world.indexed(id);
    await expect.poll(() => world.blobKeys()).toEqual([]);
  });
});

describe('what was stored and is not any more what it was', () => {
  const tests = recordingsInEachTest({}, { mayLogErrors: true });

  it('is found where a byte was flipped, told, and left out of what is watched', async () => {
    const { world } = tests;
    const id = await world.recorded(3);
    expect(await world.service.verify(id)).toBe(0);
    const [file = ''] = await world.filesOf(`${startMs}-1-`);
    await writeFile(file, 'init of all|chunk 1 of 1772366400001');
    expect(await world.service.verify(id)).toBe(1);
    expect(await world.service.verify(id)).toBe(1);
    const view = await world.view(id);
    expect(view.damagedChunks).toBe(1);
    expect(world.errors).toHaveLength(1);
    expect(world.errors[0]).toMatchObject({ fields: { recordingId: id, sequence: 1 } });
    const playlist = (await world.send('GET', view.playlist)).body;
    expect(playlist).toMatch(/#EXT-X-GAP\nchunk-1\.mp4/);
    const base = view.playlist.replace('playlist.m3u8', '');
    expect((await world.send('GET', `${base}chunk-1.mp4`)).statusCode).toBe(404);
    expect((await world.send('GET', `${base}chunk-2.mp4`)).statusCode).toBe(200);
  });

  it('is found when it is read whole, before anybody has looked', async () => {
    const { world } = tests;
    const id = await world.recorded(1);
    const [file = ''] = await world.filesOf(`${startMs}-0-`);
    await writeFile(file, 'init of all|chunk 0 of 1772366400001');
    const url = (await world.view(id)).playlist.replace('playlist.m3u8', 'chunk-0.mp4');
    await world.send('GET', url).catch(() => undefined);
    expect((await world.view(id)).damagedChunks).toBe(1);
    expect((await world.send('GET', url)).statusCode).toBe(404);
  });

  it('is found where the file is gone, and is well again when it is back', async () => {
    const { world } = tests;
    const id = await world.recorded(2);
    const { chunk, bytes } = chunkForTests(id, 1);
    await world.ports.blobs.delete(chunkKey(chunk));
    expect(await world.service.verify(id)).toBe(1);
    await world.ports.blobs.put(chunkKey(chunk), streamOf(bytes), { maxBytes: 1_000 });
    expect(await world.service.verify(id)).toBe(0);
    expect((await world.view(id)).damagedChunks).toBe(0);
  });

  it.each([
    ['its length', { duration_ms: 9_000 }],
    ['its start', { start_ms: 1 }],
    ['whose picture it holds', { source: null }],
    ['its hash', { hash: '0'.repeat(64) }],
  ])('is found where a row was changed in %s', async (_name, change) => {
    const { world } = tests;
    const id = await world.recorded(3);
    await world.tables().updateTable('recording_chunk').set(change).where('sequence', '=', 1).execute();
    expect(await world.service.verify(id)).toBe(1);
    expect((await world.view(id)).damagedChunks).toBe(1);
  });

  it('is found where a row is missing, in the middle and at the end', async () => {
    const { world } = tests;
    const id = await world.recorded(4);
    await world.tables().deleteFrom('recording_chunk').where('sequence', '=', 1).execute();
    expect(await world.service.verify(id)).toBe(1);
    await world.tables().deleteFrom('recording_chunk').where('sequence', '=', 3).execute();
    expect(await world.service.verify(id)).toBe(2);
  });

  it('is looked for by itself after the end', async () => {
    const { world } = tests;
    const id = await world.begin();
    await world.store(id, 0);
    const [file = ''] = await world.filesOf(`${startMs}-0-`);
    await writeFile(file, 'x');
    await world.service.recordingChanged({ recordingId: id, state: 'ended', atMs: startMs + 10_000 });
    await expect.poll(async () => (await world.view(id)).damagedChunks).toBe(1);
  });
});
