/**
 * The seed's tables `conference`, `conference_participant` and `live_conference` with their columns and indexes, and who was put out of a meeting.
 * `join_link` keeps the path only: the address in front of it depends on how the server is reached. The hash index of the seed on `parent_id` is
 * a plain one where the engine has no other.
 */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import type { Migration } from '@veche/ports/sql/sql.ts';

export interface ConferenceRow {
  id: string;
  owner_id: string;
  /** Set for breakout rooms. */
  parent_id: string | null;
  name: string;
  join_password: string | null;
  join_link: string;
  server_location: string | null;
  recording_url: string | null;
  sound_mode: SoundMode;
  /** 1 = whoever comes waits until a host lets them in. */
  lobby: number;
  /** Planned meetings start later than they were created. */
  started_at: string;
  ended_at: string | null;
  created_at: string;
  updated_at: string;
}

/** Who is not let in any more: an account, a guest's browser, or (who may be) whoever comes from an address. */
export interface BarRow {
  conference_id: string;
  kind: 'account' | 'guest' | 'address';
  value: string;
  created_at: string;
}

/** What stands of a meeting that goes on, or stood when it last did. */
export interface LiveConferenceRow {
  conference_id: string;
  /** Inside now, as far as was told. */
  participants: number;
  max_participants: number;
  average_participants: number;
  /** Of the main room. */
  recording_state: 'stopped' | 'paused' | 'recording';
  /** A `KeptMeeting` as JSON; null once the meeting has ended, when it is good for nothing. */
  kept: string | null;
  created_at: string;
  updated_at: string;
}

export interface ParticipantRow {
  /** The participant's id, which is new with every joining. */
  id: string;
  /** null for somebody without an account, and once the account is deleted. */
  user_id: string | null;
  conference_id: string;
  participant_name: string;
  /** null = inside, or cut off before anybody could tell. */
  left_at: string | null;
  /** When they came. */
  created_at: string;
  /** When what stands here was so: of two events the later one counts, in whatever order they are handed over. */
  updated_at: string;
}

export interface ConferenceTables {
  conference: ConferenceRow;
  conference_bar: BarRow;
  live_conference: LiveConferenceRow;
  conference_participant: ParticipantRow;
}

export const conferenceMigrations: readonly Migration[] = [
  {
    name: 'conferences/0001-conference',
    async up(db, types) {
      await db.schema
        .createTable('conference')
        .addColumn('id', types.uuid, (column) => column.primaryKey())
        .addColumn('owner_id', types.uuid, (column) => column.notNull())
        .addColumn('parent_id', types.uuid, (column) => column.references('conference.id').onDelete('cascade'))
        .addColumn('name', 'varchar(100)', (column) => column.notNull())
        .addColumn('join_password', 'varchar(50)')
        .addColumn('join_link', 'varchar(250)', (column) => column.notNull())
        .addColumn('server_location', 'varchar(250)')
        .addColumn('recording_url', 'varchar(500)')
        .addColumn('started_at', types.instant, (column) => column.notNull())
        .addColumn('ended_at', types.instant)
        .addColumn('created_at', types.instant, (column) => column.notNull())
        .addColumn('updated_at', types.instant, (column) => column.notNull())
        .execute();
      for (const column of ['owner_id', 'parent_id', 'join_link'] as const) {
        await db.schema.createIndex(`conference_${column}`).on('conference').column(column).execute();
      }
    },
  },
  {
    name: 'conferences/0002-sound-mode',
    async up(db) {
      await db.schema
        .alterTable('conference')
        .addColumn('sound_mode', 'varchar(20)', (column) => column.notNull().defaultTo('mixed'))
        .execute();
    },
  },
  {
    name: 'conferences/0003-lobby',
    async up(db) {
      await db.schema
        .alterTable('conference')
        .addColumn('lobby', 'integer', (column) => column.notNull().defaultTo(0))
        .execute();
    },
  },
  {
    name: 'conferences/0004-bar',
    async up(db, types) {
      await db.schema
        .createTable('conference_bar')
        .addColumn('conference_id', types.uuid, (column) =>
          column.notNull().references('conference.id').onDelete('cascade'),
        )
        .addColumn('kind', 'varchar(20)', (column) => column.notNull())
        .addColumn('value', 'varchar(100)', (column) => column.notNull())
        .addColumn('created_at', types.instant, (column) => column.notNull())
        .addPrimaryKeyConstraint('conference_bar_key', ['conference_id', 'kind', 'value'])
        .execute();
    },
  },
  {
    name: 'conferences/0005-live-conference',
    async up(db, types) {
      await db.schema
        .createTable('live_conference')
        .addColumn('conference_id', types.uuid, (column) =>
          column.primaryKey().references('conference.id').onDelete('cascade'),
        )
        .addColumn('participants', 'integer', (column) => column.notNull())
        .addColumn('max_participants', 'integer', (column) => column.notNull())
        .addColumn('average_participants', 'integer', (column) => column.notNull())
        .addColumn('kept', 'text')
        .addColumn('created_at', types.instant, (column) => column.notNull())
        .addColumn('updated_at', types.instant, (column) => column.notNull())
        .execute();
    },
  },
  {
    name: 'conferences/0006-participant',
    async up(db, types) {
      await db.schema
        .createTable('conference_participant')
        .addColumn('id', types.uuid, (column) => column.primaryKey())
        .addColumn('user_id', types.uuid)
        .addColumn('conference_id', types.uuid, (column) =>
          column.notNull().references('conference.id').onDelete('cascade'),
        )
        .addColumn('participant_name', 'varchar(50)', (column) => column.notNull())
        .addColumn('left_at', types.instant)
        .addColumn('created_at', types.instant, (column) => column.notNull())
        .addColumn('updated_at', types.instant, (column) => column.notNull())
        .execute();
      // The seed's on the meeting; by the account it is found when that is deleted.
      for (const column of ['conference_id', 'user_id'] as const) {
        await db.schema
          .createIndex(`conference_participant_${column}`)
          .on('conference_participant')
          .column(column)
          .execute();
      }
    },
  },
  {
    name: 'conferences/0007-recording-state',
    async up(db) {
      await db.schema
        .alterTable('live_conference')
        .addColumn('recording_state', 'varchar(20)', (column) => column.notNull().defaultTo('stopped'))
        .execute();
    },
  },
];
