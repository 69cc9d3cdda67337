import { limits } from '@veche/contracts/limits.ts';
import { watchPath } from '@veche/contracts/rest/recordings.ts';
import { describe, expect, it } from 'vitest';
import { ann, bob, eve, meeting, type RecordingsForTests, room } from './suite/recordings-for-tests.ts';
import { recordingsInEachTest } from './suite/recordings-in-each-test.ts';

const tests = recordingsInEachTest();
const codeOf = (answer: { statusCode: number; json(): { error?: { code: string } } }) =>
  answer.statusCode < 400 ? answer.statusCode : answer.json().error?.code;

async function linkKey(
  world: RecordingsForTests,
  id: string,
  days?: number,
): Promise<{ key: string; shareId: string }> {
  const body = { kind: 'link', ...(days === undefined ? {} : { days }) };
  const share = (await world.send('POST', `/api/v1/recordings/${id}/shares`, { as: ann, body })).json();
  expect(share.url).toMatch(new RegExp(`^/recordings/${id}#key=[A-Za-z0-9_-]{43}$`));
  return { key: share.url.split('#key=')[1], shareId: share.id };
}

const shareWithBob = async (world: RecordingsForTests, id: string): Promise<string> => {
  const body = { kind: 'account', email: 'bob@example.org' };
  return (await world.send('POST', `/api/v1/recordings/${id}/shares`, { as: ann, body })).json().id;
};

describe('who may do what with a recording (R8)', () => {
  const reading = ['', '/timeline', '/playlist.m3u8'];
  const changing = [
    ['PATCH', '', { name: 'Mine' }],
    ['GET', '/shares', undefined],
    ['POST', '/shares', { kind: 'link' }],
    ['DELETE', '/shares/cccccccc-cccc-4ccc-8ccc-cccccccccccc', undefined],
    ['POST', '/render', {}],
    ['POST', '/restore', undefined],
    ['DELETE', '', undefined],
  ] as const;

  async function all(world: RecordingsForTests, id: string, who: { as?: string; key?: string }) {
    const read = await Promise.all(reading.map((path) => world.send('GET', `/api/v1/recordings/${id}${path}`, who)));
    const change = [];
    for (const [method, path, body] of changing) {
      change.push(await world.send(method, `/api/v1/recordings/${id}${path}`, { ...who, body }));
    }
    return { reads: new Set(read.map(codeOf)), changes: new Set(change.map(codeOf)) };
  }

  it('a stranger learns nothing, not even whether it exists', async () => {
    const { world } = tests;
    const id = await world.recorded();
    for (const wanted of [id, 'cccccccc-cccc-4ccc-8ccc-cccccccccccc', 'nonsense']) {
      expect(await all(world, wanted, {})).toEqual({
        reads: new Set(['recording_sign_in']),
        changes: new Set(['not_signed_in']),
      });
      expect(await all(world, wanted, { key: 'x'.repeat(43) })).toMatchObject({
        reads: new Set(['recording_sign_in']),
      });
      expect(await all(world, wanted, { as: eve })).toEqual({
        reads: new Set(['recording_not_found']),
        changes: new Set(['recording_not_found']),
      });
    }
  });

  it('whoever was recorded in another meeting, or owns one, is a stranger to this one', async () => {
    const { world } = tests;
    const id = await world.recorded();
    world.conferences.set('b', { id: 'b', name: 'B', ownerId: bob, parentId: undefined, roomName: undefined });
    await world.store(await world.begin('b'), 0, { picture: { participantId: bob, source: 'camera' } });
    expect(codeOf(await world.send('GET', `/api/v1/recordings/${id}`, { as: bob }))).toBe('recording_not_found');
  });

  it('those with whom it is shared, by account or by link, watch and do nothing else', async () => {
    const { world } = tests;
    const id = await world.recorded();
    await shareWithBob(world, id);
    expect(await all(world, id, { as: bob })).toEqual({
      reads: new Set([200]),
      changes: new Set(['not_the_owner']),
    });
    const { key } = await linkKey(world, id);
    expect(await all(world, id, { key })).toEqual({ reads: new Set([200]), changes: new Set(['not_signed_in']) });
    expect(await all(world, id, { key, as: eve })).toEqual({
      reads: new Set([200]),
      changes: new Set(['recording_not_found']),
    });
    expect(await world.view(id, { as: bob })).toMatchObject({ own: false, ownerName: 'Ann', shared: true });
    const other = await world.recorded();
    expect(codeOf(await world.send('GET', `/api/v1/recordings/${other}`, { key }))).toBe('recording_sign_in');
  });

  it('whoever watches by a share is not told the id of the meeting or its room, which is the link to it', async () => {
    const { world } = tests;
    const id = await world.recorded();
    await shareWithBob(world, id);
    const { key } = await linkKey(world, id);
    const inRoom = await world.recorded(1, room);
    await shareWithBob(world, inRoom);
    for (const who of [{ as: bob }, { key }, { key, as: eve }]) {
      const answer = await world.send('GET', `/api/v1/recordings/${id}`, who);
      expect(answer.json().conferenceId).toBeNull();
      expect(answer.body).not.toMatch(new RegExp(`${meeting}|${room}`));
    }
    expect((await world.view(id, { as: bob })).rooms).toHaveLength(1);
    const all = await world.send('GET', '/api/v1/recordings', { as: bob });
    expect(all.json().recordings).toHaveLength(2);
    expect(all.body).not.toMatch(new RegExp(`${meeting}|${room}`));
    expect((await world.view(id)).conferenceId).toBe(meeting);
  });

  it('the owner does all', async () => {
    const { world } = tests;
    const id = await world.recorded();
    const { reads, changes } = await all(world, id, { as: ann });
    expect(reads).toEqual(new Set([200]));
    expect(changes).toEqual(new Set([200, 201, 204, 'share_not_found', 'rendering_unavailable']));
  });

  it('a link holds as many days as it was given, and its key stands nowhere', async () => {
    const { world } = tests;
    const id = await world.recorded();
    const { key } = await linkKey(world, id, 2);
    const rows = await world.tables().selectFrom('recording_share').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(key);
    world.clock.advance(2 * 24 * 3_600_000 - 1);
    expect(codeOf(await world.send('GET', `/api/v1/recordings/${id}`, { key }))).toBe(200);
    world.clock.advance(1);
    expect(codeOf(await world.send('GET', `/api/v1/recordings/${id}`, { key }))).toBe('recording_sign_in');
    expect((await world.send('GET', `/api/v1/recordings/${id}/shares`, { as: ann })).json()).toEqual({ shares: [] });
  });

  it('shares are listed without keys, once for an account, and there are no more than can be looked through', async () => {
    const { world } = tests;
    const id = await world.recorded();
    const first = await shareWithBob(world, id);
    expect(await shareWithBob(world, id)).toBe(first);
    world.clock.advance(1);
    const { shareId } = await linkKey(world, id, 1);
    const { shares } = (await world.send('GET', `/api/v1/recordings/${id}/shares`, { as: ann })).json();
    expect(shares).toEqual([
      expect.objectContaining({ id: first, kind: 'account', email: 'bob@example.org', expiresAt: null }),
      expect.objectContaining({ id: shareId, kind: 'link', email: null }),
    ]);
    expect(shares[1]).not.toHaveProperty('url');
    const share = (body: object) => world.send('POST', `/api/v1/recordings/${id}/shares`, { as: ann, body });
    for (let count = 2; count < limits.sharesPerRecording; count += 1) await share({ kind: 'link' });
    expect(codeOf(await share({ kind: 'link' }))).toBe('shares_full');
    expect(codeOf(await share({ kind: 'account', email: 'nobody@example.org' }))).toBe('account_not_found');
    expect(codeOf(await share({ kind: 'link', days: 0 }))).toBe('invalid_request');
  });

  it('only the meeting’s owner records it by a script', async () => {
    const { world } = tests;
    const send = (as: string | undefined, id = meeting, action = 'start') =>
      world.send('POST', `/api/v1/conferences/${id}/recording`, { as, body: { action } });
    expect(codeOf(await send(undefined))).toBe('not_signed_in');
    expect(codeOf(await send(bob))).toBe('not_the_owner');
    expect((await send(ann, '../recordings')).statusCode).toBe(404);
    expect(codeOf(await send(ann, 'cccccccc-cccc-4ccc-8ccc-cccccccccccc'))).toBe('conference_not_found');
    expect(codeOf(await send(ann, meeting, 'erase'))).toBe('invalid_request');
    expect(world.controlled).toEqual([]);
    expect(codeOf(await send(ann))).toBe(200);
    expect(world.controlled).toEqual([[meeting, 'start']]);
  });
});

describe('the addresses of media (R8)', () => {
  const mediaOf = async (world: RecordingsForTests, id: string, who = { as: ann } as object) => {
    const { playlist } = await world.view(id, who);
    return { playlist, chunk: playlist.replace('playlist.m3u8', 'chunk-0.mp4') };
  };

  it('open it to whoever has them, for ten minutes and no longer', async () => {
    const { world } = tests;
    const { playlist, chunk } = await mediaOf(world, await world.recorded());
    const both = async () => [codeOf(await world.send('GET', playlist)), codeOf(await world.send('GET', chunk))];
    expect(await both()).toEqual([200, 200]);
    world.clock.advance(limits.recordingLinkTtlMs - 60_000);
    expect(await both()).toEqual([200, 200]);
    world.clock.advance(60_000);
    expect(await both()).toEqual(['recording_link_expired', 'recording_link_expired']);
  });

  it('hold over a restart', async () => {
    const { world } = tests;
    const { chunk } = await mediaOf(world, await world.recorded());
    await world.restart();
    expect(codeOf(await world.send('GET', chunk))).toBe(200);
  });

  it.each(['account', 'link'] as const)(
    'stop within a minute for who watches by %s when it is withdrawn',
    async (by) => {
      const { world } = tests;
      const id = await world.recorded();
      const { key, shareId } =
        by === 'link' ? await linkKey(world, id) : { key: undefined, shareId: await shareWithBob(world, id) };
      const { playlist, chunk } = await mediaOf(world, id, by === 'link' ? { key } : { as: bob });
      expect(codeOf(await world.send('GET', chunk))).toBe(200);
      // As another process of the program would do it, so that nothing here is told.
      await world.tables().deleteFrom('recording_share').where('id', '=', shareId).execute();
      world.clock.advance(limits.recordingGrantCheckMs);
      expect(codeOf(await world.send('GET', chunk))).toBe('recording_not_found');
      expect(codeOf(await world.send('GET', playlist))).toBe('recording_not_found');
      expect(limits.recordingGrantCheckMs).toBeLessThan(60_000);
    },
  );

  it('stop at once where it is withdrawn or deleted here', async () => {
    const { world } = tests;
    const id = await world.recorded();
    const shareId = await shareWithBob(world, id);
    const { chunk } = await mediaOf(world, id, { as: bob });
    expect(codeOf(await world.send('GET', chunk))).toBe(200);
    await world.send('DELETE', `/api/v1/recordings/${id}/shares/${shareId}`, { as: ann });
    expect(codeOf(await world.send('GET', chunk))).toBe('recording_not_found');
    await shareWithBob(world, id);
    const again = (await mediaOf(world, id, { as: bob })).chunk;
    expect(codeOf(await world.send('GET', again))).toBe(200);
    await world.send('DELETE', `/api/v1/recordings/${id}`, { as: ann });
    expect(codeOf(await world.send('GET', again))).toBe('recording_not_found');
    const read = () => world.send('GET', `/api/v1/recordings/${id}`, { as: bob });
    expect(codeOf(await read())).toBe('recording_not_found');
    expect(codeOf(await world.send('GET', `/api/v1/recordings/${id}`, { as: ann }))).toBe(200);
    await world.send('POST', `/api/v1/recordings/${id}/restore`, { as: ann });
    expect(codeOf(await read())).toBe(200);
  });

  it('open nothing when a letter of them is changed, nor another recording', async () => {
    const { world } = tests;
    const { chunk } = await mediaOf(world, await world.recorded());
    const token = chunk.slice(watchPath.length).split('/')[0] ?? '';
    for (let at = 0; at < token.length; at += 7) {
      const letter = token[at] === 'A' ? 'B' : 'A';
      const forged = `${watchPath}${token.slice(0, at)}${letter}${token.slice(at + 1)}/chunk-0.mp4`;
      expect(codeOf(await world.send('GET', forged)), forged).toBe('recording_not_found');
    }
  });

  it('lead nowhere else, whatever stands in them', async () => {
    const { world } = tests;
    const { chunk } = await mediaOf(world, await world.recorded());
    const base = chunk.replace('chunk-0.mp4', '');
    const tricks = [
      ...['../../../etc/passwd', '..%2f..%2fchunk-0.mp4', '%2e%2e/chunk-0.mp4', 'chunk-0.mp4/', 'chunk-0.mp4%00'],
      ...['chunk--1.mp4', 'chunk-1e0.mp4', 'chunk-0x0.mp4', 'chunk-99999999999999999999.mp4', 'chunk-7.mp4'],
      ...['file-', 'file-../chunks', 'file-%2e%2e%2f', '', 'thumbnail', '//chunk-0.mp4', 'x'.repeat(5_000)],
    ];
    for (const trick of tricks) {
      const answer = await world.send('GET', base + trick);
      expect(answer.statusCode, trick).toBe(404);
    }
    for (const path of ['', 'x', '.', '..', 'a.b/chunk-0.mp4', '%', '/chunk-0.mp4']) {
      expect((await world.send('GET', watchPath + path)).statusCode, path).toBeGreaterThanOrEqual(400);
    }
  });
});
