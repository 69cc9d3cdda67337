/** The suite that every adapter of `log` runs. Titles start with the guarantee that they prove. */
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Log, type LogEvent, LogUnavailable, type Reader, type SetAsideEvent, TryLater } from './log.ts';

/** One empty storage. */
export interface LogStorage {
  /** With tries that follow each other quickly, and events forgotten a minute after all groups have handled them. */
  open(clock: ManualClock): Promise<Log>;
  countEvents(): Promise<number>;
  /** From now on the storage takes nothing, until `heal`. */
  fail(): Promise<void>;
  heal(): Promise<void>;
  remove(): Promise<void>;
}

export const keptMs = 60_000;

export function describeLogContract(adapter: string, create: () => Promise<LogStorage>): void {
  describe(`log: ${adapter}`, () => {
    let storage: LogStorage;
    let clock: ManualClock;
    let log: Log;
    let setAside: SetAsideEvent[];

    beforeEach(async () => {
      storage = await create();
      clock = new ManualClock();
      log = await storage.open(clock);
      setAside = [];
    });
    afterEach(async () => {
      await log.close();
      await storage.remove();
    });

    const options = { onSetAside: (event: SetAsideEvent) => void setAside.push(event) };
    const append = (value: string, key = 'a', topic = 'chat') => log.append(topic, [{ key, value }]);
    const reopen = async (): Promise<void> => {
      await log.close();
      log = await storage.open(clock);
    };
    /** A group that notes what it is handed. */
    const consume = (group: string, topic = 'chat'): { reader: Reader; events: LogEvent[]; values(): string[] } => {
      const events: LogEvent[] = [];
      const reader = log.consume(topic, group, (batch) => void events.push(...batch), options);
      return { reader, events, values: () => events.map(({ value }) => value) };
    };

    /** A group that stands still until it may go on. */
    const consumeHeldUp = (): { values: string[]; goOn(): void } => {
      const gate = Promise.withResolvers<void>();
      const values: string[] = [];
      log.consume(
        'chat',
        'slow',
        async (events) => {
          await gate.promise;
          values.push(...events.map(({ value }) => value));
        },
        options,
      );
      return { values, goOn: () => gate.resolve() };
    };

    it('G1: append resolves with growing positions, and what it confirmed is there after opening again', async () => {
      const [first] = await append('one');
      const [second, third] = await log.append('chat', [
        { key: 'a', value: 'two' },
        { key: 'b', value: 'three' },
      ]);
      expect(first).toBeGreaterThan(0);
      expect(second).toBeGreaterThan(first ?? 0);
      expect(third).toBeDefined();
      await reopen();
      const { values } = consume('store');
      await vi.waitFor(() => expect(values()).toEqual(['one', 'two', 'three']));
    });

    it('G1: what the storage refuses is rejected and handed to nobody; afterwards all goes on', async () => {
      const { values } = consume('store');
      await append('before');
      await storage.fail();
      await expect(Promise.all([append('lost'), append('lost too')])).rejects.toBeInstanceOf(LogUnavailable);
      await storage.heal();
      await append('after');
      await vi.waitFor(() => expect(values()).toEqual(['before', 'after']));
      await reopen();
      const again = consume('again');
      await vi.waitFor(() => expect(again.values()).toEqual(['before', 'after']));
    });

    it('G1: an append that comes just as another is confirmed is not forgotten', async () => {
      for (let turns = 0; turns < 12; turns += 1) {
        await Promise.all([append('one'), append('two')]);
        for (let turn = 0; turn < turns; turn += 1) await null;
        await append('three');
      }
    });

    it('G2: events of one key keep the order of their appends, however many appends are under way', async () => {
      const { events } = consume('store');
      const numbers = Array.from({ length: 3_000 }, (_, number) => number);
      const positions = await Promise.all(numbers.map((number) => append(String(number), `key-${number % 7}`)));
      await vi.waitFor(() => expect(events.length).toBe(numbers.length));
      for (let key = 0; key < 7; key += 1) {
        const ofKey = events.filter((event) => event.key === `key-${key}`);
        expect(ofKey.map(({ value }) => Number(value))).toEqual(numbers.filter((number) => number % 7 === key));
        expect(ofKey.map(({ position }) => position)).toEqual(
          positions.filter((_, number) => number % 7 === key).map(([position]) => position),
        );
      }
    });

    it('G2: text comes back as it was', async () => {
      const texts = ['', 'строка', '👩‍👩‍👧', 'a\u0000b', '"\\\n\u2028', 'x'.repeat(100_000)];
      const { values } = consume('store');
      await log.append(
        'chat',
        texts.map((value) => ({ key: 'ключ', value })),
      );
      await vi.waitFor(() => expect(values()).toEqual(texts));
    });

    it('G2: topics do not see each other', async () => {
      const [chat, other] = [consume('store'), consume('store', 'conferences')];
      await append('one');
      await append('two', 'a', 'conferences');
      await vi.waitFor(() => expect([chat.values(), other.values()]).toEqual([['one'], ['two']]));
    });

    it('G3: each group is handed everything, at its own pace, and goes on where it stopped', async () => {
      const store = consume('store');
      await append('one');
      await vi.waitFor(() => expect(store.values()).toEqual(['one']));
      await store.reader.close();
      await append('two');
      await reopen();
      const [again, other] = [consume('store'), consume('other')];
      await append('three');
      await vi.waitFor(() => expect(other.values()).toEqual(['one', 'two', 'three']));
      await vi.waitFor(() => expect(again.values()).toEqual(['two', 'three']));
    });

    it('G3: what was under way when the reader closed is handed over again', async () => {
      const started = Promise.withResolvers<void>();
      const reader = log.consume(
        'chat',
        'store',
        () => {
          started.resolve();
          throw new TryLater();
        },
        options,
      );
      await append('one');
      await started.promise;
      await reader.close();
      const { values } = consume('store');
      await vi.waitFor(() => expect(values()).toEqual(['one']));
    });

    it('G4: a group has one member', async () => {
      consume('store');
      expect(() => consume('store')).toThrow('reads chat already');
    });

    it('G5: an event that can not be handled is set aside and told; those before and behind it are handled once', async () => {
      const handled: string[] = [];
      await log.append('chat', [
        { key: 'a', value: 'one' },
        { key: 'a', value: 'poison' },
        { key: 'a', value: 'three' },
      ]);
      log.consume(
        'chat',
        'store',
        (events) => {
          if (events.some(({ value }) => value === 'poison')) throw new RangeError('not handled');
          handled.push(...events.map(({ value }) => value));
        },
        options,
      );
      await vi.waitFor(() => expect(handled).toEqual(['one', 'three']));
      const expected = [
        { topic: 'chat', group: 'store', event: { key: 'a', value: 'poison' }, reason: 'RangeError: not handled' },
      ];
      expect(setAside).toMatchObject(expected);
      expect(await log.setAside('chat', 'store')).toMatchObject(expected);
      await reopen();
      expect(await log.setAside('chat', 'store')).toMatchObject(expected);
      expect(await log.setAside('chat', 'other')).toEqual([]);
    });

    it('G5: TryLater is waited for, however long, and nothing is set aside', async () => {
      let isAway = true;
      let tries = 0;
      const handled: string[] = [];
      log.consume(
        'chat',
        'store',
        (events) => {
          tries += 1;
          if (isAway) throw new TryLater();
          handled.push(...events.map(({ value }) => value));
        },
        options,
      );
      await append('one');
      await append('two');
      await vi.waitFor(() => expect(tries).toBeGreaterThan(20), { timeout: 10_000 });
      isAway = false;
      await vi.waitFor(() => expect(handled).toEqual(['one', 'two']));
      expect(setAside).toEqual([]);
    });

    it('G6: follow begins behind what its group has handled, remembers nothing and takes nothing from the group', async () => {
      const store = consume('store');
      await append('one');
      await vi.waitFor(() => expect(store.values()).toEqual(['one']));
      await store.reader.close();
      await append('two');
      for (let turn = 0; turn < 2; turn += 1) {
        const followed: string[] = [];
        const reader = log.follow(
          'chat',
          'store',
          (events) => void followed.push(...events.map(({ value }) => value)),
          options,
        );
        await vi.waitFor(() => expect(followed).toEqual(turn === 0 ? ['two'] : ['two', 'three']));
        if (turn === 0) await append('three');
        await reader.close();
      }
    });

    it('G6: a follower that throws is told of, and goes on', async () => {
      const followed: string[] = [];
      log.follow(
        'chat',
        'store',
        (events) => {
          if (events.some(({ value }) => value === 'poison')) throw new RangeError('not handled');
          followed.push(...events.map(({ value }) => value));
        },
        options,
      );
      await append('poison');
      await append('two');
      await vi.waitFor(() => expect(followed).toEqual(['two']));
      expect(setAside).toMatchObject([{ event: { value: 'poison' } }]);
      expect(await log.setAside('chat', 'store')).toEqual([]);
    });

    it('lastPosition: a group that has handled as much has handled every event of the key', async () => {
      expect(await log.lastPosition('chat', 'a')).toBe(0);
      const [, position = 0] = await log.append('chat', [
        { key: 'a', value: 'first' },
        { key: 'a', value: 'second' },
      ]);
      const last = await log.lastPosition('chat', 'a');
      expect(last).toBeGreaterThanOrEqual(position);
      consume('store');
      await vi.waitFor(async () => expect(await log.handledUpTo('chat', 'store', 'a')).toBeGreaterThanOrEqual(last));
    });

    it('handledUpTo: everything up to it has been handled', async () => {
      expect(await log.handledUpTo('chat', 'store', 'a')).toBe(0);
      const { values } = consume('store');
      const [position] = await append('one');
      await vi.waitFor(async () => expect(await log.handledUpTo('chat', 'store', 'a')).toBe(position));
      expect(values()).toEqual(['one']);
      await reopen();
      expect(await log.handledUpTo('chat', 'store', 'a')).toBe(position);
    });

    it('G7: a reader that stands still holds up neither appends nor other readers, and loses nothing', async () => {
      const { values: slow, goOn } = consumeHeldUp();
      const fast = consume('fast');
      const all = Array.from({ length: 12_000 }, (_, number) => String(number));
      for (let at = 0; at < all.length; at += 1_000) {
        await Promise.all(all.slice(at, at + 1_000).map((value) => append(value)));
      }
      await vi.waitFor(() => expect(fast.events.length).toBe(all.length));
      expect(slow).toEqual([]);
      goOn();
      await vi.waitFor(() => expect(slow.length).toBe(all.length));
      expect(slow).toEqual(all);
    });

    it('G7: a reader that lets events gather is handed all of them in fewer batches, and closes without waiting', async () => {
      const batches: string[][] = [];
      const gathering = { ...options, gatherMs: 100 };
      const reader = log.consume(
        'chat',
        'store',
        (events) => void batches.push(events.map(({ value }) => value)),
        gathering,
      );
      const all = Array.from({ length: 20 }, (_, number) => String(number));
      for (const value of all) await append(value);
      await vi.waitFor(() => expect(batches.flat()).toEqual(all));
      expect(batches.length).toBeLessThan(all.length / 2);
      await append('last');
      await reader.close();
      expect(batches.flat()).toEqual(all);
      const again = consume('store');
      await vi.waitFor(() => expect(again.values()).toEqual(['last']));
    });

    it('G8: what all groups have handled is forgotten after a while, and what one of them has not is kept', async () => {
      const fast = consume('fast');
      const { values: slow, goOn } = consumeHeldUp();
      for (let number = 0; number < 50; number += 1) await append(String(number));
      clock.advance(keptMs + 1);
      await append('later');
      expect(await storage.countEvents()).toBe(51);
      goOn();
      await vi.waitFor(() => expect(slow).toHaveLength(51));
      await vi.waitFor(() => expect(fast.events).toHaveLength(51));
      clock.advance(keptMs + 1);
      await append('much later');
      clock.advance(keptMs + 1);
      await append('and later still');
      await vi.waitFor(async () => expect(await storage.countEvents()).toBeLessThan(5));
      await reopen();
      const [position] = await append('at last');
      expect(position).toBe(54);
    });
  });
}
