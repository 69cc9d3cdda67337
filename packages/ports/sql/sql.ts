/**
 * Relational storage behind one query builder. The same queries and migrations run on SQLite (embedded) and on PostgreSQL
 * (clustered); what an adapter guarantees is numbered here, and `contract-suite.ts` proves each number by its name.
 *
 * - S1 A transaction that throws leaves nothing behind, and its error reaches the caller unchanged.
 * - S2 Transactions are serial: of two that read and then write the same rows, one sees all of the other.
 * - S3 What a call has confirmed survives the death of the process (kill -9) and a reopening.
 * - S4 Types are alike everywhere: a uuid is lower-case text; an instant is ISO 8601 text, UTC, with milliseconds
 *   (24 characters, so that text order is time order); json is text; integers are numbers up to 2^53; null stays null.
 * - S5 `migrate` applies each migration once, in order, each in a transaction; two callers at once do not collide;
 *   a failing migration leaves the ones before it applied and nothing of itself.
 * - S6 One connection suffices: calls queue, and a query made outside the transaction that is open around it is
 *   a broken invariant at once instead of a wait for ever.
 * - S7 `isUniqueViolation` recognises a broken unique index, whichever the engine.
 * - S8 Foreign keys are enforced.
 */
import type { Kysely, RawBuilder, Transaction } from 'kysely';

/** The column types that both engines name differently. */
export interface ColumnTypes {
  readonly uuid: RawBuilder<unknown>;
  readonly instant: RawBuilder<unknown>;
  readonly json: RawBuilder<unknown>;
}

export interface Migration {
  /** Unique and never changed once released, as in `identity/0001-user`. */
  readonly name: string;
  up(db: Transaction<object>, types: ColumnTypes): Promise<void>;
}

export interface Sql<Tables = object> {
  readonly db: Kysely<Tables>;
  transaction<Result>(work: (db: Transaction<Tables>) => Promise<Result>): Promise<Result>;
  migrate(migrations: readonly Migration[]): Promise<void>;
  /** The same storage, seen by somebody who knows other tables. */
  withTables<Others>(): Sql<Others>;
  isUniqueViolation(error: unknown): boolean;
  close(): Promise<void>;
}

/** The instant as S4 wants it. */
export function instant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
