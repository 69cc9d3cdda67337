/**
 * The seed's `live_conference` as it was last written down. The media server's own is the truth while a meeting goes on; this one gives it back after a
 * restart, and says when a meeting was last heard of.
 */
import { type KeptMeeting, keptMeetingOf } from '@veche/contracts/signalling/kept-meeting.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { LiveRecord } from '../needs.ts';
import type { ConferenceTables } from './conference-tables.ts';

export class LiveConferences {
  readonly #sql: Sql<ConferenceTables>;

  constructor(sql: Sql<ConferenceTables>) {
    this.#sql = sql;
  }

  /** Nothing where nothing was written down, the meeting has ended, or what was written is of another version of the program. */
  async kept(conferenceId: string): Promise<KeptMeeting | undefined> {
    return (await this.opening(conferenceId))?.kept;
  }

  /** What a meeting opens with, if anything is kept of it; undefined for one that has ended. One look at the table. */
  async opening(conferenceId: string): Promise<{ readonly kept: KeptMeeting | undefined } | undefined> {
    const row = await this.#sql.db
      .selectFrom('conference')
      .leftJoin('live_conference', 'live_conference.conference_id', 'conference.id')
      .select('live_conference.kept')
      .where('conference.id', '=', conferenceId)
      .where('conference.ended_at', 'is', null)
      .executeTakeFirst();
    return row && { kept: row.kept == null ? undefined : keptMeetingOf(row.kept) };
  }

  /** When each meeting that is to go on was last heard of, milliseconds since the epoch. */
  async lastHeard(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#sql.db
      .selectFrom('live_conference')
      .select(['conference_id', 'updated_at'])
      .where('kept', 'is not', null)
      .execute();
    return new Map(rows.map((row) => [row.conference_id, Date.parse(row.updated_at)]));
  }

  /** Does nothing for what is in no table, as a sound check. Of a meeting that has ended the figures are kept, and nobody is inside. */
  async write(live: LiveRecord, now: string): Promise<void> {
    await this.#sql.transaction(async (db) => {
      const conference = await db
        .selectFrom('conference')
        .select('ended_at')
        .where('id', '=', live.conferenceId)
        .executeTakeFirst();
      if (conference === undefined) return;
      const isOver = conference.ended_at !== null;
      const columns = {
        participants: isOver ? 0 : live.participants,
        max_participants: live.maxParticipants,
        average_participants: Math.round(live.averageParticipants),
        recording_state: isOver ? 'stopped' : recordingStateOf(live.kept),
        kept: isOver ? null : JSON.stringify(live.kept),
        updated_at: now,
      };
      await db
        .insertInto('live_conference')
        .values({ conference_id: live.conferenceId, ...columns, created_at: now })
        .onConflict((conflict) => conflict.column('conference_id').doUpdateSet(columns))
        .execute();
    });
  }

  /** What is kept from now on of a meeting in which nobody is; its figures stay as they are. Does nothing for one that has ended. */
  async prepare(conferenceId: string, kept: KeptMeeting, now: string): Promise<void> {
    const columns = { kept: JSON.stringify(kept), updated_at: now };
    const figures = {
      participants: 0,
      max_participants: 0,
      average_participants: 0,
      recording_state: recordingStateOf(kept),
    };
    await this.#sql.transaction(async (db) => {
      const open = await db
        .selectFrom('conference')
        .select('id')
        .where('id', '=', conferenceId)
        .where('ended_at', 'is', null)
        .executeTakeFirst();
      if (open === undefined) return;
      await db
        .insertInto('live_conference')
        .values({ conference_id: conferenceId, ...figures, ...columns, created_at: now })
        .onConflict((conflict) => conflict.column('conference_id').doUpdateSet(columns))
        .execute();
    });
  }
}

/** The seed's: of the main room. */
const recordingStateOf = ({ recordings }: KeptMeeting): 'stopped' | 'paused' | 'recording' =>
  recordings?.find(({ roomId }) => roomId === null)?.state ?? 'stopped';
