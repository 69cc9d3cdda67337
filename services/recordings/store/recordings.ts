/** Recordings in SQL: what goes on, what is listed for whom, and what is to go. */
import { instant, type Sql } from '@veche/ports/sql/sql.ts';
import { sql as raw } from 'kysely';
import type { RecordingRow, RecordingTables } from './recording-tables.ts';

export type RecordingState = RecordingRow['state'];

/** A place in a list that is ordered newest first. */
export interface ListPlace {
  readonly startedAt: string;
  readonly id: string;
}

export class Recordings {
  readonly #sql: Sql<RecordingTables>;

  constructor(sql: Sql) {
    this.#sql = sql.withTables<RecordingTables>();
  }

  /** Deleted ones too, as long as they can be brought back; nothing of those that are gone for good. */
  byId(id: string): Promise<RecordingRow | undefined> {
    return this.#sql.db
      .selectFrom('recording')
      .selectAll()
      .where('id', '=', id)
      .where('purged_at', 'is', null)
      .executeTakeFirst();
  }

  /** What is on its way out, too. */
  trace(id: string): Promise<Pick<RecordingRow, 'id' | 'chunks_cleared_at' | 'purged_at'> | undefined> {
    return this.#sql.db
      .selectFrom('recording')
      .select(['id', 'chunks_cleared_at', 'purged_at'])
      .where('id', '=', id)
      .executeTakeFirst();
  }

  /** Does nothing where it stands already. */
  async add(row: RecordingRow): Promise<void> {
    await this.#sql.db
      .insertInto('recording')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
  }

  async rename(id: string, name: string, nowMs: number): Promise<void> {
    await this.#sql.db
      .updateTable('recording')
      .set({ name, updated_at: instant(nowMs) })
      .where('id', '=', id)
      .execute();
  }

  /**
   * What is told of an earlier moment than what stands, or of one that has ended, does nothing: a repetition is none. An end always counts, or a clock that
   * was set back would leave it going on for ever. Its pauses are written with it, in one transaction. Answers whether anything changed.
   */
  changeState(id: string, state: RecordingState, toldAtMs: number, nowMs: number): Promise<boolean> {
    return this.#sql.transaction(async (db) => {
      const row = await db.selectFrom('recording').selectAll().where('id', '=', id).executeTakeFirst();
      const isNews = row !== undefined && row.state !== 'ended' && row.state !== state;
      const sinceMs = row === undefined ? 0 : Date.parse(row.state_at);
      if (!isNews || (state !== 'ended' && sinceMs > toldAtMs)) return false;
      const atMs = Math.max(sinceMs, toldAtMs);
      await db
        .updateTable('recording')
        .set({
          state,
          state_at: instant(atMs),
          ended_at: state === 'ended' ? instant(atMs) : null,
          revision: row.revision + 1,
          updated_at: instant(nowMs),
        })
        .where('id', '=', id)
        .execute();
      if (state === 'paused') {
        await db
          .insertInto('recording_pause')
          .values({ recording_id: id, started_at_ms: atMs, ended_at_ms: null })
          .onConflict((conflict) =>
            conflict.columns(['recording_id', 'started_at_ms']).doUpdateSet({ ended_at_ms: null }),
          )
          .execute();
      } else {
        await db
          .updateTable('recording_pause')
          .set({ ended_at_ms: atMs })
          .where('recording_id', '=', id)
          .where('ended_at_ms', 'is', null)
          .execute();
      }
      return true;
    });
  }

  /** Those that are said to go on, in whatever meeting. */
  unended(): Promise<RecordingRow[]> {
    return this.#sql.db.selectFrom('recording').selectAll().where('state', '!=', 'ended').execute();
  }

  pausesOf(id: string): Promise<{ started_at_ms: number; ended_at_ms: number | null }[]> {
    return this.#sql.db
      .selectFrom('recording_pause')
      .select(['started_at_ms', 'ended_at_ms'])
      .where('recording_id', '=', id)
      .orderBy('started_at_ms')
      .execute();
  }

  /** Of this room and, where it is a meeting, of its breakout rooms. */
  ofConference(conferenceId: string): Promise<RecordingRow[]> {
    return this.#sql.db
      .selectFrom('recording')
      .selectAll()
      .where((row) => row.or([row('conference_id', '=', conferenceId), row('parent_conference_id', '=', conferenceId)]))
      .where('purged_at', 'is', null)
      .orderBy('started_at')
      .orderBy('id')
      .execute();
  }

  /** Of the main rooms of these meetings, oldest first; deleted ones are left out. */
  async ofMainRooms(conferenceIds: readonly string[]): Promise<RecordingRow[]> {
    if (conferenceIds.length === 0) return [];
    return this.#sql.db
      .selectFrom('recording')
      .selectAll()
      .where('conference_id', 'in', conferenceIds)
      .where('deleted_at', 'is', null)
      .where('purged_at', 'is', null)
      .orderBy('started_at')
      .orderBy('id')
      .execute();
  }

  /** Somebody's own, and those that are shared with them, newest first. */
  visibleTo(userId: string, nowMs: number, page: { before?: ListPlace; limit: number }): Promise<RecordingRow[]> {
    return this.#page(page)
      .where('deleted_at', 'is', null)
      .where((row) =>
        row.or([
          row('owner_id', '=', userId),
          row(
            'id',
            'in',
            row
              .selectFrom('recording_share')
              .select('recording_id')
              .where('user_id', '=', userId)
              .where((share) => share.or([share('expires_at', 'is', null), share('expires_at', '>', instant(nowMs))])),
          ),
        ]),
      )
      .execute();
  }

  deletedOf(ownerId: string, page: { before?: ListPlace; limit: number }): Promise<RecordingRow[]> {
    return this.#page(page).where('deleted_at', 'is not', null).where('owner_id', '=', ownerId).execute();
  }

  #page({ before, limit }: { before?: ListPlace; limit: number }) {
    const query = this.#sql.db
      .selectFrom('recording')
      .selectAll()
      .where('purged_at', 'is', null)
      .orderBy('started_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit);
    if (before === undefined) return query;
    const { startedAt, id } = before;
    return query.where((row) =>
      row.or([row('started_at', '<', startedAt), row.and([row('started_at', '=', startedAt), row('id', '<', id)])]),
    );
  }

  /** Of chunks and rendered files; deleted ones don't count, or nobody could make room. */
  async usedBytes(ownerId: string): Promise<number> {
    const { bytes } = await this.#sql.db
      .selectFrom('recording')
      .where('owner_id', '=', ownerId)
      .where('deleted_at', 'is', null)
      .where('purged_at', 'is', null)
      .select(({ fn, val }) =>
        fn.coalesce(fn.sum<number>(raw<number>`chunk_bytes + rendered_bytes`), val(0)).as('bytes'),
      )
      .executeTakeFirstOrThrow();
    return Number(bytes);
  }

  /** For whoever renders: what all files that stand of it take. */
  async setRenderedBytes(id: string, bytes: number): Promise<void> {
    await this.#sql.db.updateTable('recording').set({ rendered_bytes: bytes }).where('id', '=', id).execute();
  }

  /** A second deletion changes nothing: the time to bring it back runs from the first. */
  async delete(id: string, nowMs: number): Promise<void> {
    await this.#sql.db
      .updateTable('recording')
      .set({ deleted_at: instant(nowMs), updated_at: instant(nowMs) })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .execute();
  }

  /** Answers false where it is gone for good by now. */
  async restore(id: string, nowMs: number): Promise<boolean> {
    const { numUpdatedRows } = await this.#sql.db
      .updateTable('recording')
      .set({ deleted_at: null, updated_at: instant(nowMs) })
      .where('id', '=', id)
      .where('purged_at', 'is', null)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  /** From now on nobody sees any of these any more. */
  async purge(ids: readonly string[], nowMs: number): Promise<void> {
    if (ids.length === 0) return;
    await this.#sql.db
      .updateTable('recording')
      .set({ purged_at: instant(nowMs), updated_at: instant(nowMs) })
      .where('id', 'in', ids)
      .where('purged_at', 'is', null)
      .execute();
  }

  async purged(): Promise<string[]> {
    const rows = await this.#sql.db.selectFrom('recording').select('id').where('purged_at', 'is not', null).execute();
    return rows.map(({ id }) => id);
  }

  /** The last trace. */
  async remove(id: string): Promise<void> {
    await this.#sql.db.deleteFrom('recording').where('id', '=', id).where('purged_at', 'is not', null).execute();
  }

  async idsOfOwner(ownerId: string): Promise<string[]> {
    const rows = await this.#sql.db.selectFrom('recording').select('id').where('owner_id', '=', ownerId).execute();
    return rows.map(({ id }) => id);
  }

  /** Those that were deleted then or before are gone for good; one that is brought back at this moment is not. */
  async purgeDeletedBefore(before: string, nowMs: number): Promise<void> {
    await this.#sql.db
      .updateTable('recording')
      .set({ purged_at: instant(nowMs), updated_at: instant(nowMs) })
      .where('deleted_at', '<=', before)
      .where('purged_at', 'is', null)
      .execute();
  }

  /** Ended then or before. */
  async endedBefore(before: string): Promise<string[]> {
    const rows = await this.#sql.db
      .selectFrom('recording')
      .select('id')
      .where('ended_at', '<=', before)
      .where('purged_at', 'is', null)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** The same, of those whose chunks are there. */
  async withChunksEndedBefore(before: string): Promise<string[]> {
    const rows = await this.#sql.db
      .selectFrom('recording')
      .select('id')
      .where('ended_at', '<=', before)
      .where('purged_at', 'is', null)
      .where('chunks_cleared_at', 'is', null)
      .where('chunks', '>', 0)
      .orderBy('ended_at')
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Ended, with chunks, not verified since; the ones that wait longest first. */
  unverifiedSince(before: string, limit: number): Promise<RecordingRow[]> {
    return this.#sql.db
      .selectFrom('recording')
      .selectAll()
      .where('state', '=', 'ended')
      .where('purged_at', 'is', null)
      .where('chunks_cleared_at', 'is', null)
      .where((row) => row.or([row('verified_at', 'is', null), row('verified_at', '<=', before)]))
      .orderBy(raw`coalesce(verified_at, '')`)
      .limit(limit)
      .execute();
  }
}
