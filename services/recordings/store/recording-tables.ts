/**
 * The tables of recordings. `recording_chunk` is the index of what lies in `blobs`: it is written by the log's consumer alone, and chained, so that a
 * row or a byte that was changed shows. What can be added up of the chunks stands in `recording` too, changed with them in one transaction.
 */
import type { ChunkContainer, SpeakerMark } from '@veche/contracts/recording/recorded-chunk.ts';
import type { Migration } from '@veche/ports/sql/sql.ts';

export interface RecordingRow {
  id: string;
  conference_id: string;
  /** Of a breakout room, the meeting that it belongs to. */
  parent_conference_id: string | null;
  owner_id: string;
  name: string;
  /** Of a breakout room. */
  room_name: string | null;
  started_at: string;
  ended_at: string | null;
  state: 'recording' | 'paused' | 'ended';
  /** When `state` became so: what was so before, and is told late, does nothing. */
  state_at: string;
  /** Hidden since then, and still to be brought back. */
  deleted_at: string | null;
  /** Gone for good since then; what is left of it is on its way out. */
  purged_at: string | null;
  /** How many, also the next one's sequence. */
  chunks: number;
  duration_ms: number;
  /** What the chunks take, with the copies that stand in for them; and what the rendered files take. */
  chunk_bytes: number;
  rendered_bytes: number;
  damaged_chunks: number;
  last_stored_at: string | null;
  /** The chunks' bytes were cleared away then, by the rules of keeping; their rows tell the timeline. */
  chunks_cleared_at: string | null;
  verified_at: string | null;
  /** Grows with each change of what is watched. */
  revision: number;
  created_at: string;
  updated_at: string;
}

export interface RecordingChunkRow {
  recording_id: string;
  /** In the order in which the log has them, from 0. What is watched goes by `run_started_at_ms` and `number`. */
  sequence: number;
  run_started_at_ms: number;
  number: number;
  /** Whose picture it holds, and of what; a still is nobody's. */
  kind: 'camera' | 'screen' | 'still';
  source: string | null;
  start_ms: number;
  duration_ms: number;
  /** `SpeakerMark[]` as JSON. */
  speakers: string;
  container: ChunkContainer;
  video_codec: 'h264' | 'vp8';
  codecs: string;
  width: number;
  height: number;
  /** So many bytes at the front initialise a decoder; chunks with the same hash of them (SHA-256, hexadecimal) need no new one. */
  init_bytes: number;
  init_hash: string;
  size: number;
  key: string;
  /** SHA-256 of all bytes, hexadecimal. */
  hash: string;
  /** Of this row and of all before it: see `domain/chunk-chain.ts`. */
  chain: string;
  /** 1 = its bytes or its row are not any more what was stored. */
  damaged: number;
  stored_at: string;
  /** The rendered copy (H.264 and Opus, fragmented MP4) that players are given in place of a VP8 chunk; null = there is none (yet). */
  watch_key: string | null;
  watch_size: number | null;
  watch_init_bytes: number | null;
  watch_init_hash: string | null;
  watch_codecs: string | null;
}

export interface RecordingPauseRow {
  recording_id: string;
  started_at_ms: number;
  /** null = it goes on. */
  ended_at_ms: number | null;
}

export interface RecordingShareRow {
  id: string;
  recording_id: string;
  kind: 'account' | 'link';
  /** Of an account. */
  user_id: string | null;
  /** Of a link: SHA-256 of its key, hexadecimal. The key itself is nowhere. */
  key_hash: string | null;
  created_at: string;
  expires_at: string | null;
}

/** What signs addresses; made once. */
export interface RecordingSecretRow {
  name: string;
  /** Hexadecimal. */
  value: string;
}

export interface RecordingTables {
  recording: RecordingRow;
  recording_chunk: RecordingChunkRow;
  recording_pause: RecordingPauseRow;
  recording_share: RecordingShareRow;
  recording_secret: RecordingSecretRow;
}

export const speakersOf = (row: Pick<RecordingChunkRow, 'speakers'>): readonly SpeakerMark[] =>
  JSON.parse(row.speakers) as SpeakerMark[];

export const recordingMigrations: readonly Migration[] = [
  {
    name: 'recordings/0001-recording',
    async up(db, types) {
      await db.schema
        .createTable('recording')
        .addColumn('id', types.uuid, (column) => column.primaryKey())
        .addColumn('conference_id', types.uuid, (column) => column.notNull())
        .addColumn('parent_conference_id', types.uuid)
        .addColumn('owner_id', types.uuid, (column) => column.notNull())
        .addColumn('name', 'varchar(100)', (column) => column.notNull())
        .addColumn('room_name', 'varchar(100)')
        .addColumn('started_at', types.instant, (column) => column.notNull())
        .addColumn('ended_at', types.instant)
        .addColumn('state', 'varchar(20)', (column) => column.notNull())
        .addColumn('state_at', types.instant, (column) => column.notNull())
        .addColumn('deleted_at', types.instant)
        .addColumn('purged_at', types.instant)
        .addColumn('chunks', 'integer', (column) => column.notNull())
        .addColumn('duration_ms', 'bigint', (column) => column.notNull())
        .addColumn('chunk_bytes', 'bigint', (column) => column.notNull())
        .addColumn('rendered_bytes', 'bigint', (column) => column.notNull())
        .addColumn('damaged_chunks', 'integer', (column) => column.notNull())
        .addColumn('last_stored_at', types.instant)
        .addColumn('chunks_cleared_at', types.instant)
        .addColumn('verified_at', types.instant)
        .addColumn('revision', 'bigint', (column) => column.notNull())
        .addColumn('created_at', types.instant, (column) => column.notNull())
        .addColumn('updated_at', types.instant, (column) => column.notNull())
        .execute();
      // Pages of somebody's list, newest first.
      await db.schema
        .createIndex('recording_owner')
        .on('recording')
        .columns(['owner_id', 'started_at', 'id'])
        .execute();
      for (const column of ['conference_id', 'parent_conference_id', 'deleted_at', 'purged_at'] as const) {
        await db.schema.createIndex(`recording_${column}`).on('recording').column(column).execute();
      }
    },
  },
  {
    name: 'recordings/0002-chunk',
    async up(db, types) {
      await db.schema
        .createTable('recording_chunk')
        .addColumn('recording_id', types.uuid, (column) =>
          column.notNull().references('recording.id').onDelete('cascade'),
        )
        .addColumn('sequence', 'integer', (column) => column.notNull())
        .addColumn('run_started_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('kind', 'varchar(10)', (column) => column.notNull())
        .addColumn('source', types.uuid)
        .addColumn('start_ms', 'bigint', (column) => column.notNull())
        .addColumn('duration_ms', 'integer', (column) => column.notNull())
        .addColumn('speakers', types.json, (column) => column.notNull())
        .addColumn('container', 'varchar(10)', (column) => column.notNull())
        .addColumn('video_codec', 'varchar(10)', (column) => column.notNull())
        .addColumn('codecs', 'varchar(100)', (column) => column.notNull())
        .addColumn('width', 'integer', (column) => column.notNull())
        .addColumn('height', 'integer', (column) => column.notNull())
        .addColumn('init_bytes', 'integer', (column) => column.notNull())
        .addColumn('init_hash', 'varchar(64)', (column) => column.notNull())
        .addColumn('size', 'bigint', (column) => column.notNull())
        .addColumn('key', 'varchar(400)', (column) => column.notNull())
        .addColumn('hash', 'varchar(64)', (column) => column.notNull())
        .addColumn('chain', 'varchar(64)', (column) => column.notNull())
        .addColumn('damaged', 'integer', (column) => column.notNull())
        .addColumn('stored_at', types.instant, (column) => column.notNull())
        .addColumn('watch_key', 'varchar(400)')
        .addColumn('watch_size', 'bigint')
        .addColumn('watch_init_bytes', 'integer')
        .addColumn('watch_init_hash', 'varchar(64)')
        .addColumn('watch_codecs', 'varchar(100)')
        .addPrimaryKeyConstraint('recording_chunk_key', ['recording_id', 'sequence'])
        .execute();
      await db.schema
        .createIndex('recording_chunk_once')
        .unique()
        .on('recording_chunk')
        .columns(['recording_id', 'run_started_at_ms', 'number'])
        .execute();
      // For the sweep of what belongs to nothing.
      await db.schema
        .createIndex('recording_chunk_watch_key')
        .on('recording_chunk')
        .columns(['recording_id', 'watch_key'])
        .execute();
    },
  },
  {
    name: 'recordings/0003-pause',
    async up(db, types) {
      await db.schema
        .createTable('recording_pause')
        .addColumn('recording_id', types.uuid, (column) =>
          column.notNull().references('recording.id').onDelete('cascade'),
        )
        .addColumn('started_at_ms', 'bigint', (column) => column.notNull())
        .addColumn('ended_at_ms', 'bigint')
        .addPrimaryKeyConstraint('recording_pause_key', ['recording_id', 'started_at_ms'])
        .execute();
    },
  },
  {
    name: 'recordings/0004-share',
    async up(db, types) {
      await db.schema
        .createTable('recording_share')
        .addColumn('id', types.uuid, (column) => column.primaryKey())
        .addColumn('recording_id', types.uuid, (column) =>
          column.notNull().references('recording.id').onDelete('cascade'),
        )
        .addColumn('kind', 'varchar(10)', (column) => column.notNull())
        .addColumn('user_id', types.uuid)
        .addColumn('key_hash', 'varchar(64)')
        .addColumn('created_at', types.instant, (column) => column.notNull())
        .addColumn('expires_at', types.instant)
        .execute();
      // Once for each account; and the lists of what is shared with somebody.
      await db.schema
        .createIndex('recording_share_account')
        .unique()
        .on('recording_share')
        .columns(['user_id', 'recording_id'])
        .execute();
      await db.schema.createIndex('recording_share_recording').on('recording_share').column('recording_id').execute();
    },
  },
  {
    name: 'recordings/0005-secret',
    async up(db) {
      await db.schema
        .createTable('recording_secret')
        .addColumn('name', 'varchar(20)', (column) => column.primaryKey())
        .addColumn('value', 'varchar(100)', (column) => column.notNull())
        .execute();
    },
  },
];
