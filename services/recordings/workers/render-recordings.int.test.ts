/** The renderer over real storage, with a program in ffmpeg's place that does what it is told to: e2e/rendering.e2e.ts looks at what the real one makes. */
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { readFragments } from '../rendering/mp4/read-fragments.ts';
import type { RecordingTables } from '../store/recording-tables.ts';
import { Recordings } from '../store/recordings.ts';
import { Renders } from '../store/renders.ts';
import { chunksForFake, fakeFfmpeg } from '../suite/fake-ffmpeg.ts';
import { renderedRecordings, type StoredChunk } from '../suite/rendered-recordings.ts';
import { chunks, endMs, startMs, watchedRendering } from '../suite/watched-rendering.ts';
import { WatchedChunks } from '../use-cases/watched-chunks.ts';
import { clearSegments } from './join-files.ts';

describe('rendering recordings', () => {
  let fake: ReturnType<typeof fakeFfmpeg>;
  let recordings: Awaited<ReturnType<typeof renderedRecordings>>;
  beforeEach(async () => {
    fake = fakeFfmpeg();
    recordings = await renderedRecordings({ ffmpeg: fake.ffmpeg });
  });
  afterEach(async () => {
    await recordings.close();
    fake.remove();
  });

  const { until, view, rendered, live, begun, tables, segments } = watchedRendering(() => recordings);
  const keys = async (id: string) =>
    (await recordings.ports.blobs.list(`recordings/${id}`, { limit: 1_000 }))
      .map(({ key }) => key.replace(`recordings/${id}/`, ''))
      .filter((key) => !key.startsWith('chunks/'));

  it('R7: renders each chunk as soon as it is stored, and has the files moments after the end', async () => {
    const id = await begun();
    await live(id, 1);
    expect(await view(id)).toMatchObject({ state: 'running', problem: null, heightPx: 720, codec: 'h264' });
    expect((await recordings.rendering.downloads(id)).length).toBe(0);
    await recordings.end(id, endMs);
    await rendered(id);
    const files = await recordings.rendering.downloads(id);
    expect(files.map(({ name, kind, contentType }) => [name, kind, contentType])).toEqual([
      ['sound.m4a', 'sound', 'audio/mp4'],
      ['video-720-h264.mp4', 'video', 'video/mp4'],
    ]);
    for (const { key, sizeBytes } of files) expect((await recordings.read(key)).length).toBe(sizeBytes);
    const thumbnail = await recordings.rendering.thumbnail(id);
    expect(thumbnail?.contentType).toBe('image/jpeg');
    expect((await recordings.read(thumbnail?.key ?? '')).toString()).toBe('a picture');
    const { rendered_bytes } = await recordings.row(id);
    expect(rendered_bytes).toBe(files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 'a picture'.length));
    expect(recordings.said).toEqual([]);
    expect(readdirSync(join(recordings.folder, 'rendering'))).toEqual([]);
  });

  it('renders each chunk once, however often it is told that something is new', async () => {
    const id = await recordings.begin(startMs);
    const telling = setInterval(() => recordings.rendering.wake(id), 1);
    for (const chunk of chunks) await recordings.store(id, chunk);
    await recordings.end(id, endMs);
    await rendered(id);
    clearInterval(telling);
    expect(fake.renderings()).toBe(chunks.length);
  });

  it('R5: goes on where a killed process was: what is rendered stays, what lies about goes', async () => {
    const id = await begun(2);
    await live(id, 1);
    const before = await segments();
    fake.behave({ hang: true });
    for (const chunk of chunks.slice(2)) await recordings.store(id, chunk);
    const work = join(recordings.folder, 'rendering');
    await until('two are being rendered', async () => readdirSync(work).length === 2);
    await recordings.shut();
    await mkdir(join(work, 'segment-0'), { recursive: true });
    await writeFile(join(work, 'segment-0', 'chunk'), 'half');
    fake.behave({});
    await recordings.reopen({ ffmpeg: fake.ffmpeg });
    await recordings.end(id, endMs);
    await rendered(id);
    expect((await segments()).slice(0, 2)).toEqual(before);
    expect(readdirSync(work)).toEqual([]);
  });

  it('R3: a chunk that ffmpeg fails on again and again is black in the end, is told, and holds up nothing', async () => {
    // The third one's parameter set is its own.
    fake.behave({ fail: 'Invalid data', failOn: String.fromCharCode(0x67, 0x64, 0, 0x1f, 3) });
    const id = await begun();
    await recordings.end(id, endMs);
    await until(
      'the others are rendered',
      async () => (await segments()).filter((row) => row.state === 'done').length === 3,
    );
    await rendered(id);
    expect((await segments()).map(({ black }) => black)).toEqual([0, 0, 1, 0]);
    expect((await view(id)).problem).toBe('1 of its parts could not be rendered: black and silence stand in for it');
    const row = (await recordings.chunks().of(id))[2]!;
    expect((await recordings.read(row.key)).equals(chunks[2]!.bytes)).toBe(true);
  });

  it('R3: a chunk whose bytes are others, or gone, is black at once', async () => {
    await recordings.shut();
    await recordings.reopen({ ffmpeg: undefined });
    const id = await begun();
    await until('they are indexed', async () => (await recordings.chunks().of(id)).length === 4);
    const rows = await recordings.chunks().of(id);
    await recordings.ports.blobs.delete(rows[1]!.key);
    await recordings.ports.blobs.put(rows[2]!.key, one(Buffer.concat([chunks[2]!.bytes, Buffer.alloc(1)])), {
      maxBytes: 1e9,
    });
    await recordings.shut();
    await recordings.reopen({ ffmpeg: fake.ffmpeg });
    await recordings.end(id, endMs);
    await rendered(id);
    expect((await segments()).map(({ black, tries }) => [black, tries])).toEqual([
      [0, 0],
      [1, 0],
      [1, 0],
      [0, 0],
    ]);
  });

  const bytes = Buffer.from('no WebM');
  const hash = createHash('sha256').update(bytes).digest('hex');
  const unreadable: StoredChunk = { ...chunks[0]!, container: 'webm', videoCodec: 'vp8', bytes, hash };

  it('R4: a VP8 chunk that cannot be rendered is black for whoever watches too, and holds up none behind it', async () => {
    const id = await recordings.begin(startMs);
    await recordings.store(id, unreadable);
    await recordings.store(id, chunks[1]!);
    await live(id, 1);
    expect((await segments()).map(({ black }) => black)).toEqual([1, 0]);
    const parts = { chunks: recordings.chunks(), recordings: new Recordings(recordings.ports.sql), canRender: true };
    const watched = new WatchedChunks({ ...parts, rendering: recordings.rendering });
    const { playlist } = await watched.of(await recordings.row(id));
    expect(playlist.write('').match(/^chunk.*|#EXT-X-GAP/gm)).toEqual(['chunk-0.mp4', 'chunk-1.mp4']);
  });

  it('R5: who is killed between the copy for players and the segment leaves none without a copy', async () => {
    const row = async () => (await recordings.chunks().of(id))[0];
    const cut = vi.spyOn(Renders.prototype, 'setSegment').mockRejectedValue(new Error('It was killed'));
    onTestFinished(() => cut.mockRestore());
    const id = await recordings.begin(startMs);
    await recordings.store(id, unreadable);
    await until('there is a copy', async () => ((await row())?.watch_key ?? null) !== null);
    const copy = await row();
    cut.mockRestore();
    await live(id, 1);
    expect(await row()).toEqual(copy);
    expect((await recordings.read(copy?.watch_key ?? '')).length).toBe(copy?.watch_size);
    // One that lacks it for whatever reason, as one that was damaged when it was rendered, gets it yet.
    const { db } = recordings.ports.sql.withTables<RecordingTables>();
    await db.updateTable('recording_chunk').set({ watch_key: null, watch_size: null }).execute();
    recordings.rendering.wake(id);
    await until('there is a copy again', async () => (await row())?.watch_key === copy?.watch_key);
  });

  it('R5: a chunk that came late before a crash, and was not looked at, is in the file after the next start', async () => {
    // Not so long ago that its chunks are cleared away.
    const recentMs = Date.now() - 60_000;
    const recent = chunksForFake(4, recentMs);
    const id = await recordings.begin(recentMs);
    for (const chunk of recent.slice(0, 3)) await recordings.store(id, chunk);
    await recordings.end(id, recentMs + 40_000);
    await rendered(id);
    await recordings.shut();
    // Who looks at nothing that is rendered.
    await recordings.reopen({ ffmpeg: undefined });
    await recordings.store(id, recent[3]!);
    await until('it is indexed', async () => (await recordings.row(id)).chunks === 4);
    await recordings.shut();
    await recordings.reopen({ ffmpeg: fake.ffmpeg });
    const render = () => tables().selectFrom('recording_render').select('joined_chunks').executeTakeFirst();
    await until('it is whole', async () => (await render())?.joined_chunks === 4);
    await rendered(id);
    expect(await new Renders(recordings.ports.sql).unfinished()).toEqual([]);
  });

  it('a row that is lost is looked for once, and not at every start', async () => {
    const id = await begun(2);
    await live(id, 1);
    const { db } = recordings.ports.sql.withTables<RecordingTables>();
    await db.deleteFrom('recording_chunk').where('sequence', '=', 1).execute();
    await recordings.end(id, endMs);
    await rendered(id);
    expect(await recordings.row(id)).toMatchObject({ chunks: 2 });
    expect(await new Renders(recordings.ports.sql).unfinished()).toEqual([]);
  });

  it('waits while the disk is nearly full', async () => {
    const id = await recordings.begin(startMs);
    recordings.now.freeBytes = 1_000;
    await recordings.store(id, chunks[0]!);
    await until('it is told', async () => (await view(id)).problem === 'The server’s disk is nearly full');
    recordings.now.freeBytes = 1e12;
    await live(id, 1);
  });

  it('R5: a chunk that comes late moves what follows: that is rendered anew, and the file is made again', async () => {
    const id = await recordings.begin(startMs);
    for (const number of [0, 1, 3]) await recordings.store(id, chunks[number]!);
    await recordings.end(id, endMs);
    await rendered(id);
    const sizeBefore = (await recordings.rendering.downloads(id))[1]?.sizeBytes ?? 0;
    expect((await segments()).map(({ sequence }) => sequence)).toEqual([0, 1, 2]);
    await recordings.store(id, chunks[2]!);
    await until(
      'it is whole',
      async () => ((await recordings.rendering.downloads(id))[1]?.sizeBytes ?? 0) > sizeBefore,
    );
    await rendered(id);
    expect((await segments()).map(({ sequence, previous_sequence }) => [sequence, previous_sequence])).toEqual([
      [0, -1],
      [1, 0],
      [2, 3],
      [3, 1],
    ]);
  });

  it('a rendered chunk that is lost before joining is made again', async () => {
    const id = await begun();
    await live(id, 1);
    await recordings.ports.blobs.delete((await segments())[1]?.picture_key ?? '');
    await recordings.ports.blobs.put((await segments())[2]?.sound_key ?? '', one(Buffer.from('short')), {
      maxBytes: 1e9,
    });
    await recordings.end(id, endMs);
    await rendered(id);
    expect(recordings.said.map(({ message }) => message)).toEqual(
      Array(2).fill('A rendered chunk is lost and is made again'),
    );
  });

  it('R3: renders anew in another size beside what stands, and again in the same in its place', async () => {
    const id = await begun(2);
    await recordings.end(id, endMs);
    await rendered(id);
    await recordings.rendering.renderAgain(id, { heightPx: 1080 });
    expect((await view(id)).heightPx).toBe(1080);
    await rendered(id);
    expect((await recordings.rendering.downloads(id)).map(({ name }) => name)).toEqual([
      'sound.m4a',
      'video-1080-h264.mp4',
      'video-720-h264.mp4',
    ]);
    await recordings.rendering.renderAgain(id, {});
    expect(await view(id)).toMatchObject({ heightPx: 720, state: expect.stringMatching(/waiting|running/) });
    expect((await recordings.rendering.downloads(id)).length).toBe(3);
    await rendered(id);
    await expect(recordings.rendering.renderAgain(id, { codec: 'h265' })).rejects.toMatchObject({
      code: 'rendering_unavailable',
    });
  });

  it('R3: gives the chunks as they were recorded to whoever asks, beside what is rendered', async () => {
    const id = await begun(2);
    await recordings.end(id, endMs);
    await rendered(id);
    await recordings.rendering.renderAgain(id, { asRecorded: true });
    const names = async () => (await recordings.rendering.downloads(id)).map(({ name }) => name);
    await until('they are there', async () => (await names()).includes('as-recorded-1.mp4'));
    expect(await names()).toEqual(['as-recorded-1.mp4', 'sound.m4a', 'video-720-h264.mp4']);
    expect((await view(id)).state).toBe('done');
  });

  it('nothing is to come of a recording without a chunk, once it is over', async () => {
    const id = await recordings.begin(startMs);
    expect((await view(id)).state).toBe('waiting');
    await recordings.end(id, endMs);
    expect((await view(id)).state).toBe('none');
  });

  it('clears rendered chunks away once the file stands for a while, and nothing else', async () => {
    const id = await begun(2);
    await recordings.end(id, endMs);
    await rendered(id);
    expect((await keys(id)).filter((key) => key.startsWith('segments-'))).toHaveLength(4);
    const renders = new Renders(recordings.ports.sql);
    const before = (at: number) => renders.joinedBefore(new Date(at).toISOString());
    expect(await before(Date.now() - 60_000)).toEqual([]);
    const [render] = await before(Date.now());
    if (render === undefined) throw new Error('Nothing is to be cleared');
    await clearSegments({ renders, blobs: recordings.ports.blobs }, render);
    expect(await keys(id)).toEqual(['sound-m4a', 'thumbnail-jpg', 'video-720-h264-mp4']);
    expect(await before(Date.now())).toEqual([]);
    recordings.rendering.wake(id);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect([(await view(id)).state, await segments()]).toEqual(['done', []]);
  });

  it('forgets all of it, and stops what runs', async () => {
    fake.behave({ hang: true });
    const id = await begun(2);
    await until('they are being rendered', async () => readdirSync(join(recordings.folder, 'rendering')).length === 2);
    await recordings.rendering.forget(id);
    expect(readdirSync(join(recordings.folder, 'rendering'))).toEqual([]);
    recordings.rendering.wake(id);
    await new Promise((resolve) => setTimeout(resolve, 100));
    for (const table of ['recording_render', 'recording_segment', 'recording_file'] as const) {
      expect(await tables().selectFrom(table).selectAll().execute()).toEqual([]);
    }
    expect(await keys(id)).toEqual([]);
  });

  it('R3: without ffmpeg, what is over is put together as it was recorded, also what was over before', async () => {
    await recordings.shut();
    await recordings.reopen({ ffmpeg: undefined });
    const id = await begun();
    await recordings.end(id, endMs);
    await until('its file stands', async () => (await recordings.rendering.downloads(id)).length === 1);
    const [file] = await recordings.rendering.downloads(id);
    expect(file).toMatchObject({ kind: 'asRecorded', name: 'as-recorded-1.mp4', contentType: 'video/mp4' });
    const bytes = await recordings.read(file?.key ?? '');
    // Each chunk's parameter sets stand before its first picture.
    for (const number of [1, 2, 3, 4])
      expect(bytes.includes(Buffer.of(0, 0, 0, 5, 0x67, 0x64, 0, 0x1f, number, 0, 0, 0, 2, 0x68, number))).toBe(true);
    expect(await view(id)).toMatchObject({ state: 'none', problem: null });
    await expect(recordings.rendering.renderAgain(id, {})).rejects.toMatchObject({ code: 'rendering_unavailable' });
    expect(readFragments(bytes)?.tracks.length).toBe(2);
  });
});

async function* one(bytes: Uint8Array) {
  yield bytes;
}
