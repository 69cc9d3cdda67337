import type { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ask, askHttp, keptConnection } from './suite/ask-http.ts';
import { expectAsBefore, measureUnderFlood } from './suite/flood.ts';
import { goodPassword, type IdentityForTests, identityForTests } from './suite/identity-for-tests.ts';

const email = 'ann@x.org';

const logIn = (index: number, who: string): Ask => ({
  method: 'POST',
  path: '/api/v1/sessions',
  body: {
    email: index % 3 === 2 ? `nobody${index}@x.org` : who,
    password: index % 3 === 0 ? goodPassword : 'wrong password',
  },
});

describe('200 log-ins a second', () => {
  let world: IdentityForTests;
  let port: number;
  let agent: Agent;

  beforeEach(async () => {
    world = await identityForTests();
    world.http.get('/cheap', async () => ({ ok: true }));
    await world.newcomer(email);
    await world.http.listen({ host: '127.0.0.1', port: 0 });
    ({ port } = world.http.server.address() as AddressInfo);
    agent = keptConnection();
  });
  afterEach(async () => {
    agent.destroy();
    expect(world.unexpected).toEqual([]);
    await world.close();
  });

  /** A route that does nothing feels what a meeting's signalling would feel. */
  const measure = (log: (index: number) => Ask) =>
    measureUnderFlood(() => askHttp(port, { method: 'GET', path: '/cheap' }, agent), {
      port,
      ask: log,
      perSecond: 200,
      rounds: 3,
    });

  it('from one address are answered or refused, and the rest of the server answers as before', async () => {
    const measured = await measure((index) => logIn(index, email));
    expectAsBefore(measured);
    const { statuses } = measured;
    expect([...statuses.keys()].filter((status) => ![201, 401, 429, 503].includes(status))).toEqual([]);
    expect(statuses.get(429)).toBeGreaterThan(500);
  });

  it('from many addresses meet the hasher and the circuit breaker, which closes again; the rest answers as before', async () => {
    const measured = await measure((index) => ({
      ...logIn(index, `person${index}@x.org`),
      localAddress: `127.1.${index >> 7}.${(index & 127) + 1}`,
    }));
    expectAsBefore(measured);
    const { statuses } = measured;
    expect([...statuses.keys()].filter((status) => ![201, 401, 503].includes(status))).toEqual([]);
    expect(statuses.get(401)).toBeGreaterThan(20);
    expect(statuses.get(503)).toBeGreaterThan(50);

    const signIn = () => world.send('POST', '/api/v1/sessions', { body: { email, password: goodPassword } });
    await expect.poll(async () => (await signIn()).statusCode, { timeout: 15_000, interval: 500 }).toBe(201);
  });
});
