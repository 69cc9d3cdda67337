import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goodPassword, type IdentityForTests, identityForTests } from './suite/identity-for-tests.ts';

const email = 'ann@x.org';
const floodMs = 3_000;
const logInsPerSecond = 200;

/** Calls `act` 200 times a second for three seconds, and answers how often each answer came. */
async function flood(act: (index: number) => Promise<string>): Promise<Map<string, number>> {
  const answers: Promise<string>[] = [];
  const ticks = 50;
  for (let tick = 0; tick < (floodMs / 1_000) * ticks; tick += 1) {
    for (let each = 0; each < logInsPerSecond / ticks; each += 1) answers.push(act(answers.length));
    await new Promise((resolve) => setTimeout(resolve, 1_000 / ticks));
  }
  const counts = new Map<string, number>();
  for (const answer of await Promise.all(answers)) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return counts;
}

const bodyOf = (index: number) => ({
  email: index % 3 === 2 ? `nobody${index}@x.org` : email,
  password: index % 3 === 0 ? goodPassword : 'wrong password',
});

describe('200 log-ins a second', () => {
  let world: IdentityForTests;
  let cheap: { stop(): Promise<number> };

  /** A route that does nothing, asked again as soon as it has answered: what a meeting's signalling would feel. */
  const askCheapRoute = (ask: () => Promise<number>) => {
    let stopped = false;
    let answered = 0;
    const asking = (async () => {
      while (!stopped) {
        expect(await ask()).toBe(200);
        answered += 1;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      return answered;
    })();
    return {
      stop: () => {
        stopped = true;
        return asking;
      },
    };
  };

  beforeEach(async () => {
    world = await identityForTests();
    world.http.get('/cheap', async () => ({ ok: true }));
    await world.newcomer(email);
  });
  afterEach(async () => {
    expect(world.unexpected).toEqual([]);
    await world.close();
  });

  it('from one address are answered or refused, and the rest of the server answers as before', async () => {
    const origin = await world.http.listen({ host: '127.0.0.1', port: 0 });
    cheap = askCheapRoute(async () => (await fetch(`${origin}/cheap`)).status);
    const counts = await flood(async (index) => {
      const answer = await fetch(`${origin}/api/v1/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(bodyOf(index)),
      });
      await answer.arrayBuffer();
      return String(answer.status);
    });
    expect(await cheap.stop()).toBeGreaterThan(30);
    expect([...counts.keys()].filter((status) => !['201', '401', '429', '503'].includes(status))).toEqual([]);
    expect(counts.get('429')).toBeGreaterThan(500);
  });

  it('from many addresses meet the circuit breaker, which closes again when the flood is over', async () => {
    cheap = askCheapRoute(async () => (await world.send('GET', '/cheap')).statusCode);
    const counts = await flood(async (index) => {
      const address = `198.51.${index >> 8}.${index & 255}`;
      const body = index % 3 === 2 ? bodyOf(index) : { ...bodyOf(index), email: `person${index}@x.org` };
      const answer = await world.send('POST', '/api/v1/sessions', { body, address });
      if (answer.statusCode === 503) expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      return String(answer.statusCode);
    });
    expect(await cheap.stop()).toBeGreaterThan(30);
    expect([...counts.keys()].filter((status) => !['201', '401', '503'].includes(status))).toEqual([]);
    expect(counts.get('503')).toBeGreaterThan(0);

    const signIn = () => world.send('POST', '/api/v1/sessions', { body: { email, password: goodPassword } });
    await expect.poll(async () => (await signIn()).statusCode, { timeout: 15_000, interval: 500 }).toBe(201);
  });
});
