import { limits } from '@veche/contracts/limits.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { closeHttp, type HttpForTests, startHttp } from './suite/http-for-tests.ts';

afterEach(closeHttp);

const { requestsPerAddressPerMinute, changesPerAddressPerMinute } = limits;
const neighbours = '203.0.113.7';

const look = async ({ http }: HttpForTests, url = '/api/v1/things/1', remoteAddress = neighbours) =>
  http.inject({ url, remoteAddress, headers: { 'accept-language': 'ru' } });
const change = async ({ http }: HttpForTests, remoteAddress = neighbours) =>
  http.inject({ method: 'POST', url: '/api/v1/things', remoteAddress, payload: { name: 'x' } });
const statusesOf = async (count: number, ask: () => Promise<{ statusCode: number }>) => {
  const statuses = new Map<number, number>();
  for (let index = 0; index < count; index += 1) {
    const { statusCode } = await ask();
    statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
  }
  return [...statuses];
};

describe('requests from one address', () => {
  it('are answered as many as an office needs, then refused with words and the time to wait', async () => {
    const world = await startHttp();
    expect(await statusesOf(requestsPerAddressPerMinute, () => look(world))).toEqual([
      [200, requestsPerAddressPerMinute],
    ]);
    const refused = await look(world);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('1');
    expect(refused.headers['x-content-type-options']).toBe('nosniff');
    expect(refused.json().error).toMatchObject({ code: 'too_many_requests', retryable: true, retryAfterSeconds: 1 });
    expect(refused.json().error.message).toContain('Подождите');
    expect((await look(world, undefined, '203.0.113.8')).statusCode).toBe(200);
    world.clock.advance(1_000);
    expect((await look(world)).statusCode).toBe(200);
  });

  it('that change something are fewer, and looking goes on when they are used up', async () => {
    const world = await startHttp();
    expect(await statusesOf(changesPerAddressPerMinute + 1, () => change(world))).toEqual([
      [200, changesPerAddressPerMinute],
      [429, 1],
    ]);
    expect((await look(world)).statusCode).toBe(200);
    expect((await change(world, '203.0.113.8')).statusCode).toBe(200);
  });

  it.each(['/%61pi/v1/things/1', 'http://localhost/api/v1/things/1', '/api/v1/nothing'])(
    'count however the address of the API is written, as in %s',
    async (url) => {
      const world = await startHttp();
      await statusesOf(requestsPerAddressPerMinute, () => look(world, url));
      expect((await look(world, url)).statusCode).toBe(429);
    },
  );

  it('of one IPv6 network are counted together', async () => {
    const world = await startHttp();
    let host = 0;
    const next = () => look(world, undefined, `2001:db8:1:2::${(host++).toString(16)}`);
    expect(await statusesOf(requestsPerAddressPerMinute + 1, next)).toEqual([
      [200, requestsPerAddressPerMinute],
      [429, 1],
    ]);
  });

  it('for pages and for the health check are not bounded', async () => {
    const facts = {
      draining: false,
      webAppBuilt: true,
      sqlAnswers: true,
      media: { workers: 1, workersUp: 1, conferences: 0, participants: 0 },
    };
    const world = await startHttp({ facts });
    await statusesOf(requestsPerAddressPerMinute + 1, () => look(world));
    expect((await look(world, '/page')).statusCode).toBe(200);
    expect((await look(world, '/healthz')).statusCode).toBe(200);
  });
});
