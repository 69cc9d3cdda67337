import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goodPassword, type IdentityForTests, identityForTests } from '../suite/identity-for-tests.ts';

const email = 'ann@x.org';
const browser = { host: 'meet.example.org', origin: 'https://meet.example.org' };
const dayMs = 24 * 3_600_000;

describe('the cookie of a session in use', () => {
  let world: IdentityForTests;
  let token: string;
  beforeEach(async () => {
    world = await identityForTests();
    token = await world.newcomer(email);
  });
  afterEach(async () => {
    expect(world.unexpected).toEqual([]);
    await world.close();
  });
  const byCookie = (method: 'GET' | 'DELETE', path: string) =>
    world.send(method, path, { headers: { ...browser, cookie: `veche=${token}` } });

  it('is given again with its full life, so that a browser used every day is never signed out', async () => {
    let expiresAtMs = world.clock.nowMs() + 30 * dayMs;
    for (let day = 0; day < 40; day += 1) {
      world.clock.advance(dayMs);
      expect(world.clock.nowMs(), `day ${day}`).toBeLessThan(expiresAtMs);
      const answer = await byCookie('GET', '/api/v1/session');
      expect(answer.json().user).toMatchObject({ email });
      const [, given, maxAge] = /^veche=(\S+); .*Max-Age=(\d+)$/.exec(String(answer.headers['set-cookie'])) ?? [];
      if (given === token) expiresAtMs = world.clock.nowMs() + Number(maxAge) * 1_000;
    }
  });

  it('is given again no more often than its use is noted', async () => {
    world.clock.advance(60_000);
    expect((await byCookie('GET', '/api/v1/users/me')).headers['set-cookie']).toBeDefined();
    world.clock.advance(59_999);
    expect((await byCookie('GET', '/api/v1/users/me')).headers['set-cookie']).toBeUndefined();
    world.clock.advance(1);
    expect((await byCookie('GET', '/api/v1/users/me')).headers['set-cookie']).toBeDefined();
  });

  it('is never given to a script that shows the token itself', async () => {
    world.clock.advance(dayMs);
    const answer = await world.send('GET', '/api/v1/users/me', { token });
    expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([200, undefined]);
  });

  it('is only taken away, not given again too, by signing out', async () => {
    world.clock.advance(dayMs);
    const out = await byCookie('DELETE', '/api/v1/sessions/current');
    expect(out.statusCode).toBe(204);
    expect(out.headers['set-cookie']).toMatch(/^veche=; .*Max-Age=0$/);
  });

  it('is not given for a session that has ended', async () => {
    await world.send('DELETE', '/api/v1/sessions', { token });
    world.clock.advance(dayMs);
    expect((await byCookie('GET', '/api/v1/session')).headers['set-cookie']).toBeUndefined();
    expect((await world.send('POST', '/api/v1/sessions', { body: { email, password: goodPassword } })).statusCode).toBe(
      201,
    );
  });
});
