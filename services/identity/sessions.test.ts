import { mkdtempSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@veche/contracts/limits.ts';
import type { Session } from '@veche/contracts/rest/identity.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goodPassword, type IdentityForTests, identityForTests } from './suite/identity-for-tests.ts';

const email = 'ann@x.org';
const signInBody = { email, password: goodPassword };
const browser = { host: 'meet.example.org', origin: 'https://meet.example.org' };

describe('sessions', () => {
  let world: IdentityForTests;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'veche-identity-'));
    world = await identityForTests(folder);
  });
  afterEach(async () => {
    expect(world.unexpected).toEqual([]);
    await world.close();
  });
  const statusOfMe = async (token: string) => (await world.send('GET', '/api/v1/users/me', { token })).statusCode;
  const sessionsOf = async (token: string) =>
    (await world.send('GET', '/api/v1/sessions', { token })).json<{ sessions: Session[] }>().sessions;

  it('a token is 128 characters, and nothing on disk holds it', async () => {
    const token = await world.newcomer(email);
    expect(token).toMatch(/^[A-Za-z0-9_-]{128}$/);
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const texts = await Promise.all(files.map((file) => readFile(file, 'latin1')));
    expect(texts.join('').includes(token)).toBe(false);
    expect(texts.join('').includes(goodPassword)).toBe(false);
    expect(texts.join('')).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
  });

  it('an unknown e-mail and a wrong password get the same answer', async () => {
    await world.newcomer(email);
    const wrong = await world.send('POST', '/api/v1/sessions', { body: { email, password: 'wrong' } });
    const unknown = await world.send('POST', '/api/v1/sessions', { body: { email: 'eve@x.org', password: 'wrong' } });
    expect([wrong.statusCode, wrong.body]).toEqual([unknown.statusCode, unknown.body]);
    expect(wrong.json().error.code).toBe('wrong_credentials');
  });

  it('the e-mail opens in any case', async () => {
    await world.newcomer(email);
    const answer = await world.send('POST', '/api/v1/sessions', { body: { ...signInBody, email: ' ANN@X.org' } });
    expect(answer.statusCode).toBe(201);
  });

  it('a session survives a restart', async () => {
    const token = await world.newcomer(email);
    world = await world.restart();
    expect(await statusOfMe(token)).toBe(200);
  });

  it('a session lives 30 days after its last use', async () => {
    const token = await world.newcomer(email);
    world.clock.advance(limits.authTokenTtlMs - 1);
    expect(await statusOfMe(token)).toBe(200);
    world.clock.advance(limits.authTokenTtlMs - 1);
    expect(await statusOfMe(token)).toBe(200);
    world.clock.advance(limits.authTokenTtlMs);
    expect(await statusOfMe(token)).toBe(401);
  });

  it('sign out ends this session alone, and tells who holds its sockets', async () => {
    const [token, other] = [await world.newcomer(email), await world.newcomer(email)];
    expect((await world.send('DELETE', '/api/v1/sessions/current', { token })).statusCode).toBe(204);
    expect([await statusOfMe(token), await statusOfMe(other)]).toEqual([401, 200]);
    expect(world.endedSessions).toHaveLength(1);
  });

  it('sign out everywhere ends all of them', async () => {
    const [token, other] = [await world.newcomer(email), await world.newcomer(email)];
    expect((await world.send('DELETE', '/api/v1/sessions', { token })).statusCode).toBe(204);
    expect([await statusOfMe(token), await statusOfMe(other)]).toEqual([401, 401]);
    expect(world.endedSessions).toHaveLength(2);
  });

  it('lists where one is signed in, and ends one of them', async () => {
    const other = await world.newcomer(email);
    world.clock.advance(1_000);
    const headers = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0' };
    const answer = await world.send('POST', '/api/v1/sessions', { body: signInBody, headers, address: '192.0.2.7' });
    const { token } = answer.json<{ token: string }>();
    const sessions = await sessionsOf(token);
    expect(sessions).toMatchObject([
      { device: 'Firefox, Linux', address: '192.0.2.7', current: true },
      { current: false },
    ]);
    const end = (id: string) => world.send('DELETE', `/api/v1/sessions/${id}`, { token });
    expect((await end(sessions[1]?.id ?? '')).statusCode).toBe(204);
    expect((await end(sessions[1]?.id ?? '')).statusCode).toBe(404);
    expect(await statusOfMe(other)).toBe(401);
    expect(world.endedSessions).toEqual([sessions[1]?.id]);
  });

  it('nobody ends or sees a session of somebody else', async () => {
    const [mine, theirs] = [await world.newcomer(email), await world.newcomer('bob@x.org')];
    const [session] = await sessionsOf(theirs);
    expect((await world.send('DELETE', `/api/v1/sessions/${session?.id}`, { token: mine })).statusCode).toBe(404);
    expect(await statusOfMe(theirs)).toBe(200);
    expect(await sessionsOf(mine)).toHaveLength(1);
  });

  it('keeps the last 50 sessions of a person and ends older ones', async () => {
    const first = await world.newcomer(email);
    for (let index = 0; index < limits.sessionsPerUser; index += 1) {
      world.clock.advance(60_000);
      await world.send('POST', '/api/v1/sessions', { body: signInBody });
    }
    expect(await statusOfMe(first)).toBe(401);
    expect(world.endedSessions).toHaveLength(1);
  });

  it.each(['', 'x', 'x'.repeat(128), `${'x'.repeat(5_000)}`])(
    'a token that was never given opens nothing',
    async (token) => {
      expect(await statusOfMe(token)).toBe(401);
    },
  );

  describe('in a browser', () => {
    const signInFrom = (headers: Record<string, string>, address?: string) =>
      world.send('POST', '/api/v1/sessions', {
        body: signInBody,
        headers,
        ...(address === undefined ? {} : { address }),
      });
    const cookieOf = (answer: Awaited<ReturnType<typeof signInFrom>>) => String(answer.headers['set-cookie']);

    it('a localhost gets the __Host- cookie: HttpOnly, Secure, SameSite, for the whole host', async () => {
      await world.newcomer(email);
      for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080']) {
        const cookie = cookieOf(await signInFrom({ host }));
        expect(cookie).toMatch(
          /^__Host-veche=[A-Za-z0-9_-]{128}; Secure; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
        );
      }
    });

    it('plain HTTP in a local network gets a cookie that browsers keep there', async () => {
      await world.newcomer(email);
      const cookie = cookieOf(await signInFrom({ host: '192.168.1.5:8080' }));
      expect(cookie).toMatch(/^veche=[A-Za-z0-9_-]{128}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/);
    });

    it('a name that only begins like a localhost is none', async () => {
      await world.newcomer(email);
      for (const host of ['localhost.example.org', '127.0.0.1.example.org', 'notlocalhost']) {
        expect(cookieOf(await signInFrom({ host }))).toMatch(/^veche=/);
      }
    });

    it('the cookie opens, and signing out takes it away', async () => {
      await world.newcomer(email);
      const cookie = cookieOf(await signInFrom(browser)).split(';')[0] ?? '';
      expect((await world.send('GET', '/api/v1/users/me', { headers: { ...browser, cookie } })).statusCode).toBe(200);
      const out = await world.send('DELETE', '/api/v1/sessions/current', { headers: { ...browser, cookie } });
      expect(out.statusCode).toBe(204);
      expect(out.headers['set-cookie']).toMatch(/^veche=; .*Max-Age=0$/);
      expect((await world.send('GET', '/api/v1/users/me', { headers: { ...browser, cookie } })).statusCode).toBe(401);
    });

    it.each([
      ['a foreign origin', { origin: 'https://evil.example' }],
      ['an opaque origin', { origin: 'null' }],
      ['a sibling host', { origin: 'https://evil.meet.example.org' }],
      ['another port', { origin: 'https://meet.example.org:8443' }],
      ['no origin at all', {}],
      ['a foreign site by fetch metadata', { origin: 'https://meet.example.org', 'sec-fetch-site': 'cross-site' }],
      ['a sibling by fetch metadata', { 'sec-fetch-site': 'same-site' }],
    ])('a change by cookie from %s is refused', async (_case, headers) => {
      const token = await world.newcomer(email);
      const forged = await world.send('PATCH', '/api/v1/users/me', {
        headers: { host: browser.host, cookie: `veche=${token}`, ...headers },
        body: { name: 'Eve' },
      });
      expect([forged.statusCode, forged.json().error.code]).toEqual([403, 'origin_not_allowed']);
      expect((await world.send('GET', '/api/v1/users/me', { token })).json().name).toBe('Ann');
    });

    it('a change by cookie from our own page goes through, by either header', async () => {
      const token = await world.newcomer(email);
      const own = [{ origin: 'https://meet.example.org' }, { 'sec-fetch-site': 'same-origin' }];
      for (const headers of own) {
        const answer = await world.send('PATCH', '/api/v1/users/me', {
          headers: { host: browser.host, cookie: `veche=${token}`, ...headers },
          body: { name: 'Anna' },
        });
        expect(answer.statusCode).toBe(200);
      }
    });

    it('a foreign page can not sign a visitor in to an account of its own', async () => {
      await world.newcomer(email);
      const answer = await signInFrom({ host: browser.host, origin: 'https://evil.example' });
      expect(answer.json().error.code).toBe('origin_not_allowed');
    });
  });

  describe('tries are bounded', () => {
    it('by address: 30 a minute, then 429 with the time to wait', async () => {
      const statuses = [];
      for (let index = 0; index < 31; index += 1) {
        const body = { email: `nobody${index}@x.org`, password: 'wrong' };
        const answer = await world.send('POST', '/api/v1/sessions', { body });
        statuses.push(answer.statusCode);
        if (answer.statusCode === 429) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      }
      expect(statuses).toEqual([...Array(30).fill(401), 429]);
      const elsewhere = { body: { email: 'n@x.org', password: 'wrong' }, address: '192.0.2.9' };
      expect((await world.send('POST', '/api/v1/sessions', elsewhere)).statusCode).toBe(401);
      world.clock.advance(2_000);
      expect(
        (await world.send('POST', '/api/v1/sessions', { body: { email: 'n@x.org', password: 'wrong' } })).statusCode,
      ).toBe(401);
    });

    it('by account: ten wrong ones a minute, from however many addresses', async () => {
      await world.newcomer(email);
      const statuses = [];
      for (let index = 0; index < 11; index += 1) {
        const body = { email: index % 2 === 0 ? email : email.toUpperCase(), password: 'wrong' };
        statuses.push((await world.send('POST', '/api/v1/sessions', { body, address: `192.0.2.${index}` })).statusCode);
      }
      expect(statuses).toEqual([...Array(10).fill(401), 429]);
    });

    it('by account: right ones do not count', async () => {
      await world.newcomer(email);
      for (let index = 0; index < 20; index += 1) {
        const answer = await world.send('POST', '/api/v1/sessions', { body: signInBody, address: `192.0.2.${index}` });
        expect(answer.statusCode).toBe(201);
      }
    });
  });
});
