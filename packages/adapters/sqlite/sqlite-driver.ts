/**
 * Kysely's driver over one connection of `node:sqlite`. Whoever asks for the connection waits in a queue, so transactions
 * are serial; whoever asks while it holds the connection itself is told at once instead of waiting for ever.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { invariant } from '@veche/kernel/invariant.ts';
import { CompiledQuery, type DatabaseConnection, type Driver } from 'kysely';
import type { SqliteConnection } from './sqlite-connection.ts';

export class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection;
  readonly #close: () => void;
  readonly #holder = new AsyncLocalStorage<{ open: boolean }>();
  readonly #waiting: (() => void)[] = [];
  #taken = false;

  constructor(connection: SqliteConnection, close: () => void) {
    this.#connection = connection;
    this.#close = close;
  }

  /** Runs the inside of a transaction, in which no second connection may be asked for. */
  async asHolder<Result>(work: () => Promise<Result>): Promise<Result> {
    const mark = { open: true };
    try {
      return await this.#holder.run(mark, work);
    } finally {
      mark.open = false;
    }
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    invariant(
      this.#holder.getStore()?.open !== true,
      'A query outside the open transaction would wait for it for ever: use the transaction that was handed in',
    );
    if (this.#taken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#taken = true;
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {
    const next = this.#waiting.shift();
    if (next === undefined) this.#taken = false;
    else next();
  }

  async beginTransaction(): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  async commitTransaction(): Promise<void> {
    await this.#connection.executeQuery(CompiledQuery.raw('commit'));
  }

  async rollbackTransaction(): Promise<void> {
    // A full disk has rolled it back already; the error that said so is the one to be told.
    if (this.#connection.isInTransaction) await this.#connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async destroy(): Promise<void> {
    this.#close();
  }
}
