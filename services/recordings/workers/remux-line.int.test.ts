/** Recordings as they were recorded, over real storage that can be held up while it writes. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Blobs } from '@veche/ports/blobs/blobs.ts';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { chunksForFake, fakeFfmpeg } from '../suite/fake-ffmpeg.ts';
import { renderedRecordings } from '../suite/rendered-recordings.ts';

const startMs = Date.parse('2026-03-01T12:00:00.000Z');
const chunks = chunksForFake(4, startMs);
const patience = { timeout: 30_000 };

describe('putting recordings together as they were recorded', () => {
  const fake = fakeFfmpeg();
  const opened: Awaited<ReturnType<typeof renderedRecordings>>[] = [];
  afterEach(async () => {
    for (const one of opened.splice(0)) await one.close();
  });
  afterAll(() => fake.remove());

  async function world(ffmpeg: typeof fake.ffmpeg | undefined) {
    const recordings = await renderedRecordings({ ffmpeg });
    opened.push(recordings);
    return {
      recordings,
      over: async (count: number): Promise<string[]> => {
        const ids: string[] = [];
        for (let number = 0; number < count; number += 1) {
          const id = await recordings.begin(startMs);
          for (const chunk of chunks) await recordings.store(id, chunk);
          await recordings.end(id, startMs + 40_000);
          ids.push(id);
        }
        return ids;
      },
      /** Which of its files stand. */
      files: async (id: string) =>
        (await recordings.rendering.downloads(id)).flatMap(({ kind, name }) => (kind === 'asRecorded' ? [name] : [])),
    };
  }

  /** Each such file gets as far as its first bytes until it is let go. */
  function held(blobs: Blobs) {
    const begun: string[] = [];
    const gate = Promise.withResolvers<void>();
    const put = blobs.put.bind(blobs);
    vi.spyOn(blobs, 'put').mockImplementation((key, content, options) => {
      if (!key.includes('as-recorded')) return put(key, content, options);
      begun.push(key);
      return put(key, behind(content, gate.promise), options);
    });
    return { begun, letGo: () => gate.resolve() };
  }

  it('is done one at a time, and none that waits is lost', async () => {
    const { recordings, over, files } = await world(undefined);
    const { begun, letGo } = held(recordings.ports.blobs);
    const ids = await over(3);
    await expect.poll(() => begun.length, patience).toBe(1);
    for (const id of ids) recordings.rendering.wake(id);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(begun).toHaveLength(1);
    letGo();
    for (const id of ids) await expect.poll(() => files(id), patience).toEqual(['as-recorded-1.mp4']);
    expect(new Set(begun).size).toBe(3);
    expect(begun).toHaveLength(3);
  });

  it('is stopped when the program ends, and what was stopped or waited is done after the next start (R5)', async () => {
    const { recordings, over, files } = await world(fake.ffmpeg);
    const ids = await over(2);
    for (const id of ids) {
      await expect.poll(async () => (await recordings.rendering.view(id)).state, patience).toBe('done');
    }
    const { begun, letGo } = held(recordings.ports.blobs);
    for (const id of ids) await recordings.rendering.renderAgain(id, { asRecorded: true });
    await expect.poll(() => begun.length, patience).toBe(1);
    const shut = recordings.shut();
    letGo();
    await shut;
    const stored = readdirSync(join(recordings.folder, 'blobs'), { recursive: true }).map(String);
    expect(stored.filter((path) => path.includes('as-recorded'))).toEqual([]);
    await recordings.reopen({ ffmpeg: undefined });
    for (const id of ids) await expect.poll(() => files(id), patience).toEqual(['as-recorded-1.mp4']);
  });

  it('is stopped when the recording is deleted for ever, and leaves nothing', async () => {
    const { recordings, over, files } = await world(undefined);
    const { begun, letGo } = held(recordings.ports.blobs);
    const ids = await over(2);
    await expect.poll(() => begun.length, patience).toBe(1);
    const running = ids.find((id) => begun[0]?.includes(id)) ?? '';
    const forgotten = recordings.rendering.forget(running);
    letGo();
    await forgotten;
    expect(await recordings.ports.blobs.head(begun[0] ?? '')).toBeUndefined();
    expect(await files(running)).toEqual([]);
    for (const id of ids) {
      if (id !== running) await expect.poll(() => files(id), patience).toEqual(['as-recorded-1.mp4']);
    }
    expect(readdirSync(join(recordings.folder, 'rendering'))).toEqual([]);
  });
});

async function* behind(content: AsyncIterable<Uint8Array>, gate: Promise<void>) {
  for await (const part of content) {
    yield part;
    await gate;
  }
}
