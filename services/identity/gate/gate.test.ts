import { VecheError } from '@veche/contracts/errors.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { AuthGate } from './auth-gate.ts';
import { PasswordHasher } from './password-hasher.ts';

const codeOf = (error: unknown): unknown => (error instanceof VecheError ? error.code : error);

describe('PasswordHasher', () => {
  it('makes Argon2id hashes with a salt of their own, and tells right from wrong', async () => {
    const hasher = new PasswordHasher({ concurrent: 2, queued: 10 });
    const [one, other] = await Promise.all([hasher.hash('tulip'), hasher.hash('tulip')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
    expect(await hasher.verify(one, 'tulip')).toBe(true);
    expect(await hasher.verify(one, 'Tulip')).toBe(false);
  });

  it('says no where there is no account, after the same work', async () => {
    const hasher = new PasswordHasher({ concurrent: 1, queued: 10 });
    expect(await hasher.verify(undefined, 'no account has this password')).toBe(false);
  });

  it('queues as many as it is told and refuses the rest at once; later ones are taken again', async () => {
    const hasher = new PasswordHasher({ concurrent: 1, queued: 2 });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => hasher.hash('tulip')));
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(results.flatMap((result) => (result.status === 'rejected' ? [codeOf(result.reason)] : []))).toEqual([
      'overloaded',
      'overloaded',
    ]);
    expect(await hasher.hash('tulip')).toContain('$argon2id$');
  });

  it('a hash that is none rejects, and the turn passes on', async () => {
    const hasher = new PasswordHasher({ concurrent: 1, queued: 2 });
    const [broken, next] = await Promise.allSettled([hasher.verify('not a hash', 'tulip'), hasher.hash('tulip')]);
    expect([broken.status, next.status]).toEqual(['rejected', 'fulfilled']);
  });
});

describe('AuthGate', () => {
  const gates: AuthGate[] = [];
  const gate = (capacity: number, timeoutMs = 10_000) => {
    const made = new AuthGate('test', { capacity, timeoutMs });
    gates.push(made);
    return made;
  };
  afterEach(() => {
    for (const made of gates.splice(0)) made.close();
  });
  const never = () => new Promise<never>(() => undefined);

  it('lets answers and errors through unchanged', async () => {
    const wrong = new VecheError('wrong_credentials');
    expect(await gate(1).pass(async () => 7)).toBe(7);
    await expect(gate(1).pass(() => Promise.reject(wrong))).rejects.toBe(wrong);
  });

  it('refuses whoever comes when it is full', async () => {
    const full = gate(1);
    void full.pass(never).catch(() => undefined);
    expect(codeOf(await full.pass(async () => 7).catch((error: unknown) => error))).toBe('overloaded');
  });

  it('opens after a run of overload, and then does not even begin the work', async () => {
    const full = gate(1);
    void full.pass(never).catch(() => undefined);
    for (let index = 0; index < 60; index += 1) await full.pass(never).catch(() => undefined);
    expect(full.open).toBe(true);
    let begun = false;
    const refused = await full
      .pass(async () => {
        begun = true;
      })
      .catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'overloaded', retryAfterSeconds: 1 });
    expect(begun).toBe(false);
  });

  it('stays closed however many passwords are wrong', async () => {
    const open = gate(10);
    for (let index = 0; index < 200; index += 1) {
      await open.pass(() => Promise.reject(new VecheError('wrong_credentials'))).catch(() => undefined);
    }
    expect(open.open).toBe(false);
  });

  it('gives up on work that hangs', async () => {
    expect(
      codeOf(
        await gate(1, 20)
          .pass(never)
          .catch((error: unknown) => error),
      ),
    ).toBe('overloaded');
  });
});
