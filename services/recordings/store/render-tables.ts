/**
 * The tables of whoever renders. Everything in them can be made again from the chunks: `recording_segment` says which chunks have been rendered and from
 * which position on, so work that a crash cut short is found, and work that has become wrong since is seen.
 */
import type { Migration } from '@veche/ports/sql/sql.ts';

/** One wanted file of video (and, of the first, of sound). */
export interface RenderRow {
  recording_id: string;
  height: number;
  codec: 'h264' | 'h265';
  /** failed: it is tried again at `retry_at`. */
  state: 'waiting' | 'running' | 'done' | 'failed';
  /** 0 to 1 of what was recorded. */
  progress: number;
  problem: string | null;
  /** Of joining, in a row. */
  tries: number;
  retry_at: string | null;
  /** Of what the file holds that was made last; 0 = there is none. */
  joined_chunks: number;
  joined_ms: number;
  joined_at: string | null;
  /** Asked for by somebody; null = each recording gets it. */
  requested_at: string | null;
  updated_at: string;
}

export interface SegmentRow {
  recording_id: string;
  sequence: number;
  height: number;
  codec: 'h264' | 'h265';
  state: 'done' | 'failed';
  /** Failures in a row; and those of them that were the chunk's own fault. */
  tries: number;
  faults: number;
  retry_at: string | null;
  problem: string | null;
  /** Where it stands, and the chunk before it; -1 = it is the first. It is good for no other place. */
  start_samples: number;
  length_samples: number;
  previous_sequence: number;
  /** 1 = black and silence stand in. */
  black: number;
  picture_key: string;
  front_bytes: number;
  picture_bytes: number;
  sound_key: string;
  first_packet: number;
  packets: number;
  updated_at: string;
}

/** A file that stands. */
export interface RenderedFileRow {
  recording_id: string;
  name: string;
  kind: 'video' | 'sound' | 'asRecorded' | 'thumbnail';
  key: string;
  size: number;
  content_type: string;
  made_at: string;
}

/** Wanted as it was recorded, and not done yet. */
export interface RemuxRow {
  recording_id: string;
  requested_at: string;
}

export interface RenderTables {
  recording_render: RenderRow;
  recording_segment: SegmentRow;
  recording_file: RenderedFileRow;
  recording_remux: RemuxRow;
}

/** After those of the recordings. */
export const renderMigrations: readonly Migration[] = [
  {
    name: 'recordings/0101-render',
    async up(db, types) {
      await db.schema
        .createTable('recording_render')
        .addColumn('recording_id', types.uuid, (column) => column.notNull())
        .addColumn('height', 'integer', (column) => column.notNull())
        .addColumn('codec', 'varchar(10)', (column) => column.notNull())
        .addColumn('state', 'varchar(10)', (column) => column.notNull())
        .addColumn('progress', 'double precision', (column) => column.notNull())
        .addColumn('problem', 'varchar(500)')
        .addColumn('tries', 'integer', (column) => column.notNull())
        .addColumn('retry_at', types.instant)
        .addColumn('joined_chunks', 'integer', (column) => column.notNull())
        .addColumn('joined_ms', 'bigint', (column) => column.notNull())
        .addColumn('joined_at', types.instant)
        .addColumn('requested_at', types.instant)
        .addColumn('updated_at', types.instant, (column) => column.notNull())
        .addPrimaryKeyConstraint('recording_render_key', ['recording_id', 'height', 'codec'])
        .execute();
      await db.schema
        .createIndex('recording_render_state')
        .on('recording_render')
        .columns(['state', 'joined_at'])
        .execute();
    },
  },
  {
    name: 'recordings/0102-segment',
    async up(db, types) {
      await db.schema
        .createTable('recording_segment')
        .addColumn('recording_id', types.uuid, (column) => column.notNull())
        .addColumn('sequence', 'integer', (column) => column.notNull())
        .addColumn('height', 'integer', (column) => column.notNull())
        .addColumn('codec', 'varchar(10)', (column) => column.notNull())
        .addColumn('state', 'varchar(10)', (column) => column.notNull())
        .addColumn('tries', 'integer', (column) => column.notNull())
        .addColumn('faults', 'integer', (column) => column.notNull())
        .addColumn('retry_at', types.instant)
        .addColumn('problem', 'varchar(500)')
        .addColumn('start_samples', 'bigint', (column) => column.notNull())
        .addColumn('length_samples', 'bigint', (column) => column.notNull())
        .addColumn('previous_sequence', 'integer', (column) => column.notNull())
        .addColumn('black', 'integer', (column) => column.notNull())
        .addColumn('picture_key', 'varchar(400)', (column) => column.notNull())
        .addColumn('front_bytes', 'integer', (column) => column.notNull())
        .addColumn('picture_bytes', 'bigint', (column) => column.notNull())
        .addColumn('sound_key', 'varchar(400)', (column) => column.notNull())
        .addColumn('first_packet', 'bigint', (column) => column.notNull())
        .addColumn('packets', 'integer', (column) => column.notNull())
        .addColumn('updated_at', types.instant, (column) => column.notNull())
        .addPrimaryKeyConstraint('recording_segment_key', ['recording_id', 'sequence', 'height', 'codec'])
        .execute();
    },
  },
  {
    name: 'recordings/0103-file',
    async up(db, types) {
      await db.schema
        .createTable('recording_file')
        .addColumn('recording_id', types.uuid, (column) => column.notNull())
        .addColumn('name', 'varchar(100)', (column) => column.notNull())
        .addColumn('kind', 'varchar(20)', (column) => column.notNull())
        .addColumn('key', 'varchar(400)', (column) => column.notNull())
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addColumn('content_type', 'varchar(100)', (column) => column.notNull())
        .addColumn('made_at', types.instant, (column) => column.notNull())
        .addPrimaryKeyConstraint('recording_file_key', ['recording_id', 'name'])
        .execute();
    },
  },
  {
    name: 'recordings/0104-remux',
    async up(db, types) {
      await db.schema
        .createTable('recording_remux')
        .addColumn('recording_id', types.uuid, (column) => column.primaryKey())
        .addColumn('requested_at', types.instant, (column) => column.notNull())
        .execute();
    },
  },
];
