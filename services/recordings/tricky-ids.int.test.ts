import { isUuid } from '@veche/contracts/ids.ts';
import { describe, expect, it, vi } from 'vitest';
import { RecordingShares } from './store/recording-shares.ts';
import { ann, eve, meeting, type RecordingsForTests } from './suite/recordings-for-tests.ts';
import { recordingsInEachTest } from './suite/recordings-in-each-test.ts';

const tests = recordingsInEachTest();
const codeOf = (answer: { json(): { error?: { code: string } } }) => answer.json().error?.code;

/** Around an id that is there. */
const tricksWith = (id: string): string[] =>
  [
    ['.', '..', '../..', '../../shares', '%2e%2e', '%2e%2e%2f', '..%2f..%2f', '..%5c', '%5c..%5c', '%2f', '%00'],
    [`${id}%00`, `${id}%2f..`, `${id}%5c`, `${id}%20`, `%20${id}`, `${id}%0d%0a`, `${id},${id}`, id.slice(0, -1)],
    // PostgreSQL takes these for the same id.
    [`{${id}}`, `urn:uuid:${id}`, id.replaceAll('-', '')],
    ["'", '%22', "'%20or%20'1'='1", `${id}'--`, "';drop%20table%20recording;--", '*', '_', '%25', '$1', '-1', '0'],
    ['null', 'undefined', '__proto__', 'constructor', '[object%20Object]', '{{7*7}}'],
    // A smile, a zero-width space, a mark that turns the text round, full-width and Cyrillic letters that look alike.
    ['\u{1f600}', `\u200b${id}`, `\u202e${id}`, `\uff11${id.slice(1)}`, `${id.slice(0, -1)}\u0430`],
    ['x'.repeat(100), 'x'.repeat(101), 'x'.repeat(5_000), `${id}${'%00'.repeat(1_000)}`],
  ].flat();

async function everything(world: RecordingsForTests) {
  const rows = [];
  for (const table of ['recording', 'recording_chunk', 'recording_pause', 'recording_share'] as const)
    rows.push(await world.tables().selectFrom(table).selectAll().execute());
  const { forgotten, again } = world.rendering;
  return structuredClone({ rows, blobs: await world.blobKeys(), forgotten, again, controlled: world.controlled });
}

describe('ids with tricks in them (R8)', () => {
  it.each<[method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object]>([
    ['GET', 'recordings/TRICK'],
    ['PATCH', 'recordings/TRICK', { name: 'Mine' }],
    ['DELETE', 'recordings/TRICK'],
    ['DELETE', 'recordings/TRICK?forever=1'],
    ['GET', 'recordings/TRICK/timeline'],
    ['GET', 'recordings/TRICK/playlist.m3u8'],
    ['GET', 'recordings/TRICK/shares'],
    ['POST', 'recordings/TRICK/shares', { kind: 'link' }],
    ['DELETE', 'recordings/TRICK/shares/SHARE'],
    ['DELETE', 'recordings/ID/shares/TRICK'],
    ['POST', 'recordings/TRICK/render', {}],
    ['POST', 'recordings/TRICK/restore'],
    ['POST', 'conferences/TRICK/recording', { action: 'start' }],
  ])('open nothing and change nothing: %s %s', async (method, path, body) => {
    const { world } = tests;
    const id = await world.recorded();
    const share = { as: ann, body: { kind: 'account', email: 'bob@example.org' } };
    const shareId: string = (await world.send('POST', `/api/v1/recordings/${id}/shares`, share)).json().id;
    // It is looked through by itself, and that is written down.
    await world.service.verify(id);
    const before = await everything(world);
    const asked = vi.spyOn(RecordingShares.prototype, 'byId');
    const meant = path.startsWith('conferences') ? meeting : path.startsWith('recordings/ID') ? shareId : id;
    for (const trick of tricksWith(meant)) {
      const url = `/api/v1/${path}`
        .replace('ID', id)
        .replace('SHARE', shareId)
        .replace('TRICK', () => trick);
      const answer = await world.send(method, url, { as: ann, body });
      // Before any route: what is too long is put into words with all that the framework itself refuses.
      if (answer.statusCode === 414 && decodeURI(trick).length > 100) continue;
      expect(answer.statusCode, trick).toBeOneOf([400, 404]);
      expect(codeOf(answer), trick).toMatch(/^(invalid_request|(recording_|share_|conference_)?not_found)$/);
      expect(answer.body, trick).not.toMatch(/Standup|EXTM3U|bob@/);
    }
    // Not every kind of table takes what is no id for one that is not there.
    expect(asked.mock.calls.filter(([, wanted]) => !isUuid(wanted))).toEqual([]);
    asked.mockRestore();
    expect(await everything(world)).toEqual(before);
  });

  it('begin a list anew, or are refused, and never lead into another’s', async () => {
    const { world } = tests;
    const own = await world.recorded();
    world.conferences.set(eve, { id: eve, name: 'Eve’s', ownerId: eve, parentId: undefined, roomName: undefined });
    const others = await world.recorded(1, eve);
    const list = (query: string) => world.send('GET', `/api/v1/recordings?before=${query}`, { as: ann });
    for (const trick of [...tricksWith(own), ...tricksWith(others), others]) {
      const answer = await list(trick);
      if (decodeURIComponent(trick).length > 100) expect(codeOf(answer), trick).toBe('invalid_request');
      else expect(answer.json().recordings, trick).toEqual([expect.objectContaining({ id: own })]);
    }
    for (const query of [`${own}&before=${own}`, `&before=${own}`]) {
      expect(codeOf(await list(query))).toBe('invalid_request');
    }
  });
});
