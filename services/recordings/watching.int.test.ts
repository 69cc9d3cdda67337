import { describe, expect, it } from 'vitest';
import { ann, bob, chunkForTests, startMs, streamOf } from './suite/recordings-for-tests.ts';
import { recordingsInEachTest } from './suite/recordings-in-each-test.ts';

describe('watching (R4, R9)', () => {
  const tests = recordingsInEachTest();

  it('goes from the first chunk on, grows, and is the same list in the end', async () => {
    const { world } = tests;
    const id = await world.begin();
    expect((await world.view(id)).playlist).toBeNull();
    await world.store(id, 0);
    const { playlist, state } = await world.view(id);
    expect(state).toBe('recording');
    const list = async () => (await world.send('GET', playlist)).body;
    const first = await list();
    expect(first).toContain('#EXT-X-PLAYLIST-TYPE:EVENT');
    expect(await list()).toBe(first);
    await world.store(id, 1);
    const second = await list();
    expect(second.startsWith(first)).toBe(true);
    expect(second).toContain('chunk-1.mp4');
    await world.service.recordingChanged({ recordingId: id, state: 'ended', atMs: startMs + 20_000 });
    expect(await list()).toBe(`${second.replace('EVENT', 'VOD')}#EXT-X-ENDLIST\n`);
    expect(await world.view(id)).toMatchObject({ state: 'ready', endedAt: '2026-03-01T12:00:20.000Z' });
  });

  it('has every chunk that was handed over before the end was told, in the list that ends', async () => {
    const { world } = tests;
    const id = await world.begin();
    for (let number = 0; number < 20; number += 1) {
      const { chunk, bytes } = chunkForTests(id, number);
      await world.service.storeChunk(chunk, streamOf(bytes));
    }
    await world.service.recordingChanged({ recordingId: id, state: 'ended', atMs: startMs + 200_000 });
    const { playlist } = await world.view(id);
    expect((await world.send('GET', playlist)).body).toContain('chunk-19.mp4');
  });

  it('scripts are given the same list with addresses that open what they name', async () => {
    const { world } = tests;
    const id = await world.recorded(2);
    const answer = await world.send('GET', `/api/v1/recordings/${id}/playlist.m3u8`, { as: ann });
    expect(answer.headers['content-type']).toBe('application/vnd.apple.mpegurl');
    const [address = ''] = answer.body.match(/^\/recordings\/v1\/.*chunk-1\.mp4$/m) ?? [];
    const chunk = await world.send('GET', address);
    expect(chunk.body).toBe(`init of all|chunk 1 of ${startMs}`);
    expect(chunk.headers).toMatchObject({
      'content-type': 'video/mp4',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
  });

  it('answers ranges, and says what is beyond the end', async () => {
    const { world } = tests;
    const id = await world.recorded(1);
    const url = (await world.view(id)).playlist.replace('playlist.m3u8', 'chunk-0.mp4');
    const get = (range: string, method: 'GET' | 'HEAD' = 'GET') => world.send(method, url, { headers: { range } });
    const init = await get('bytes=0-10');
    expect([init.statusCode, init.body, init.headers['content-range']]).toEqual([206, 'init of all', 'bytes 0-10/36']);
    expect((await get('bytes=11-')).body).toBe(`|chunk 0 of ${startMs}`);
    expect((await get('bytes=-3')).body).toBe('000');
    const beyond = await get('bytes=36-');
    expect([beyond.statusCode, beyond.json().error.code, beyond.headers['content-range']]).toEqual([
      416,
      'range_beyond_end',
      'bytes */36',
    ]);
    const head = await get('bytes=0-10', 'HEAD');
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([206, '', '11']);
    const { etag } = init.headers;
    expect((await world.send('GET', url, { headers: { 'if-none-match': String(etag) } })).statusCode).toBe(304);
  });

  it('has chapters, pauses and the chat on one clock (R1, R5)', async () => {
    const { world } = tests;
    const id = await world.begin();
    await world.store(id, 0);
    await world.service.recordingChanged({ recordingId: id, state: 'paused', atMs: startMs + 10_000 });
    await world.service.recordingChanged({ recordingId: id, state: 'paused', atMs: startMs + 11_000 });
    expect((await world.view(id)).state).toBe('paused');
    await world.service.recordingChanged({ recordingId: id, state: 'recording', atMs: startMs + 40_000 });
    const screen = { picture: { participantId: bob, source: 'screen' as const }, runStartedAtMs: startMs + 40_000 };
    await world.store(id, 0, screen);
    // The media worker died, and was back twenty seconds later.
    await world.store(id, 0, { runStartedAtMs: startMs + 70_000 });
    await world.service.recordingChanged({ recordingId: id, state: 'ended', atMs: startMs + 80_000 });
    // Told late: it ended nothing and begins nothing.
    await world.service.recordingChanged({ recordingId: id, state: 'recording', atMs: startMs + 81_000 });
    world.said.push(
      ...[5, 20, 45, 55, 75].map((second) => ({
        ...{ id: `m${second}`, atMs: startMs + second * 1_000, name: 'Bob', text: `at ${second}`, fileName: null },
      })),
    );
    const timeline = (await world.send('GET', `/api/v1/recordings/${id}/timeline`, { as: ann })).json();
    expect(timeline.durationMs).toBe(30_000);
    expect(timeline.chapters).toEqual([
      { kind: 'speaker', atMs: 0, lengthMs: 10_000, name: 'Ann' },
      { kind: 'pause', atMs: 10_000, lengthMs: 30_000, name: null },
      { kind: 'screen', atMs: 10_000, lengthMs: 10_000, name: 'Bob' },
      { kind: 'gap', atMs: 20_000, lengthMs: 20_000, name: null },
      { kind: 'speaker', atMs: 20_000, lengthMs: 10_000, name: 'Ann' },
    ]);
    expect(timeline.chat.map(({ atMs, text }: { atMs: number; text: string }) => `${text}: ${atMs}`)).toEqual([
      'at 5: 5000',
      'at 45: 15000',
      'at 55: 20000',
      'at 75: 25000',
    ]);
  });

  it('gives the chat as text, JSON and subtitles, under the recording’s name', async () => {
    const { world } = tests;
    const id = await world.recorded(1);
    world.said.push({ id: 'm', atMs: startMs + 1_000, name: 'Bob', text: '<b>Hi', fileName: null });
    await world.send('PATCH', `/api/v1/recordings/${id}`, { as: ann, body: { name: 'Неделя "12"' } });
    const { downloads } = await world.view(id);
    expect(downloads.map(({ kind, fileName }: { kind: string; fileName: string }) => `${kind} ${fileName}`)).toEqual([
      'chatText Неделя 12 2026-03-01.txt',
      'chatJson Неделя 12 2026-03-01.json',
      'chatSubtitles Неделя 12 2026-03-01.vtt',
    ]);
    const [text, json, vtt] = await Promise.all(downloads.map(({ url }: { url: string }) => world.send('GET', url)));
    expect(text.body).toBe('Неделя "12"\n\n00:00:01 Bob: <b>Hi\n');
    expect(text.headers['content-disposition']).toContain("filename*=UTF-8''%D0%9D%D0%B5");
    expect(json.json()).toEqual([
      { id: 'm', atMs: 1_000, at: '2026-03-01T12:00:01.000Z', name: 'Bob', text: '<b>Hi', fileName: null },
    ]);
    expect(vtt.headers['content-type']).toBe('text/vtt; charset=utf-8');
    expect(vtt.body).toContain('<v Bob>Bob: &lt;b&gt;Hi');
  });

  it('offers what was rendered, with its picture', async () => {
    const { world } = tests;
    const id = await world.recorded(1);
    const key = `recordings/${id}/video-720-h264`;
    await world.ports.blobs.put(key, streamOf(Buffer.from('film')), { maxBytes: 10 });
    const name = 'video-720-h264.mp4';
    world.rendering.files = [{ kind: 'video', key, name, contentType: 'video/mp4', sizeBytes: 4 }];
    world.rendering.thumbnail = { key, contentType: 'image/webp' };
    world.rendering.view = { state: 'running', progress: 0.4 };
    const view = await world.view(id);
    expect(view).toMatchObject({ state: 'rendering', render: { progress: 0.4 } });
    expect(view.downloads[0]).toMatchObject({ kind: 'video', fileName: 'Standup 2026-03-01.mp4', sizeBytes: 4 });
    const film = await world.send('GET', view.downloads[0].url);
    expect([film.body, film.headers['content-type']]).toEqual(['film', 'video/mp4']);
    expect(film.headers['content-disposition']).toContain('filename="Standup 2026-03-01.mp4"');
    world.rendering.files.push({
      kind: 'video',
      key,
      name: 'video-1080-h265.mp4',
      contentType: 'video/mp4',
      sizeBytes: 4,
    });
    const names = (await world.view(id)).downloads.map(({ fileName }: { fileName: string }) => fileName);
    expect(names.slice(0, 2)).toEqual([
      'Standup 2026-03-01 (video-720-h264).mp4',
      'Standup 2026-03-01 (video-1080-h265).mp4',
    ]);
    const picture = await world.send('GET', view.thumbnail);
    expect(picture.headers['content-type']).toBe('image/webp');
  });
});

describe('watching a meeting in VP8 (R4)', () => {
  const tests = recordingsInEachTest({ canRender: true });
  const webm = { container: 'webm', videoCodec: 'vp8', codecs: 'vp8,opus', initBytes: 0 } as const;
  const names = (playlist: string) => playlist.match(/^chunk-.*$/gm) ?? [];

  it('goes as far as there are copies, and ends when the last one is there', async () => {
    const { world } = tests;
    world.rendering.view = { state: 'running' };
    const id = await world.begin();
    for (const number of [0, 1, 2]) await world.store(id, number, webm);
    expect((await world.view(id)).playlist).toBeNull();
    const copy = async (sequence: number) => {
      const bytes = Buffer.from(`init|copy ${sequence}`);
      const key = `recordings/${id}/watch-${sequence}`;
      await world.ports.blobs.put(key, streamOf(bytes), { maxBytes: 100 });
      const about = { key, sizeBytes: bytes.length, initBytes: 4, initSha256: 'a', codecs: 'avc1.64001f,opus' };
      expect(await world.chunks().setWatchCopy(id, sequence, about)).toBe(true);
    };
    await copy(1);
    expect((await world.view(id)).playlist).toBeNull();
    await copy(0);
    const { playlist } = await world.view(id);
    const list = async () => (await world.send('GET', playlist)).body;
    expect(names(await list())).toEqual(['chunk-0.mp4', 'chunk-1.mp4']);
    expect((await world.send('GET', playlist.replace('playlist.m3u8', 'chunk-1.mp4'))).body).toBe('init|copy 1');
    await world.service.recordingChanged({ recordingId: id, state: 'ended', atMs: startMs + 30_000 });
    expect(await list()).not.toContain('ENDLIST');
    await copy(2);
    world.rendering.view = { state: 'done' };
    expect(names(await list())).toHaveLength(3);
    expect(await list()).toContain('ENDLIST');
  });

  it('skips what will never get one', async () => {
    const { world } = tests;
    const id = await world.begin();
    await world.store(id, 0);
    await world.store(id, 1, webm);
    await world.store(id, 2);
    await world.service.recordingChanged({ recordingId: id, state: 'ended', atMs: startMs + 30_000 });
    world.rendering.view = { state: 'failed', retryAt: null };
    const { playlist, state } = await world.view(id);
    expect(state).toBe('ready');
    expect((await world.send('GET', playlist)).body).toMatch(
      /#EXT-X-GAP\nchunk-1\.mp4\n.*chunk-2\.mp4\n#EXT-X-ENDLIST/s,
    );
  });

  it('leaves out what is found damaged while it goes on, and a number that never comes, and waits for neither', async () => {
    const { world } = tests;
    world.rendering.view = { state: 'running' };
    const id = await world.begin();
    await world.store(id, 1);
    await world.store(id, 2, webm);
    await world.store(id, 4);
    const { playlist } = await world.view(id);
    const list = async () => (await world.send('GET', playlist)).body;
    expect(names(await list())).toEqual(['chunk-0.mp4']);
    await world.chunks().markDamaged(id, 1);
    expect(await list()).toMatch(
      /\nchunk-0\.mp4\n.*#EXT-X-GAP\nchunk-1\.mp4\n#EXT-X-DISCONTINUITY\n.*chunk-2\.mp4\n$/s,
    );
  });
});
