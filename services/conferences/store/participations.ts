/**
 * The seed's `conference_participant`: who was in which meeting under which name. Written by the log's consumer, which may hand over any event again and
 * late: of two events of somebody the later one counts.
 */
import { instant, type Sql } from '@veche/ports/sql/sql.ts';
import type { Transaction } from 'kysely';
import type { AttendanceEvent } from '../domain/attendance-event.ts';
import type { ConferenceTables } from './conference-tables.ts';

/** The name of whoever's account is gone. */
export const nameOfDeleted = 'Deleted account';

/** `toldAtMs`: when something was last told of them. */
export type InsideStill = Omit<AttendanceEvent, 'type' | 'atMs'> & { readonly toldAtMs: number };

const idsAtATime = 500;

export class Participations {
  readonly #sql: Sql<ConferenceTables>;
  /** Accounts that were deleted while this program runs: what is told of them late must not bring them back. */
  readonly #forgotten = new Set<string>();

  constructor(sql: Sql<ConferenceTables>) {
    this.#sql = sql;
  }

  /** All or none. Passes over what is of a meeting that is in no table (any more). `gone`: accounts that are no more. */
  async write(events: readonly AttendanceEvent[], gone: ReadonlySet<string>): Promise<void> {
    const named = [...new Set(events.map(({ conferenceId }) => conferenceId))];
    if (named.length === 0) return;
    await this.#sql.transaction(async (db) => {
      const rows = await db.selectFrom('conference').select('id').where('id', 'in', named).execute();
      const known = new Set(rows.map(({ id }) => id));
      for (const event of events) {
        if (!known.has(event.conferenceId)) continue;
        const { userId } = event;
        const isGone = userId !== null && (gone.has(userId) || this.#forgotten.has(userId));
        await writeOne(db, isGone ? { ...event, userId: null, name: nameOfDeleted } : event);
      }
    });
  }

  /** Who is in one of these meetings as far as is known, and of whom nothing has been told since. */
  async insideSinceBefore(conferenceIds: readonly string[], beforeMs: number): Promise<readonly InsideStill[]> {
    const people: InsideStill[] = [];
    for (let first = 0; first < conferenceIds.length; first += idsAtATime) {
      const rows = await this.#sql.db
        .selectFrom('conference_participant')
        .select(['id', 'user_id', 'conference_id', 'participant_name', 'updated_at'])
        .where('conference_id', 'in', conferenceIds.slice(first, first + idsAtATime))
        .where('left_at', 'is', null)
        .where('updated_at', '<', instant(beforeMs))
        .execute();
      for (const row of rows) {
        people.push({
          participantId: row.id,
          userId: row.user_id,
          conferenceId: row.conference_id,
          name: row.participant_name,
          toldAtMs: Date.parse(row.updated_at),
        });
      }
    }
    return people;
  }

  /** As they were last called; undefined = nobody of this id has been inside. */
  async name(participantId: string): Promise<string | undefined> {
    const row = await this.#sql.db
      .selectFrom('conference_participant')
      .select('participant_name')
      .where('id', '=', participantId)
      .executeTakeFirst();
    return row?.participant_name;
  }

  /** That somebody was there stays, for the meetings' figures; who it was goes. */
  async forgetAccount(userId: string): Promise<void> {
    this.#forgotten.add(userId);
    await this.#sql.db
      .updateTable('conference_participant')
      .set({ user_id: null, participant_name: nameOfDeleted })
      .where('user_id', '=', userId)
      .execute();
  }
}

async function writeOne(db: Transaction<ConferenceTables>, event: AttendanceEvent): Promise<void> {
  const at = instant(event.atMs);
  const left_at = event.type === 'left' ? at : null;
  const before = await db
    .selectFrom('conference_participant')
    .selectAll()
    .where('id', '=', event.participantId)
    .executeTakeFirst();
  if (before === undefined) {
    const { participantId: id, userId: user_id, conferenceId: conference_id, name: participant_name } = event;
    const row = { id, user_id, conference_id, participant_name, left_at, created_at: at, updated_at: at };
    await db.insertInto('conference_participant').values(row).execute();
    return;
  }
  const isNews = at >= before.updated_at;
  // Somebody with an account whose row has none any more is forgotten, and stays so.
  const isForgotten = before.user_id === null && event.userId !== null;
  const changes = {
    ...(at < before.created_at ? { created_at: at } : {}),
    ...(isNews ? { updated_at: at } : {}),
    ...(isNews && !isForgotten ? { participant_name: event.name } : {}),
    ...(isNews && event.type !== 'renamed' ? { left_at } : {}),
  };
  if (Object.keys(changes).length === 0) return;
  await db.updateTable('conference_participant').set(changes).where('id', '=', event.participantId).execute();
}
