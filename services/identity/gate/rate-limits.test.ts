import { limits } from '@veche/contracts/limits.ts';
import type { Limits } from '@veche/ports/limits/limits.ts';
import { describe, expect, it } from 'vitest';
import { goodPassword, type IdentityForTests, identityForTests } from '../suite/identity-for-tests.ts';
import { giveBack, takeOrRefuse } from './rate-limits.ts';

const email = 'ann@x.org';

/** Grants everything and remembers under which keys. */
function rememberKeys() {
  const keys = new Set<string>();
  const buckets: Limits = {
    take: async (key) => {
      keys.add(key);
      return { ok: true, retryAfterMs: 0 };
    },
    giveBack: async (key) => void keys.add(key),
  };
  return { keys, buckets };
}

describe('what tries are counted under', () => {
  it('is short, however long the e-mail that somebody typed, and does not hold it', async () => {
    const { keys, buckets } = rememberKeys();
    const typed = `ann${'x'.repeat(990)}@x.org`;
    await takeOrRefuse(buckets, 'logInsPerAccount', typed);
    await takeOrRefuse(buckets, 'logInsPerAddress', 'f'.repeat(5_000));
    for (const key of keys) expect(key.length).toBeLessThanOrEqual(100);
    expect([...keys].join()).not.toContain('annx');
  });

  it('is the same for a take and for giving it back, and another for every subject', async () => {
    const { keys, buckets } = rememberKeys();
    await takeOrRefuse(buckets, 'logInsPerAccount', email);
    await giveBack(buckets, 'logInsPerAccount', email);
    expect(keys.size).toBe(1);
    await takeOrRefuse(buckets, 'logInsPerAccount', 'bob@x.org');
    await takeOrRefuse(buckets, 'changesPerAccount', email);
    expect(keys.size).toBe(3);
  });
});

describe('changes by one account', () => {
  const withWorld = async (act: (world: IdentityForTests, token: string) => Promise<void>) => {
    const world = await identityForTests();
    try {
      await act(world, await world.newcomer(email, goodPassword));
      expect(world.unexpected).toEqual([]);
    } finally {
      await world.close();
    }
  };
  const rename = (world: IdentityForTests, token: string, index: number) =>
    world.send('PATCH', '/api/v1/users/me', {
      token,
      body: { name: `Ann ${index}` },
      address: `192.0.2.${index % 250}`,
    });

  it('are bounded, from however many addresses and sessions; reading goes on, and so do others', () =>
    withWorld(async (world, token) => {
      const otherSession = await world.newcomer(email, goodPassword);
      const statuses = [];
      for (let index = 0; index <= limits.changesPerAccountPerMinute; index += 1) {
        const answer = await rename(world, index % 2 === 0 ? token : otherSession, index);
        statuses.push(answer.statusCode);
        if (answer.statusCode === 429) {
          expect(answer.json().error.code).toBe('too_many_requests');
          expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
        }
      }
      expect(statuses).toEqual([...Array(limits.changesPerAccountPerMinute).fill(200), 429]);
      expect((await world.send('GET', '/api/v1/users/me', { token })).statusCode).toBe(200);
      // Whoever used them up can be thrown out all the same.
      expect((await world.send('DELETE', '/api/v1/sessions', { token: otherSession })).statusCode).toBe(204);
      expect((await world.send('GET', '/api/v1/users/me', { token })).statusCode).toBe(401);
      const bob = await world.newcomer('bob@x.org');
      expect((await rename(world, bob, 1)).statusCode).toBe(200);
    }));

  it('are granted again after the time that the refusal told', () =>
    withWorld(async (world, token) => {
      for (let index = 0; index < limits.changesPerAccountPerMinute; index += 1) await rename(world, token, index);
      const refused = await rename(world, token, 0);
      expect(refused.statusCode).toBe(429);
      world.clock.advance(Number(refused.headers['retry-after']) * 1_000);
      expect((await rename(world, token, 0)).statusCode).toBe(200);
    }));
});
