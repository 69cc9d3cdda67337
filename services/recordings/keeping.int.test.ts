import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it } from 'vitest';
import {
  ann,
  bob,
  eve,
  meeting,
  type RecordingsForTests,
  room,
  startMs,
  streamOf,
} from './suite/recordings-for-tests.ts';
import { recordingsInEachTest } from './suite/recordings-in-each-test.ts';

const dayMs = 24 * 3_600_000;
const list = async (world: RecordingsForTests, query = '', as = ann) =>
  (await world.send('GET', `/api/v1/recordings${query}`, { as })).json();
const idsOf = (answer: { recordings: { id: string }[] }) => answer.recordings.map(({ id }) => id);

describe('the list (R10)', () => {
  const tests = recordingsInEachTest();

  it('is of one’s own and of what is shared, newest first, page by page', async () => {
    const { world } = tests;
    const ids: string[] = [];
    for (let count = 0; count < 5; count += 1) ids.unshift(await world.recorded(1));
    // Two that began in the same moment.
    const [first, second] = [await world.begin(), await world.begin()];
    const all = [...[first!, second!].sort().reverse(), ...ids];
    const pages: string[] = [];
    for (let before = ''; ; ) {
      const page = await list(world, `?limit=2${before}`);
      pages.push(...idsOf(page));
      if (!page.more) break;
      before = `&before=${pages.at(-1)}`;
    }
    expect(pages).toEqual(all);
    expect(idsOf(await list(world, '', bob))).toEqual([]);
    const body = { kind: 'account', email: 'bob@example.org' };
    await world.send('POST', `/api/v1/recordings/${ids[1]}/shares`, { as: ann, body });
    expect((await list(world, '', bob)).recordings).toEqual([
      expect.objectContaining({ id: ids[1], own: false, ownerName: 'Ann', shared: true }),
    ]);
    expect(idsOf(await list(world, '?before=nonsense'))).toEqual(all);
    // A place behind somebody else’s would tell that it is there.
    expect(idsOf(await list(world, `?before=${ids[0]}`, bob))).toEqual([ids[1]]);
    expect((await world.send('GET', '/api/v1/recordings?limit=0', { as: ann })).json().error.code).toBe(
      'invalid_request',
    );
    expect((await world.send('GET', '/api/v1/recordings')).json().error.code).toBe('not_signed_in');
  });

  it('has breakout rooms’ under the main room’s (B3)', async () => {
    const { world } = tests;
    const early = await world.recorded(1);
    const main = await world.begin();
    world.clock.advance(5_000);
    const inRoom = await world.begin(room);
    await world.store(inRoom, 0);
    expect(
      (await list(world)).recordings.map((one: Record<string, unknown>) => [one.id, one.mainRecordingId, one.roomName]),
    ).toEqual([
      [inRoom, main, 'Room 1'],
      [main, null, null],
      [early, null, null],
    ]);
    expect((await world.view(main)).rooms).toEqual([expect.objectContaining({ id: inRoom, roomName: 'Room 1' })]);
    expect((await world.view(early)).rooms).toEqual([]);
    // Whoever may watch the room’s alone isn’t told of the main one, and the other way round.
    const body = { kind: 'account', email: 'bob@example.org' };
    await world.send('POST', `/api/v1/recordings/${inRoom}/shares`, { as: ann, body });
    expect((await world.view(inRoom, { as: bob })).mainRecordingId).toBeNull();
    await world.send('POST', `/api/v1/recordings/${main}/shares`, {
      as: ann,
      body: { ...body, email: 'eve@example.org' },
    });
    expect((await world.view(main, { as: eve })).rooms).toEqual([]);
  });

  it('takes a new name, and says what is wrong with one', async () => {
    const { world } = tests;
    const id = await world.recorded(1);
    const rename = (name: string) => world.send('PATCH', `/api/v1/recordings/${id}`, { as: ann, body: { name } });
    expect((await rename(' Week 12 ')).json()).toMatchObject({ id, name: 'Week 12', own: true });
    expect((await rename(' ')).json().error).toMatchObject({ code: 'recording_name_missing', field: 'name' });
    expect((await rename('x'.repeat(101))).json().error.code).toBe('recording_name_too_long');
    expect((await rename('x'.repeat(1_001))).json().error.code).toBe('invalid_request');
    expect((await world.view(id)).name).toBe('Week 12');
  });
});

describe('deleting (R8, R10)', () => {
  const tests = recordingsInEachTest();

  it('hides at once, can be undone for a week, and then leaves nothing', async () => {
    const { world } = tests;
    const id = await world.recorded(2);
    const path = `/api/v1/recordings/${id}`;
    expect((await world.send('DELETE', path, { as: ann })).statusCode).toBe(204);
    expect(idsOf(await list(world))).toEqual([]);
    const goneAt = new Date(world.clock.nowMs() + limits.recordingUndoMs).toISOString();
    expect((await list(world, '?deleted=true')).recordings).toEqual([expect.objectContaining({ id, goneAt })]);
    expect(idsOf(await list(world, '?deleted=true', bob))).toEqual([]);
    expect((await world.send('POST', `${path}/restore`, { as: ann })).json()).toMatchObject({ id, goneAt: null });
    expect(idsOf(await list(world))).toEqual([id]);
    await world.send('DELETE', path, { as: ann });
    world.clock.advance(limits.recordingUndoMs - 1);
    await world.service.sweep();
    expect(idsOf(await list(world, '?deleted=true'))).toEqual([id]);
    world.clock.advance(1);
    await world.service.sweep();
    expect(idsOf(await list(world, '?deleted=true'))).toEqual([]);
    expect((await world.send('GET', path, { as: ann })).json().error.code).toBe('recording_not_found');
    await nothingLeft(world);
  });

  it('for ever deletes all at once, of one that was deleted before too', async () => {
    const { world } = tests;
    for (const before of [false, true]) {
      const id = await world.recorded(2);
      await world.ports.blobs.put(`recordings/${id}/video-720-h264`, streamOf(Buffer.from('x')), { maxBytes: 1 });
      await world.send('POST', `/api/v1/recordings/${id}/shares`, { as: ann, body: { kind: 'link' } });
      if (before) await world.send('DELETE', `/api/v1/recordings/${id}`, { as: ann });
      expect((await world.send('DELETE', `/api/v1/recordings/${id}?forever=1`, { as: ann })).statusCode).toBe(204);
      expect(world.rendering.forgotten).toContain(id);
      await nothingLeft(world);
    }
  });

  it('is refused while the recording goes on', async () => {
    const { world } = tests;
    const id = await world.begin();
    for (const query of ['', '?forever=1']) {
      const answer = await world.send('DELETE', `/api/v1/recordings/${id}${query}`, { as: ann });
      expect(answer.json().error.code).toBe('recording_unfinished');
    }
    expect(idsOf(await list(world))).toEqual([id]);
  });

  it('a meeting takes its recordings and its rooms’ along, whatever state they are in', async () => {
    const { world } = tests;
    const [ended, running, inRoom] = [await world.recorded(1), await world.begin(), await world.begin(room)];
    await world.store(running!, 0);
    const c = 'cccccccc-cccc-4ccc-8ccc-cccccccccccc';
    world.conferences.set(c, { id: c, name: 'C', ownerId: ann, parentId: undefined, roomName: undefined });
    const other = await world.begin(c);
    await world.service.conferenceDeleted(meeting);
    for (const id of [ended, running, inRoom]) {
      expect((await world.send('GET', `/api/v1/recordings/${id}`, { as: ann })).statusCode).toBe(404);
    }
    expect(idsOf(await list(world))).toEqual([other]);
    await world.service.sweep();
    expect(await world.blobKeys()).toEqual([]);
    await world.service.conferenceDeleted(meeting);
  });

  it('an account takes its recordings along, and what was shared with it', async () => {
    const { world } = tests;
    const id = await world.recorded(1);
    const body = { kind: 'account', email: 'bob@example.org' };
    await world.send('POST', `/api/v1/recordings/${id}/shares`, { as: ann, body });
    await world.service.accountDeleted(bob);
    expect((await world.send('GET', `/api/v1/recordings/${id}/shares`, { as: ann })).json()).toEqual({ shares: [] });
    await world.service.accountDeleted(ann);
    expect((await world.send('GET', `/api/v1/recordings/${id}`, { as: ann })).statusCode).toBe(404);
    await world.service.sweep();
    await nothingLeft(world);
  });

  it('that a crash cut off goes on by itself', async () => {
    const { world } = tests;
    const id = await world.recorded(2);
    await world
      .tables()
      .updateTable('recording')
      .set({ purged_at: new Date(startMs).toISOString() })
      .execute();
    await world.restart();
    await expect.poll(() => world.blobKeys()).toEqual([]);
    await world.service.sweep();
    await nothingLeft(world);
    expect(world.rendering.forgotten).toContain(id);
  });

  it('the meeting’s row names its newest recording, as long as there is one', async () => {
    const { world } = tests;
    const [first, second] = [await world.recorded(1), await world.recorded(1)];
    await world.send('DELETE', `/api/v1/recordings/${second}`, { as: ann });
    await world.send('DELETE', `/api/v1/recordings/${first}?forever=1`, { as: ann });
    expect(world.urls).toEqual([
      [meeting, `/recordings/${first}`],
      [meeting, `/recordings/${second}`],
      [meeting, `/recordings/${first}`],
      [meeting, null],
    ]);
  });
});

async function nothingLeft(world: RecordingsForTests): Promise<void> {
  expect(await world.blobKeys()).toEqual([]);
  for (const table of ['recording', 'recording_chunk', 'recording_pause', 'recording_share'] as const) {
    expect(await world.tables().selectFrom(table).selectAll().execute()).toEqual([]);
  }
}

describe('what a recording may take (R10)', () => {
  const tests = recordingsInEachTest({ quotaBytes: 60 });

  it('is told, and bites before the next recording, not in this one', async () => {
    const { world } = tests;
    const id = await world.recorded(1);
    expect(await list(world)).toMatchObject({ usedBytes: 36, quotaBytes: 60 });
    const next = await world.begin();
    await world.store(next, 0);
    await world.store(next, 1);
    expect(await list(world)).toMatchObject({ usedBytes: 108 });
    await expect(world.begin()).rejects.toMatchObject({ code: 'recordings_full' });
    // Told again, it stands already.
    await world.begin(meeting, next);
    // The owner’s rooms count too, and other owners’ don’t.
    await expect(world.begin(room)).rejects.toMatchObject({ code: 'recordings_full' });
    world.conferences.set('b', { id: 'b', name: 'B', ownerId: bob, parentId: undefined, roomName: undefined });
    await world.begin('b');
    await world.service.conferenceEnded(meeting, world.clock.nowMs(), () => false);
    for (const one of [id, next]) await world.send('DELETE', `/api/v1/recordings/${one}`, { as: ann });
    expect(await list(world)).toMatchObject({ usedBytes: 0 });
    await world.begin();
  });

  it('is nothing while the disk is nearly full, or where there is no meeting', async () => {
    const { world } = tests;
    world.now.freeBytes = limits.diskReserveBytes - 1;
    await expect(world.begin()).rejects.toMatchObject({ code: 'recordings_no_space' });
    world.now.freeBytes = limits.diskReserveBytes;
    await world.begin();
    await expect(world.begin('nowhere')).rejects.toMatchObject({ code: 'conference_not_found' });
  });
});

describe('how long what is kept (R10)', () => {
  const tests = recordingsInEachTest({ canRender: true, chunksKeptMs: dayMs, recordingsKeptMs: 30 * dayMs });

  it('chunks go after their time once the rendered file stands, and never before', async () => {
    const { world } = tests;
    const id = await world.recorded(2);
    const key = `recordings/${id}/video-720-h264`;
    const file = { kind: 'video', key, name: 'video-720-h264.mp4', contentType: 'video/mp4', sizeBytes: 4 } as const;
    const swept = async () => {
      await world.service.sweep();
      return (await world.blobKeys()).length;
    };
    world.clock.advance(2 * dayMs);
    world.rendering.view = { state: 'running' };
    expect(await swept()).toBe(2);
    // It is said to be there, and is not.
    world.rendering.view = { state: 'done' };
    world.rendering.files = [file];
    expect(await swept()).toBe(2);
    await world.ports.blobs.put(key, streamOf(Buffer.from('film')), { maxBytes: 10 });
    // Where black stands in for a chunk, that is all there is of it.
    world.rendering.view = { state: 'done', problem: 'black stands in for it' };
    expect(await swept()).toBe(3);
    world.rendering.view = { state: 'done' };
    expect(await swept()).toBe(1);
    const view = await world.view(id);
    expect(view).toMatchObject({ playlist: null, durationMs: 20_000, sizeBytes: 0, damagedChunks: 0 });
    expect(view.downloads[0].kind).toBe('video');
    const timeline = (await world.send('GET', `/api/v1/recordings/${id}/timeline`, { as: ann })).json();
    expect(timeline.chapters).toHaveLength(1);
    const again = await world.send('POST', `/api/v1/recordings/${id}/render`, { as: ann, body: { heightPx: 1080 } });
    expect(again.json().error.code).toBe('recording_chunks_gone');
    expect(await swept()).toBe(1);
  });

  it('chunks stay for their time', async () => {
    const { world } = tests;
    const id = await world.recorded(2);
    const key = `recordings/${id}/video-720-h264`;
    await world.ports.blobs.put(key, streamOf(Buffer.from('film')), { maxBytes: 10 });
    world.rendering.view = { state: 'done' };
    world.rendering.files = [{ kind: 'video', key, name: 'v.mp4', contentType: 'video/mp4', sizeBytes: 4 }];
    world.clock.advance(dayMs - 1);
    await world.service.sweep();
    expect(await world.blobKeys()).toHaveLength(3);
    const again = await world.send('POST', `/api/v1/recordings/${id}/render`, { as: ann, body: { heightPx: 1080 } });
    expect(again.statusCode).toBe(200);
    expect(world.rendering.again).toEqual([{ heightPx: 1080 }]);
  });

  it('recordings go when they are too old, and say so before', async () => {
    const { world } = tests;
    const id = await world.recorded(1);
    const running = await world.begin();
    const keptUntil = new Date(world.clock.nowMs() + 30 * dayMs).toISOString();
    expect(await world.view(id)).toMatchObject({ keptUntil });
    expect(await world.view(running)).toMatchObject({ keptUntil: null });
    world.clock.advance(30 * dayMs);
    await world.service.sweep();
    expect(idsOf(await list(world))).toEqual([running]);
    expect(await world.blobKeys()).toEqual([]);
  });

  it('what belongs to no recording goes after a day, and nothing else does', async () => {
    const { world } = tests;
    const id = await world.recorded(1);
    const put = (key: string) => world.ports.blobs.put(key, streamOf(Buffer.from('x')), { maxBytes: 1 });
    const strays = [
      'recordings/cccccccc-cccc-4ccc-8ccc-cccccccccccc/chunks/1-0-abc',
      `recordings/${id}/chunks/${startMs}-0-0123`,
      `recordings/${id}/chunks/${startMs}-9-0123`,
      `recordings/${id}/chunks/nonsense`,
      'recordings/stray',
    ];
    for (const key of [...strays, `recordings/${id}/video-720-h264`, 'chat/stray']) await put(key);
    world.clock.advance(dayMs - 1);
    await world.service.sweep();
    expect(await world.blobKeys()).toHaveLength(7);
    world.clock.advance(dayMs);
    await world.service.sweep();
    const left = await world.blobKeys();
    expect(left).toHaveLength(2);
    expect(left).toContain(`recordings/${id}/video-720-h264`);
    expect(await world.ports.blobs.head('chat/stray')).toBeDefined();
    expect(await world.service.verify(id)).toBe(0);
  });
});

describe('a meeting that is over', () => {
  const tests = recordingsInEachTest();

  it('ends what a crash has left of its recordings, with its rooms’', async () => {
    const { world } = tests;
    const [main, inRoom] = [await world.begin(), await world.begin(room)];
    await world.service.recordingChanged({ recordingId: inRoom!, state: 'paused', atMs: startMs + 5 });
    await world.restart();
    await world.service.conferenceEnded(meeting, startMs + 60_000, () => false);
    for (const id of [main!, inRoom!]) {
      expect(await world.view(id)).toMatchObject({ state: 'ready', endedAt: '2026-03-01T12:01:00.000Z' });
    }
  });

  it('leaves those that go on: their end is told behind their last chunk', async () => {
    const { world } = tests;
    const [main, inRoom] = [await world.begin(), await world.begin(room)];
    await world.service.conferenceEnded(meeting, startMs + 60_000, (recordingId) => recordingId === inRoom);
    expect(await world.view(main!)).toMatchObject({ state: 'ready' });
    expect(await world.view(inRoom!)).toMatchObject({ state: 'recording' });
  });

  it('has ended even by a clock that was set back meanwhile, and once', async () => {
    const { world } = tests;
    const id = await world.begin();
    await world.store(id, 0);
    await world.service.recordingChanged({ recordingId: id, state: 'paused', atMs: startMs + 5_000 });
    await world.service.recordingChanged({ recordingId: id, state: 'recording', atMs: startMs + 4_000 });
    expect((await world.view(id)).state).toBe('paused');
    await world.service.recordingChanged({ recordingId: id, state: 'ended', atMs: startMs + 1_000 });
    await world.service.recordingChanged({ recordingId: id, state: 'ended', atMs: startMs + 9_000 });
    expect(await world.view(id)).toMatchObject({ state: 'ready', endedAt: '2026-03-01T12:00:05.000Z' });
  });
});

describe('deleting for ever', () => {
  const tests = recordingsInEachTest();

  it('does not wait until another recording is looked through', async () => {
    const { world } = tests;
    const gone = await world.recorded(1);
    const long = await world.recorded(40);
    const order: string[] = [];
    const looked = world.service.verify(long).then(() => order.push('looked through'));
    await world.send('DELETE', `/api/v1/recordings/${gone}?forever=1`, { as: ann });
    order.push('gone');
    await looked;
    expect(order).toEqual(['gone', 'looked through']);
    expect(await world.filesOf(gone)).toEqual([]);
  });

  it('tells of no damage in what is being cleared away', async () => {
    const { world } = tests;
    const id = await world.recorded(40);
    const looked = world.service.verify(id);
    await world.send('DELETE', `/api/v1/recordings/${id}?forever=1`, { as: ann });
    await looked;
    expect(await world.filesOf(id)).toEqual([]);
  });
});
