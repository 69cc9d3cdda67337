import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goodPassword, type IdentityForTests, identityForTests } from './suite/identity-for-tests.ts';

const ann = { name: ' Ann ', email: 'Ann@Example.org', password: goodPassword };

describe('accounts', () => {
  let world: IdentityForTests;
  beforeEach(async () => {
    world = await identityForTests();
  });
  afterEach(async () => {
    expect(world.unexpected).toEqual([]);
    await world.close();
  });

  it('register: 201 with the account, never with its password', async () => {
    const answer = await world.send('POST', '/api/v1/users', { body: ann });
    expect(answer.statusCode).toBe(201);
    const user = answer.json();
    expect(user).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Ann',
      email: 'ann@example.org',
      createdAt: new Date(world.clock.nowMs()).toISOString(),
    });
  });

  it('session: says who asks, and nobody for a stranger, without an error', async () => {
    expect((await world.send('GET', '/api/v1/session')).json()).toEqual({ user: null });
    await world.send('POST', '/api/v1/users', { body: ann });
    const signedIn = await world.send('POST', '/api/v1/sessions', { body: ann });
    const { token } = signedIn.json() as { token: string };
    const known = await world.send('GET', '/api/v1/session', { token });
    expect(known.json()).toMatchObject({ user: { name: 'Ann', email: 'ann@example.org' } });
    expect((await world.send('GET', '/api/v1/session', { token: 'x'.repeat(128) })).json()).toEqual({ user: null });
  });

  it('register: one e-mail gives one account, whatever its case, even when ten ask at once', async () => {
    const emails = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? 'bob@x.org' : 'BOB@X.ORG'));
    const answers = await Promise.all(
      emails.map((email) => world.send('POST', '/api/v1/users', { body: { ...ann, email } })),
    );
    const statuses = answers.map(({ statusCode }) => statusCode).sort();
    expect(statuses).toEqual([201, ...Array(9).fill(409)]);
    const [refused] = answers.filter(({ statusCode }) => statusCode === 409);
    expect(refused?.json().error).toMatchObject({ code: 'email_taken', field: 'email' });
  });

  it.each([
    [{ ...ann, name: '' }, 'name_missing', 'name'],
    [{ ...ann, email: 'ann' }, 'email_invalid', 'email'],
    [{ ...ann, password: 'short' }, 'password_too_short', 'password'],
    [{ ...ann, password: 'password' }, 'password_too_common', 'password'],
    [{ ...ann, name: 7 }, 'invalid_request', 'name'],
    [{ ...ann, email: null }, 'invalid_request', 'email'],
    [{ ...ann, password: ['x'] }, 'invalid_request', 'password'],
    [{ ...ann, password: 'x'.repeat(1_001) }, 'invalid_request', 'password'],
    [{ name: 'Ann', email: 'ann@x.org' }, 'invalid_request', 'password'],
    [[], 'invalid_request', undefined],
  ])('register: %j is refused with a word for it', async (body, code, field) => {
    const answer = await world.send('POST', '/api/v1/users', { body });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().error.code).toBe(code);
    expect(answer.json().error.field).toBe(field);
  });

  it('the own account needs a session to be read', async () => {
    expect((await world.send('GET', '/api/v1/users/me')).statusCode).toBe(401);
    const token = await world.newcomer('ann@x.org');
    const answer = await world.send('GET', '/api/v1/users/me', { token });
    expect(answer.json()).toMatchObject({ email: 'ann@x.org' });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('the name changes alone, the e-mail only with the current password', async () => {
    const token = await world.newcomer('ann@x.org');
    const change = (body: object) => world.send('PATCH', '/api/v1/users/me', { token, body });
    expect((await change({ name: 'Anna' })).json().name).toBe('Anna');
    expect((await change({ email: 'new@x.org' })).json().error.code).toBe('wrong_password');
    expect((await change({ email: 'new@x.org', currentPassword: 'wrong' })).statusCode).toBe(403);
    expect((await change({ email: 'New@x.org', currentPassword: goodPassword })).json()).toMatchObject({
      name: 'Anna',
      email: 'new@x.org',
    });
    expect((await change({ email: 'new@x.org' })).statusCode).toBe(200);
  });

  it('an e-mail that somebody else has can not be taken over', async () => {
    await world.newcomer('bob@x.org');
    const token = await world.newcomer('ann@x.org');
    const body = { email: 'BOB@x.org', currentPassword: goodPassword };
    expect((await world.send('PATCH', '/api/v1/users/me', { token, body })).json().error.code).toBe('email_taken');
  });

  it('a changed password ends all other sessions, keeps this one, and is the one that opens', async () => {
    const token = await world.newcomer('ann@x.org');
    const other = await world.newcomer('ann@x.org');
    const newPassword = 'canoe under maple';
    const body = { currentPassword: goodPassword, newPassword };
    const change = (sent: object) => world.send('PUT', '/api/v1/users/me/password', { token, body: sent });
    expect((await change({ ...body, currentPassword: 'wrong' })).json().error.code).toBe('wrong_password');
    expect((await change({ ...body, newPassword: 'password' })).json().error).toMatchObject({ field: 'newPassword' });
    expect(world.endedSessions).toEqual([]);
    expect((await change(body)).statusCode).toBe(204);
    expect(world.endedSessions).toHaveLength(1);
    expect((await world.send('GET', '/api/v1/users/me', { token })).statusCode).toBe(200);
    expect((await world.send('GET', '/api/v1/users/me', { token: other })).statusCode).toBe(401);
    const signIn = (password: string) =>
      world.send('POST', '/api/v1/sessions', { body: { email: 'ann@x.org', password } });
    expect((await signIn(goodPassword)).statusCode).toBe(401);
    expect((await signIn(newPassword)).statusCode).toBe(201);
  });

  it('no log-in with the old password that was under way outlives the change', async () => {
    const token = await world.newcomer('ann@x.org');
    const signIn = () =>
      world.send('POST', '/api/v1/sessions', { body: { email: 'ann@x.org', password: goodPassword } });
    const early = [signIn(), signIn(), signIn()];
    const change = world.send('PUT', '/api/v1/users/me/password', {
      token,
      body: { currentPassword: goodPassword, newPassword: 'canoe under maple' },
    });
    const late = [];
    for (let index = 0; index < 5; index += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      late.push(signIn());
    }
    expect((await change).statusCode).toBe(204);
    await Promise.all([...early, ...late]);
    const { sessions } = (await world.send('GET', '/api/v1/sessions', { token })).json();
    expect(sessions).toMatchObject([{ current: true }]);
  });

  it('deleting the account needs the password, tells whoever holds what belongs to it, and frees the e-mail', async () => {
    const token = await world.newcomer('ann@x.org');
    const { id } = (await world.send('GET', '/api/v1/users/me', { token })).json();
    const remove = (currentPassword: string) =>
      world.send('DELETE', '/api/v1/users/me', { token, body: { currentPassword } });
    expect((await remove('wrong')).statusCode).toBe(403);
    expect(world.deletedAccounts).toEqual([]);
    expect((await remove(goodPassword)).statusCode).toBe(204);
    expect(world.deletedAccounts).toEqual([id]);
    expect(world.endedSessions).toHaveLength(1);
    expect((await world.send('GET', '/api/v1/users/me', { token })).statusCode).toBe(401);
    expect((await world.send('POST', '/api/v1/users', { body: { ...ann, email: 'ann@x.org' } })).statusCode).toBe(201);
  });

  it('guessing the current password is bounded like guessing at log-in', async () => {
    const token = await world.newcomer('ann@x.org');
    const statuses = [];
    for (let index = 0; index < 12; index += 1) {
      const body = { currentPassword: `guess ${index}` };
      statuses.push((await world.send('DELETE', '/api/v1/users/me', { token, body })).statusCode);
    }
    expect(statuses).toEqual([...Array(10).fill(403), 429, 429]);
  });
});
