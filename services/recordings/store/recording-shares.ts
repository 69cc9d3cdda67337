/** Who else may watch, in SQL. A share that has run out is as good as none. */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { instant, type Sql } from '@veche/ports/sql/sql.ts';
import type { RecordingShareRow, RecordingTables } from './recording-tables.ts';

export class RecordingShares {
  readonly #sql: Sql<RecordingTables>;

  constructor(sql: Sql) {
    this.#sql = sql.withTables<RecordingTables>();
  }

  /** With an account that has it already, the one that stands is answered. Throws `shares_full`: counted and added in one transaction. */
  add(row: RecordingShareRow): Promise<RecordingShareRow> {
    return this.#sql.transaction(async (db) => {
      const standing = await db
        .selectFrom('recording_share')
        .selectAll()
        .where('recording_id', '=', row.recording_id)
        .where((share) => share.or([share('expires_at', 'is', null), share('expires_at', '>', row.created_at)]))
        .execute();
      const same = standing.find(({ user_id }) => user_id !== null && user_id === row.user_id);
      if (same !== undefined) return same;
      if (standing.length >= limits.sharesPerRecording) throw new VecheError('shares_full');
      await db.insertInto('recording_share').values(row).execute();
      return row;
    });
  }

  /** Oldest first. */
  of(recordingId: string, nowMs: number): Promise<RecordingShareRow[]> {
    return this.#standing(nowMs).where('recording_id', '=', recordingId).orderBy('created_at').orderBy('id').execute();
  }

  /** Which of these recordings are shared with anybody. */
  async shared(recordingIds: readonly string[], nowMs: number): Promise<Set<string>> {
    if (recordingIds.length === 0) return new Set();
    const rows = await this.#standing(nowMs).where('recording_id', 'in', recordingIds).execute();
    return new Set(rows.map(({ recording_id }) => recording_id));
  }

  withAccount(recordingId: string, userId: string, nowMs: number): Promise<RecordingShareRow | undefined> {
    return this.#standing(nowMs)
      .where('recording_id', '=', recordingId)
      .where('user_id', '=', userId)
      .executeTakeFirst();
  }

  byKeyHash(recordingId: string, keyHash: string, nowMs: number): Promise<RecordingShareRow | undefined> {
    return this.#standing(nowMs)
      .where('recording_id', '=', recordingId)
      .where('key_hash', '=', keyHash)
      .executeTakeFirst();
  }

  byId(recordingId: string, id: string, nowMs: number): Promise<RecordingShareRow | undefined> {
    return this.#standing(nowMs).where('recording_id', '=', recordingId).where('id', '=', id).executeTakeFirst();
  }

  async withdraw(recordingId: string, id: string): Promise<void> {
    await this.#sql.db
      .deleteFrom('recording_share')
      .where('recording_id', '=', recordingId)
      .where('id', '=', id)
      .execute();
  }

  async forgetAccount(userId: string): Promise<void> {
    await this.#sql.db.deleteFrom('recording_share').where('user_id', '=', userId).execute();
  }

  async removeExpired(nowMs: number): Promise<void> {
    await this.#sql.db.deleteFrom('recording_share').where('expires_at', '<=', instant(nowMs)).execute();
  }

  #standing(nowMs: number) {
    return this.#sql.db
      .selectFrom('recording_share')
      .selectAll()
      .where((share) => share.or([share('expires_at', 'is', null), share('expires_at', '>', instant(nowMs))]));
  }
}
