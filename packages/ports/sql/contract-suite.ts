/** The suite that every adapter of `sql` runs. Titles start with the guarantee that they prove. */
import { BrokenInvariant } from '@veche/kernel/invariant.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { instant, type Migration, type Sql } from './sql.ts';

/** One empty storage that can be opened any number of times, also by several at once. */
export interface SqlStorage {
  open(): Promise<Sql>;
  remove(): Promise<void>;
}

interface Tables {
  meeting: { id: string; at: string; settings: string; places: number; note: string | null };
  guest: { id: string; meeting_id: string };
}

const id = '6f1c2a54-0d52-4c1e-9a55-3b8f0f2f7a10';
const row = { id, at: instant(0), settings: '{}', places: 0, note: null };

const first: Migration = {
  name: 'suite/0001',
  async up(db, types) {
    await db.schema
      .createTable('meeting')
      .addColumn('id', types.uuid, (column) => column.primaryKey())
      .addColumn('at', types.instant, (column) => column.notNull())
      .addColumn('settings', types.json, (column) => column.notNull())
      .addColumn('places', 'bigint', (column) => column.notNull())
      .addColumn('note', 'varchar(100)')
      .execute();
    await db.schema
      .createTable('guest')
      .addColumn('id', types.uuid, (column) => column.primaryKey())
      .addColumn('meeting_id', types.uuid, (column) => column.notNull().references('meeting.id'))
      .execute();
  },
};

export function describeSqlContract(adapter: string, create: () => Promise<SqlStorage>): void {
  describe(`sql: ${adapter}`, () => {
    let storage: SqlStorage;
    let opened: Sql[];
    const open = async (): Promise<Sql<Tables>> => {
      const sql = await storage.open();
      opened.push(sql);
      return sql.withTables<Tables>();
    };
    const openMigrated = async (): Promise<Sql<Tables>> => {
      const sql = await open();
      await sql.migrate([first]);
      return sql;
    };
    const places = async (sql: Sql<Tables>): Promise<number | undefined> =>
      (await sql.db.selectFrom('meeting').select('places').executeTakeFirst())?.places;

    beforeEach(async () => {
      opened = [];
      storage = await create();
    });
    afterEach(async () => {
      for (const sql of opened) await sql.close();
      await storage.remove();
    });

    it('S1: a transaction that throws leaves nothing behind and passes its error on', async () => {
      const sql = await openMigrated();
      const failure = new Error('changed my mind');
      const attempt = sql.transaction(async (db) => {
        await db.insertInto('meeting').values(row).execute();
        throw failure;
      });
      await expect(attempt).rejects.toBe(failure);
      expect(await places(sql)).toBeUndefined();
    });

    it('S1: the storage is usable after a failed statement inside a transaction', async () => {
      const sql = await openMigrated();
      await sql.db.insertInto('meeting').values(row).execute();
      await expect(sql.transaction((db) => db.insertInto('meeting').values(row).execute())).rejects.toThrow();
      expect(await places(sql)).toBe(0);
    });

    it('S2: fifty transactions that read, wait and write lose no update', async () => {
      const sql = await openMigrated();
      await sql.db.insertInto('meeting').values(row).execute();
      const increment = () =>
        sql.transaction(async (db) => {
          const { places } = await db.selectFrom('meeting').select('places').executeTakeFirstOrThrow();
          await new Promise((resolve) => setImmediate(resolve));
          await db
            .updateTable('meeting')
            .set({ places: places + 1 })
            .execute();
        });
      await Promise.all(Array.from({ length: 50 }, increment));
      expect(await places(sql)).toBe(50);
    });

    it('S3: what was confirmed is there after closing and opening again', async () => {
      const before = await openMigrated();
      await before.db
        .insertInto('meeting')
        .values({ ...row, places: 7 })
        .execute();
      await before.close();
      opened = [];
      expect(await places(await open())).toBe(7);
    });

    it('S4: uuid, instant, json, integers to 2^53, text of every script and null come back as they went in', async () => {
      const sql = await openMigrated();
      const full = {
        id,
        at: instant(1_700_000_000_123),
        settings: JSON.stringify({ a: [1, 'ё', null] }),
        places: Number.MAX_SAFE_INTEGER,
        note: 'Вече 会议 🎥',
      };
      await sql.db.insertInto('meeting').values(full).execute();
      const [read] = await sql.db.selectFrom('meeting').selectAll().execute();
      expect({ ...read, settings: JSON.parse(read?.settings ?? '') }).toEqual({
        ...full,
        settings: { a: [1, 'ё', null] },
      });
      expect(await sql.db.updateTable('meeting').set({ note: null }).returning('note').execute()).toEqual([
        { note: null },
      ]);
    });

    it('S4: instants sort by time, and digits alone stay text', async () => {
      const sql = await openMigrated();
      const ids = [3, 1, 2].map((digit) => `${digit}`.repeat(8) + id.slice(8));
      for (const [index, each] of ids.entries()) {
        await sql.db
          .insertInto('meeting')
          .values({ ...row, id: each, at: instant(10 ** (10 + index)), note: '007' })
          .execute();
      }
      const read = await sql.db.selectFrom('meeting').select(['id', 'note']).orderBy('at').execute();
      expect(read).toEqual(ids.map((each) => ({ id: each, note: '007' })));
    });

    it('S5: a migration runs once, however often and by however many it is asked for', async () => {
      let runs = 0;
      const counted: Migration = {
        name: 'suite/0002',
        up: async () => {
          runs += 1;
        },
      };
      const [one, other] = [await open(), await open()];
      await Promise.all([one.migrate([first, counted]), other.migrate([first, counted])]);
      await one.migrate([first, counted]);
      expect(runs).toBe(1);
    });

    it('S5: a migration that fails undoes itself, keeps those before it, and may be repeated', async () => {
      const sql = await open();
      const broken = (failing: boolean): Migration => ({
        name: 'suite/0002',
        async up(db) {
          await db.schema.createTable('extra').addColumn('id', 'integer').execute();
          if (failing) throw new Error('no space');
        },
      });
      await expect(sql.migrate([first, broken(true)])).rejects.toThrow('no space');
      await sql.db.insertInto('meeting').values(row).execute();
      await sql.migrate([first, broken(false)]);
    });

    it('S6: two hundred queries and transactions at once all finish', async () => {
      const sql = await openMigrated();
      await sql.db.insertInto('meeting').values(row).execute();
      const work = Array.from({ length: 200 }, (_, index) =>
        index % 2 === 0 ? places(sql) : sql.transaction((db) => db.selectFrom('meeting').selectAll().execute()),
      );
      expect(await Promise.all(work)).toHaveLength(200);
    });

    it('S6: a query beside the open transaction is refused instead of waiting for ever', async () => {
      const sql = await openMigrated();
      await expect(sql.transaction(() => places(sql))).rejects.toThrow(BrokenInvariant);
      expect(await places(sql)).toBeUndefined();
    });

    it('S7: a broken unique index is recognised, another failure is not taken for one', async () => {
      const sql = await openMigrated();
      const insert = () => sql.db.insertInto('meeting').values(row).execute();
      await insert();
      const duplicate = await insert().catch((error: unknown) => error);
      expect(sql.isUniqueViolation(duplicate)).toBe(true);
      const orphan = await sql.db
        .insertInto('guest')
        .values({ id, meeting_id: id.replace('6', '7') })
        .execute()
        .catch((error: unknown) => error);
      expect(orphan).toBeInstanceOf(Error);
      expect(sql.isUniqueViolation(orphan)).toBe(false);
    });

    it('S8: a row that is referred to can not be deleted', async () => {
      const sql = await openMigrated();
      await sql.db.insertInto('meeting').values(row).execute();
      await sql.db.insertInto('guest').values({ id, meeting_id: id }).execute();
      await expect(sql.db.deleteFrom('meeting').execute()).rejects.toThrow();
    });
  });
}
