/**
 * The seed's `conference` table with its columns and indexes. `join_link` keeps the path only: the address in front of it
 * depends on how the server is reached. The hash index of the seed on `parent_id` is a plain one where the engine has no other.
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
  /** Planned meetings start later than they were created. */
  started_at: string;
  ended_at: string | null;
  created_at: string;
  updated_at: string;
}

export interface ConferenceTables {
  conference: ConferenceRow;
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
];
