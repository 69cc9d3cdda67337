/** Who was put out of which meeting, until it ends. */
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { BarRow, ConferenceTables } from './conference-tables.ts';

export type Bar = Pick<BarRow, 'kind' | 'value'>;

export class Bars {
  readonly #sql: Sql<ConferenceTables>;

  constructor(sql: Sql<ConferenceTables>) {
    this.#sql = sql;
  }

  /** Does nothing to a meeting that has ended or is gone, where nobody gets in anyway. */
  async add(conferenceId: string, bars: readonly Bar[], now: string): Promise<void> {
    await this.#sql.transaction(async (db) => {
      const open = await db
        .selectFrom('conference')
        .select('id')
        .where('id', '=', conferenceId)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      if (open === undefined || bars.length === 0) return;
      const rows = bars.map((bar) => ({ ...bar, conference_id: conferenceId, created_at: now }));
      await db
        .insertInto('conference_bar')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
  }

  /** Whether any of these stands. */
  async stands(conferenceId: string, bars: readonly Bar[]): Promise<boolean> {
    if (bars.length === 0) return false;
    const found = await this.#sql.db
      .selectFrom('conference_bar')
      .select('kind')
      .where('conference_id', '=', conferenceId)
      .where((row) =>
        row.or(bars.map(({ kind, value }) => row.and([row('kind', '=', kind), row('value', '=', value)]))),
      )
      .executeTakeFirst();
    return found !== undefined;
  }

  /** Wherever it was put out. */
  async forgetAccount(userId: string): Promise<void> {
    await this.#sql.db.deleteFrom('conference_bar').where('kind', '=', 'account').where('value', '=', userId).execute();
  }
}
