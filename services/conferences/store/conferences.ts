/**
 * Meetings in SQL. What is pending is always derived from these rows, never stored a second time. Breakout rooms stand in the same table, and are no
 * meetings of their own: see `breakout-rooms.ts`.
 */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { Kysely } from 'kysely';
import type { ConferenceRow, ConferenceTables } from './conference-tables.ts';

/** `updated_at` is the time of the change. */
export type ConferenceChanges = Partial<
  Pick<ConferenceRow, 'name' | 'join_password' | 'started_at' | 'sound_mode' | 'lobby'>
> &
  Pick<ConferenceRow, 'updated_at'>;

export class Conferences {
  readonly #sql: Sql<ConferenceTables>;

  constructor(sql: Sql<ConferenceTables>) {
    this.#sql = sql;
  }

  byId(id: string): Promise<ConferenceRow | undefined> {
    return this.#sql.db.selectFrom('conference').selectAll().where('id', '=', id).executeTakeFirst();
  }

  /** The page of its newest recording; null = there is none. */
  async setRecordingUrl(id: string, url: string | null, now: string): Promise<void> {
    await this.#sql.db
      .updateTable('conference')
      .set({ recording_url: url, updated_at: now })
      .where('id', '=', id)
      .execute();
  }

  async add(row: ConferenceRow): Promise<void> {
    await this.#sql.db.insertInto('conference').values(row).execute();
  }

  /** Adds a planned meeting unless its owner has `max` ahead already; answers whether it was added. */
  addPlanned(row: ConferenceRow, max: number): Promise<boolean> {
    return this.#sql.transaction(async (db) => {
      const ahead = await unended(db, row.owner_id, row.created_at).execute();
      if (ahead.length >= max) return false;
      await db.insertInto('conference').values(row).execute();
      return true;
    });
  }

  /** The owner's meetings that have not ended and start after `since`, by start. */
  unended(ownerId: string, since: string): Promise<ConferenceRow[]> {
    return unended(this.#sql.db, ownerId, since).execute();
  }

  /** Of all that there ever were, rooms too. */
  async idsOfOwner(ownerId: string): Promise<string[]> {
    const rows = await this.#sql.db.selectFrom('conference').select('id').where('owner_id', '=', ownerId).execute();
    return rows.map(({ id }) => id);
  }

  /**
   * Changes a meeting that has not ended; answers the new row, or nothing. A start ahead of `updated_at` plans the meeting:
   * `tooManyPlanned` where it was not planned before and its owner has `maxPlanned` ahead already.
   */
  change(
    id: string,
    changes: ConferenceChanges,
    maxPlanned: number,
  ): Promise<ConferenceRow | 'tooManyPlanned' | undefined> {
    const { started_at: start = '', updated_at: now } = changes;
    return this.#sql.transaction(async (db) => {
      const open = db.selectFrom('conference').selectAll().where('id', '=', id).where('ended_at', 'is', null);
      const before = await open.executeTakeFirst();
      if (before === undefined) return undefined;
      if (start > now && before.started_at <= now) {
        const ahead = await unended(db, before.owner_id, now).execute();
        if (ahead.length >= maxPlanned) return 'tooManyPlanned';
      }
      return db.updateTable('conference').set(changes).where('id', '=', id).returningAll().executeTakeFirst();
    });
  }

  /** Does nothing to a meeting that has it already, that has ended, or is in no table. */
  async setSoundMode(id: string, sound_mode: SoundMode, now: string): Promise<void> {
    await this.#sql.db
      .updateTable('conference')
      .set({ sound_mode, updated_at: now })
      .where('id', '=', id)
      .where('sound_mode', '!=', sound_mode)
      .where('ended_at', 'is', null)
      .execute();
  }

  /** The same. */
  async setLobby(id: string, lobby: number, now: string): Promise<void> {
    await this.#sql.db
      .updateTable('conference')
      .set({ lobby, updated_at: now })
      .where('id', '=', id)
      .where('lobby', '!=', lobby)
      .where('ended_at', 'is', null)
      .execute();
  }

  /** With its rooms: nobody is inside, and what was kept for those who come back goes. Does nothing to what has ended before. */
  async end(id: string, now: string): Promise<void> {
    await this.#sql.transaction(async (db) => {
      await db
        .updateTable('conference')
        .set({ ended_at: now, updated_at: now })
        .where((row) => row.or([row('id', '=', id), row('parent_id', '=', id)]))
        .where('ended_at', 'is', null)
        .execute();
      await db
        .updateTable('live_conference')
        .set({ participants: 0, kept: null, updated_at: now })
        .where('conference_id', '=', id)
        .where('kept', 'is not', null)
        .execute();
      await db.deleteFrom('conference_bar').where('conference_id', '=', id).execute();
    });
  }

  /**
   * Meetings in which somebody has been, that are to go on and should have started, and of which nothing has been heard since. Where nobody has been
   * yet, as in one that is only prepared, people are late, not gone.
   */
  async quietSince(before: string): Promise<string[]> {
    const rows = await this.#sql.db
      .selectFrom('conference')
      .innerJoin('live_conference', 'live_conference.conference_id', 'conference.id')
      .select('conference.id')
      .where('conference.ended_at', 'is', null)
      .where('conference.parent_id', 'is', null)
      .where('conference.started_at', '<=', before)
      .where('live_conference.max_participants', '>', 0)
      .where('live_conference.updated_at', '<=', before)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** With its rooms and everything that is kept of it here. */
  async delete(id: string): Promise<void> {
    await this.#sql.db.deleteFrom('conference').where('id', '=', id).execute();
  }
}

function unended(db: Kysely<ConferenceTables>, ownerId: string, since: string) {
  return db
    .selectFrom('conference')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('parent_id', 'is', null)
    .where('ended_at', 'is', null)
    .where('started_at', '>', since)
    .orderBy('started_at')
    .orderBy('id');
}
