/** The port `tokens` over one SQLite file of its own, so that a flood of sessions never waits behind the meetings' tables. */
import { createHash } from 'node:crypto';
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Clock } from '@veche/kernel/clock.ts';
import type { NewToken, TokenRecord, TokenSet, Tokens } from '@veche/ports/tokens/tokens.ts';
import { openDatabase } from './open-database.ts';

const sweepIntervalMs = 60_000;
const rowsPerSweep = 1_000;

const schema = `
  create table if not exists token (
    kind text not null, hash blob not null, id text not null, owner text not null, value text not null,
    created_at_ms integer not null, used_at_ms integer not null, expires_at_ms integer not null,
    primary key (kind, hash)
  ) without rowid;
  create index if not exists token_owner on token (kind, owner, created_at_ms);
  create index if not exists token_name on token (kind, owner, id);
  create index if not exists token_expiry on token (expires_at_ms);
`;

type Row = Record<string, SQLOutputValue>;

export function openSqliteTokens(file: string, clock: Clock): Tokens {
  const database = openDatabase(file);
  database.exec(schema);
  const sweep = sweeper(database, clock);
  return {
    kind: <Value extends object>(name: string) => new SqliteTokenSet<Value>(database, name, clock, sweep),
    close: async () => database.close(),
  };
}

/** Clears some expired rows now and then, on the back of a put: no timer that somebody would have to stop. */
function sweeper(database: DatabaseSync, clock: Clock): () => void {
  const clear = database.prepare(
    `delete from token where (kind, hash) in (select kind, hash from token where expires_at_ms <= ? limit ${rowsPerSweep})`,
  );
  let nextSweepAtMs = 0;
  return () => {
    const nowMs = clock.nowMs();
    if (nowMs < nextSweepAtMs) return;
    const { changes } = clear.run(nowMs);
    nextSweepAtMs = Number(changes) === rowsPerSweep ? nowMs : nowMs + sweepIntervalMs;
  };
}

class SqliteTokenSet<Value extends object> implements TokenSet<Value> {
  readonly #kind: string;
  readonly #clock: Clock;
  readonly #sweep: () => void;
  readonly #put: StatementSync;
  readonly #get: StatementSync;
  readonly #find: StatementSync;
  readonly #touch: StatementSync;
  readonly #delete: StatementSync;
  readonly #deleteById: StatementSync;
  readonly #deleteOwned: StatementSync;
  readonly #list: StatementSync;

  constructor(database: DatabaseSync, kind: string, clock: Clock, sweep: () => void) {
    this.#kind = kind;
    this.#clock = clock;
    this.#sweep = sweep;
    this.#put = database.prepare(
      `insert or replace into token (kind, hash, id, owner, value, created_at_ms, used_at_ms, expires_at_ms)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#get = database.prepare('select * from token where kind = ? and hash = ? and expires_at_ms > ?');
    this.#find = database.prepare('select * from token where kind = ? and owner = ? and id = ?');
    this.#touch = database.prepare(
      'update token set used_at_ms = ?, expires_at_ms = ? where kind = ? and hash = ? and expires_at_ms > ?',
    );
    this.#delete = database.prepare('delete from token where kind = ? and hash = ? returning *');
    this.#deleteById = database.prepare('delete from token where kind = ? and owner = ? and id = ? returning *');
    this.#deleteOwned = database.prepare('delete from token where kind = ? and owner = ? and id <> ? returning *');
    this.#list = database.prepare(
      'select * from token where kind = ? and owner = ? and expires_at_ms > ? order by created_at_ms, id',
    );
  }

  async put(token: string, { id, owner, value, expiresAtMs }: NewToken<Value>): Promise<void> {
    this.#sweep();
    const nowMs = this.#clock.nowMs();
    this.#put.run(this.#kind, hashOf(token), id, owner, JSON.stringify(value), nowMs, nowMs, expiresAtMs);
  }

  async get(token: string): Promise<TokenRecord<Value> | undefined> {
    return this.#living(this.#get.get(this.#kind, hashOf(token), this.#clock.nowMs()));
  }

  async find(owner: string, id: string): Promise<TokenRecord<Value> | undefined> {
    return this.#living(this.#find.get(this.#kind, owner, id));
  }

  async touch(token: string, expiresAtMs: number): Promise<boolean> {
    const nowMs = this.#clock.nowMs();
    return Number(this.#touch.run(nowMs, expiresAtMs, this.#kind, hashOf(token), nowMs).changes) > 0;
  }

  async delete(token: string): Promise<TokenRecord<Value> | undefined> {
    return this.#living(this.#delete.get(this.#kind, hashOf(token)));
  }

  async deleteById(owner: string, id: string): Promise<TokenRecord<Value> | undefined> {
    return this.#living(this.#deleteById.get(this.#kind, owner, id));
  }

  async deleteOwned(owner: string, options: { exceptId?: string } = {}): Promise<readonly TokenRecord<Value>[]> {
    const rows = this.#deleteOwned.all(this.#kind, owner, options.exceptId ?? '');
    return rows.flatMap((row) => this.#living(row) ?? []);
  }

  async list(owner: string): Promise<readonly TokenRecord<Value>[]> {
    const rows = this.#list.all(this.#kind, owner, this.#clock.nowMs());
    return rows.flatMap((row) => this.#living(row) ?? []);
  }

  #living(row: Row | undefined): TokenRecord<Value> | undefined {
    if (row === undefined || Number(row.expires_at_ms) <= this.#clock.nowMs()) return undefined;
    return {
      id: String(row.id),
      owner: String(row.owner),
      value: JSON.parse(String(row.value)) as Value,
      createdAtMs: Number(row.created_at_ms),
      usedAtMs: Number(row.used_at_ms),
      expiresAtMs: Number(row.expires_at_ms),
    };
  }
}

function hashOf(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}
