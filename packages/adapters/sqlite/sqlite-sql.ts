/** The port `sql` over one SQLite file: see the guarantees at the port. */
import type { ColumnTypes, Migration, Sql } from '@veche/ports/sql/sql.ts';
import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, sql, type Transaction } from 'kysely';
import { openDatabase } from './open-database.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { SqliteDriver } from './sqlite-driver.ts';

interface MigrationTable {
  applied_migration: { name: string };
}

/** Text for all three: NUMERIC affinity, which SQLite gives to names it doesn't know, could turn text into a number. */
const columnTypes: ColumnTypes = { uuid: sql`text`, instant: sql`text`, json: sql`text` };

const sqliteConstraintPrimaryKey = 1_555;
const sqliteConstraintUnique = 2_067;

/** The queueing is the driver's, since only the driver knows who holds the connection. */
class QueueingSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true;
  }
}

class SqliteSql<Tables> implements Sql<Tables> {
  readonly db: Kysely<Tables>;
  readonly #driver: SqliteDriver;

  constructor(db: Kysely<Tables>, driver: SqliteDriver) {
    this.db = db;
    this.#driver = driver;
  }

  transaction<Result>(work: (db: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    return this.db.transaction().execute((transaction) => this.#driver.asHolder(() => work(transaction)));
  }

  async migrate(migrations: readonly Migration[]): Promise<void> {
    const tables = this.withTables<MigrationTable>();
    await tables.transaction(async (db) => {
      await db.schema
        .createTable('applied_migration')
        .ifNotExists()
        .addColumn('name', 'text', (c) => c.primaryKey())
        .execute();
    });
    for (const migration of migrations) {
      await tables.transaction(async (db) => {
        const applied = await db
          .selectFrom('applied_migration')
          .where('name', '=', migration.name)
          .select('name')
          .execute();
        if (applied.length > 0) return;
        await migration.up(db as unknown as Transaction<object>, columnTypes);
        await db.insertInto('applied_migration').values({ name: migration.name }).execute();
      });
    }
  }

  withTables<Others>(): Sql<Others> & SqliteSql<Others> {
    return new SqliteSql(this.db as unknown as Kysely<Others>, this.#driver);
  }

  isUniqueViolation(error: unknown): boolean {
    const code = error instanceof Error && 'errcode' in error ? error.errcode : undefined;
    return code === sqliteConstraintUnique || code === sqliteConstraintPrimaryKey;
  }

  close(): Promise<void> {
    return this.db.destroy();
  }
}

/** Opens or creates the file. Throws when it is no SQLite file or can't be written. */
export async function openSqliteSql(file: string): Promise<Sql> {
  const database = openDatabase(file);
  // From here on it is the connection that waits, not the thread.
  database.exec('pragma busy_timeout = 0');
  const driver = new SqliteDriver(new SqliteConnection(database), () => database.close());
  const db = new Kysely<object>({
    dialect: {
      createDriver: () => driver,
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createAdapter: () => new QueueingSqliteAdapter(),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    },
  });
  // Kysely destroys only a driver that it has used: this makes sure that closing always closes the file.
  await sql`select 1`.execute(db);
  return new SqliteSql(db, driver);
}
