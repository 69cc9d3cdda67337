/** The suite that every adapter of `tokens` runs. Titles start with the guarantee that they prove. */
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tokens } from './tokens.ts';

/** One empty storage. `rawText` is everything in it, as whoever steals it would read it. */
export interface TokensStorage {
  open(clock: ManualClock): Promise<Tokens>;
  rawText(): Promise<string>;
  countRecords(): Promise<number>;
  remove(): Promise<void>;
}

export function describeTokensContract(adapter: string, create: () => Promise<TokensStorage>): void {
  describe(`tokens: ${adapter}`, () => {
    let storage: TokensStorage;
    let clock: ManualClock;
    let tokens: Tokens;
    const put = (token: string, owner = 'ann', ttlMs = 1_000, kind = 'session') =>
      tokens
        .kind(kind)
        .put(token, { id: `id-${token}`, owner, value: { from: token }, expiresAtMs: clock.nowMs() + ttlMs });
    const sessions = () => tokens.kind<{ from: string }>('session');
    const ids = async (owner = 'ann') => (await sessions().list(owner)).map(({ id }) => id);

    beforeEach(async () => {
      storage = await create();
      clock = new ManualClock();
      tokens = await storage.open(clock);
    });
    afterEach(async () => {
      await tokens.close();
      await storage.remove();
    });

    it('T1: get answers what was put, with its times', async () => {
      await put('one');
      const nowMs = clock.nowMs();
      expect(await sessions().get('one')).toEqual({
        id: 'id-one',
        owner: 'ann',
        value: { from: 'one' },
        createdAtMs: nowMs,
        usedAtMs: nowMs,
        expiresAtMs: nowMs + 1_000,
      });
      expect(await sessions().get('two')).toBeUndefined();
    });

    it('T1: a record lives to the last millisecond before its expiry and no longer', async () => {
      await put('one');
      clock.advance(999);
      expect(await sessions().get('one')).toBeDefined();
      clock.advance(1);
      expect(await sessions().get('one')).toBeUndefined();
      expect(await sessions().touch('one', clock.nowMs() + 1_000)).toBe(false);
      expect(await sessions().delete('one')).toBeUndefined();
    });

    it('T1: touch notes the use and moves the expiry', async () => {
      await put('one');
      clock.advance(900);
      expect(await sessions().touch('one', clock.nowMs() + 1_000)).toBe(true);
      clock.advance(900);
      const record = await sessions().get('one');
      expect(record?.usedAtMs).toBe((record?.createdAtMs ?? 0) + 900);
    });

    it('T1: find answers the same by owner and id', async () => {
      await put('one');
      expect(await sessions().find('ann', 'id-one')).toEqual(await sessions().get('one'));
      expect(await sessions().find('bob', 'id-one')).toBeUndefined();
      expect(await tokens.kind('place').find('ann', 'id-one')).toBeUndefined();
      clock.advance(1_000);
      expect(await sessions().find('ann', 'id-one')).toBeUndefined();
    });

    it('T2: the token is nowhere in the storage', async () => {
      const secret = 'tOkEnThatNobodyMayRead';
      await sessions().put(secret, { id: 'i', owner: 'ann', value: { from: 'x' }, expiresAtMs: clock.nowMs() + 1_000 });
      const text = await storage.rawText();
      expect(text).toContain('ann');
      expect(text).not.toContain(secret);
    });

    it('T3: list answers the living records of one owner, oldest first', async () => {
      await put('one');
      clock.advance(1);
      await put('two', 'ann', 10);
      clock.advance(1);
      await put('three');
      await put('other', 'bob');
      expect(await ids()).toEqual(['id-one', 'id-two', 'id-three']);
      clock.advance(50);
      expect(await ids()).toEqual(['id-one', 'id-three']);
    });

    it('T4: delete, deleteById and deleteOwned end records at once and answer what they ended', async () => {
      for (const token of ['one', 'two', 'three', 'four']) await put(token);
      await put('other', 'bob');
      expect((await sessions().delete('one'))?.id).toBe('id-one');
      expect(await sessions().delete('one')).toBeUndefined();
      expect(await sessions().deleteById('bob', 'id-two')).toBeUndefined();
      expect((await sessions().deleteById('ann', 'id-two'))?.id).toBe('id-two');
      expect(await sessions().get('two')).toBeUndefined();
      const ended = await sessions().deleteOwned('ann', { exceptId: 'id-four' });
      expect(ended.map(({ id }) => id)).toEqual(['id-three']);
      expect(await ids()).toEqual(['id-four']);
      await sessions().deleteOwned('ann');
      expect(await ids()).toEqual([]);
      expect(await ids('bob')).toEqual(['id-other']);
    });

    it('T5: kinds do not see each other', async () => {
      await put('same', 'ann', 1_000, 'session');
      await put('same', 'ann', 1_000, 'place');
      await sessions().deleteOwned('ann');
      expect(await tokens.kind('place').get('same')).toBeDefined();
      expect(await tokens.kind('place').list('ann')).toHaveLength(1);
    });

    it('T6: records are there after closing and opening again', async () => {
      await put('one');
      await tokens.close();
      tokens = await storage.open(clock);
      expect((await sessions().get('one'))?.value).toEqual({ from: 'one' });
    });

    it('T7: expired records are cleared', async () => {
      for (let index = 0; index < 100; index += 1) await put(`old-${index}`);
      clock.advance(3_600_000);
      await put('new');
      expect(await storage.countRecords()).toBe(1);
    });
  });
}
