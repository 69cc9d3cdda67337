/**
 * Breakout rooms in SQL: conferences with a parent. One that is gone has ended and stays, since what was said in it stays; with its meeting it ends
 * and is deleted.
 */
import { instant, type Sql } from '@veche/ports/sql/sql.ts';
import type { Kysely } from 'kysely';
import type { ConferenceRow, ConferenceTables } from './conference-tables.ts';

export interface KeptRooms {
  /** Rooms that were there before and are gone now. */
  readonly ended: readonly string[];
}

export class BreakoutRooms {
  readonly #sql: Sql<ConferenceTables>;

  constructor(sql: Sql<ConferenceTables>) {
    this.#sql = sql;
  }

  /** Ended ones too, oldest first. */
  of(parentId: string): Promise<ConferenceRow[]> {
    return roomsOf(this.#sql.db, parentId).execute();
  }

  /**
   * These are the meeting's rooms from now on, and no others. `foreign`: one of them is somebody else's, or a meeting; `ended`: the meeting is over.
   * Then nothing has changed.
   */
  keep(
    parentId: string,
    rooms: readonly { readonly roomId: string; readonly name: string }[],
    nowMs: number,
  ): Promise<KeptRooms | 'foreign' | 'ended'> {
    const now = instant(nowMs);
    return this.#sql.transaction(async (db) => {
      const parent = await db.selectFrom('conference').selectAll().where('id', '=', parentId).executeTakeFirst();
      if (parent === undefined || parent.ended_at !== null) return 'ended';
      const named = rooms.map(({ roomId }) => roomId);
      const taken =
        named.length === 0
          ? []
          : await db.selectFrom('conference').select(['id', 'parent_id']).where('id', 'in', named).execute();
      if (taken.some((row) => row.parent_id !== parentId)) return 'foreign';
      const before = new Map((await roomsOf(db, parentId).execute()).map((row) => [row.id, row]));
      for (const [index, { roomId, name }] of rooms.entries()) {
        const room = before.get(roomId);
        if (room === undefined) {
          // One a millisecond: what is made at once was made in this order.
          await db
            .insertInto('conference')
            .values(newRoom(parent, roomId, name, instant(nowMs + index)))
            .execute();
        } else if (room.name !== name || room.ended_at !== null) {
          const change = { name, ended_at: null, updated_at: now };
          await db.updateTable('conference').set(change).where('id', '=', roomId).execute();
        }
      }
      const gone = [...before.values()].filter(({ id, ended_at }) => ended_at === null && !named.includes(id));
      const ended = gone.map(({ id }) => id);
      if (ended.length > 0) {
        const change = { ended_at: now, updated_at: now };
        await db.updateTable('conference').set(change).where('id', 'in', ended).execute();
      }
      return { ended };
    });
  }
}

function roomsOf(db: Kysely<ConferenceTables>, parentId: string) {
  return db.selectFrom('conference').selectAll().where('parent_id', '=', parentId).orderBy('created_at').orderBy('id');
}

/** Nobody comes in by a room's own link, so it has its meeting's: that is the way to it. */
function newRoom(parent: ConferenceRow, id: string, name: string, now: string): ConferenceRow {
  return {
    id,
    owner_id: parent.owner_id,
    parent_id: parent.id,
    name,
    join_password: null,
    join_link: parent.join_link,
    server_location: null,
    recording_url: null,
    sound_mode: parent.sound_mode,
    lobby: 0,
    started_at: now,
    ended_at: null,
    created_at: now,
    updated_at: now,
  };
}
