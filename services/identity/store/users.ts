/** Accounts in SQL. The unique index, not a look before the leap, decides who gets an e-mail. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { IdentityTables, UserRow } from './identity-tables.ts';

export class Users {
  readonly #sql: Sql<IdentityTables>;

  constructor(sql: Sql<IdentityTables>) {
    this.#sql = sql;
  }

  /** Throws `email_taken`. */
  async add(user: UserRow): Promise<void> {
    await this.#uniqueEmail(() => this.#sql.db.insertInto('user').values(user).execute());
  }

  byEmail(email: string): Promise<UserRow | undefined> {
    return this.#sql.db.selectFrom('user').selectAll().where('email', '=', email).executeTakeFirst();
  }

  byId(id: string): Promise<UserRow | undefined> {
    return this.#sql.db.selectFrom('user').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** Answers the changed row, or nothing if the account is gone. Throws `email_taken`. */
  change(id: string, changes: Partial<Omit<UserRow, 'id' | 'created_at'>>): Promise<UserRow | undefined> {
    return this.#uniqueEmail(() =>
      this.#sql.db.updateTable('user').set(changes).where('id', '=', id).returningAll().executeTakeFirst(),
    );
  }

  async delete(id: string): Promise<void> {
    await this.#sql.db.deleteFrom('user').where('id', '=', id).execute();
  }

  async #uniqueEmail<Result>(write: () => Promise<Result>): Promise<Result> {
    try {
      return await write();
    } catch (error) {
      if (this.#sql.isUniqueViolation(error)) throw new VecheError('email_taken', { field: 'email', cause: error });
      throw error;
    }
  }
}
