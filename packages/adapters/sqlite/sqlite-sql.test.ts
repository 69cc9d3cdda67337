import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSqlContract } from '@veche/ports/sql/contract-suite.ts';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openSqliteSql } from './sqlite-sql.ts';

describeSqlContract('SQLite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-sql-'));
  return {
    open: () => openSqliteSql(join(folder, 'test.sqlite')),
    remove: () => rm(folder, { recursive: true }),
  };
});

it('S1: a full disk, which rolls back by itself, is told as such, and nothing is left of the transaction', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-sql-'));
  const storage = (await openSqliteSql(join(folder, 'test.sqlite'))).withTables<{ note: { text: string } }>();
  await storage.migrate([
    { name: 'test/0001', up: (db) => db.schema.createTable('note').addColumn('text', 'text').execute() },
  ]);
  // SQLite's own word for a disk of so many pages.
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(storage.db);
  await sql.raw(`pragma max_page_count = ${rows[0]!.page_count + 2}`).execute(storage.db);
  const write = (letters: number) =>
    storage.transaction(async (db) => {
      await db.insertInto('note').values({ text: 'first' }).execute();
      await db
        .insertInto('note')
        .values({ text: 'x'.repeat(letters) })
        .execute();
    });
  await expect(write(100_000)).rejects.toThrow('disk is full');
  expect(await storage.db.selectFrom('note').selectAll().execute()).toEqual([]);
  await write(10);
  await storage.close();
  await rm(folder, { recursive: true });
});
