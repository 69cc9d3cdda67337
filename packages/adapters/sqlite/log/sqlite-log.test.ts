import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Clock, systemClock } from '@veche/kernel/clock.ts';
import { describeLogContract, keptMs } from '@veche/ports/log/contract-suite.ts';
import { LogUnavailable } from '@veche/ports/log/log.ts';
import { expect, it, vi } from 'vitest';
import { DatabaseRefused, type DatabaseThread } from '../database-thread.ts';
import { logOn, openLogDatabase, openSqliteLog, type SqliteLogSettings } from './sqlite-log.ts';

const settings: SqliteLogSettings = {
  pendingMaxEvents: 20_000,
  pendingMaxCharacters: 1_000_000,
  commitEveryMs: 1,
  keeping: { keptMs, sweepIntervalMs: 1, rowsPerSweep: 10_000 },
  tries: { max: 3, firstDelayMs: 1, maxDelayMs: 5 },
};

async function createStorage() {
  const folder = await mkdtemp(join(tmpdir(), 'veche-log-'));
  const file = join(folder, 'log.sqlite');
  let database: DatabaseThread;
  const refuseWrites = async (value: 0 | 1) => void (await database.read(`pragma query_only = ${value}`, []));
  return {
    file,
    open: async (clock: Clock) => {
      database = await openLogDatabase(file);
      return logOn(database, clock, settings);
    },
    countEvents: async () => Number((await database.read('select count(*) as events from event', []))[0]?.events),
    fail: () => refuseWrites(1),
    heal: () => refuseWrites(0),
    remove: () => rm(folder, { recursive: true }),
  };
}

describeLogContract('SQLite', createStorage);

it('a log that another program has is refused at once, and opens when that one is gone', async () => {
  const storage = await createStorage();
  const log = await openSqliteLog(storage.file, systemClock);
  const refusal = await openSqliteLog(storage.file, systemClock).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DatabaseRefused);
  expect((refusal as DatabaseRefused).isHeld).toBe(true);
  await log.close();
  await (await openSqliteLog(storage.file, systemClock)).close();
  await storage.remove();
});

it('more than may wait for the disk is refused, and what waits goes on', async () => {
  const storage = await createStorage();
  const log = await storage.open(systemClock);
  const event = { key: 'a', value: 'x' };
  const waiting = log.append('chat', Array(settings.pendingMaxEvents).fill(event));
  await expect(log.append('chat', [event])).rejects.toBeInstanceOf(LogUnavailable);
  expect(await waiting).toHaveLength(settings.pendingMaxEvents);
  expect(await log.append('chat', [event])).toEqual([settings.pendingMaxEvents + 1]);
  const large = { key: 'a', value: 'x'.repeat(settings.pendingMaxCharacters) };
  const largeOne = log.append('chat', [large]);
  await expect(log.append('chat', [event])).rejects.toBeInstanceOf(LogUnavailable);
  expect(await largeOne).toHaveLength(1);
  expect(await log.append('chat', [event])).toHaveLength(1);
  await log.close();
  await storage.remove();
});

it('what comes too soon after a commit goes together in the next one; after a quiet moment nothing waits', async () => {
  const storage = await createStorage();
  const database = await openLogDatabase(storage.file);
  const commit = vi.spyOn(database, 'write');
  const log = await logOn(database, systemClock, { ...settings, commitEveryMs: 300 });
  const append = (value: string) => log.append('chat', [{ key: 'a', value }]);
  const startedMs = performance.now();
  await append('at once');
  expect(performance.now() - startedMs).toBeLessThan(250);
  const later: Promise<readonly number[]>[] = [];
  for (let number = 0; number < 20; number += 1) {
    later.push(append(String(number)));
    await pause(1);
  }
  expect(await Promise.all(later)).toEqual(later.map((_, index) => [index + 2]));
  expect(commit).toHaveBeenCalledTimes(2);
  await log.close();
  await storage.remove();
});
