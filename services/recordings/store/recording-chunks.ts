/** The chunk index in SQL. Rows are added by the log's consumer alone; whoever renders sets what stands in for them. */
import { instant, type Sql } from '@veche/ports/sql/sql.ts';
import type { Transaction } from 'kysely';
import { chainOf, chainStart } from '../domain/chunk-chain.ts';
import type { RecordingChunkRow, RecordingRow, RecordingTables } from './recording-tables.ts';

/** A row as it is told, before it has its place. */
export type ToldChunk = Omit<
  RecordingChunkRow,
  | 'sequence'
  | 'chain'
  | 'damaged'
  | 'watch_key'
  | 'watch_size'
  | 'watch_init_bytes'
  | 'watch_init_hash'
  | 'watch_codecs'
>;

export interface WatchCopy {
  readonly key: string;
  readonly sizeBytes: number;
  readonly initBytes: number;
  /** SHA-256 of so many bytes at its front, hexadecimal. */
  readonly initSha256: string;
  /** RFC 6381. */
  readonly codecs: string;
}

export class RecordingChunks {
  readonly #sql: Sql<RecordingTables>;

  constructor(sql: Sql) {
    this.#sql = sql.withTables<RecordingTables>();
  }

  /**
   * Gives each its place, in this order. Answers the keys of blobs that no row names: of chunks that were told before under another key, and of those
   * whose recording is gone.
   */
  add(told: readonly ToldChunk[]): Promise<string[]> {
    return this.#sql.transaction(async (db) => {
      const unnamed: string[] = [];
      for (const [recordingId, chunks] of Map.groupBy(told, ({ recording_id }) => recording_id)) {
        const recording = await db
          .selectFrom('recording')
          .selectAll()
          .where('id', '=', recordingId)
          .where('purged_at', 'is', null)
          .executeTakeFirst();
        if (recording === undefined) unnamed.push(...chunks.map(({ key }) => key));
        else unnamed.push(...(await addAll(db, recording, chunks)));
      }
      return unnamed;
    });
  }

  /** In the order of the log. */
  of(recordingId: string): Promise<RecordingChunkRow[]> {
    return this.#sql.db
      .selectFrom('recording_chunk')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .orderBy('sequence')
      .execute();
  }

  /** Some of them at a time, for those who have time. */
  after(recordingId: string, sequence: number, limit: number): Promise<RecordingChunkRow[]> {
    return this.#sql.db
      .selectFrom('recording_chunk')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .limit(limit)
      .execute();
  }

  bySequence(recordingId: string, sequence: number): Promise<RecordingChunkRow | undefined> {
    return this.#sql.db
      .selectFrom('recording_chunk')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .where('sequence', '=', sequence)
      .executeTakeFirst();
  }

  named(recordingId: string, runStartedAtMs: number, number: number): Promise<RecordingChunkRow | undefined> {
    return this.#sql.db
      .selectFrom('recording_chunk')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .where('run_started_at_ms', '=', runStartedAtMs)
      .where('number', '=', number)
      .executeTakeFirst();
  }

  /** Whether this is the copy that stands in for a chunk. */
  async isWatchKey(recordingId: string, key: string): Promise<boolean> {
    const row = await this.#sql.db
      .selectFrom('recording_chunk')
      .select('sequence')
      .where('recording_id', '=', recordingId)
      .where('watch_key', '=', key)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** For whoever renders. The blob has to be there before. Answers whether the chunk is still there. */
  setWatchCopy(recordingId: string, sequence: number, copy: WatchCopy): Promise<boolean> {
    return this.#sql.transaction(async (db) => {
      const before = await db
        .selectFrom('recording_chunk')
        .select('watch_size')
        .where('recording_id', '=', recordingId)
        .where('sequence', '=', sequence)
        .executeTakeFirst();
      if (before === undefined) return false;
      await db
        .updateTable('recording_chunk')
        .set({
          watch_key: copy.key,
          watch_size: copy.sizeBytes,
          watch_init_bytes: copy.initBytes,
          watch_init_hash: copy.initSha256,
          watch_codecs: copy.codecs,
        })
        .where('recording_id', '=', recordingId)
        .where('sequence', '=', sequence)
        .execute();
      const growth = copy.sizeBytes - (before.watch_size ?? 0);
      await db
        .updateTable('recording')
        .set((row) => ({
          chunk_bytes: row('chunk_bytes', '+', growth),
          revision: row('revision', '+', 1),
        }))
        .where('id', '=', recordingId)
        .execute();
      return true;
    });
  }

  /** Answers whether that is news. */
  markDamaged(recordingId: string, sequence: number): Promise<boolean> {
    return this.#setDamaged(recordingId, sequence, 1);
  }

  /** Its bytes are again what they were, as after a restoration. */
  markWhole(recordingId: string, sequence: number): Promise<boolean> {
    return this.#setDamaged(recordingId, sequence, 0);
  }

  #setDamaged(recordingId: string, sequence: number, damaged: 0 | 1): Promise<boolean> {
    return this.#sql.transaction(async (db) => {
      const { numUpdatedRows } = await db
        .updateTable('recording_chunk')
        .set({ damaged })
        .where('recording_id', '=', recordingId)
        .where('sequence', '=', sequence)
        .where('damaged', '!=', damaged)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return false;
      await db
        .updateTable('recording')
        .set((row) => ({
          damaged_chunks: row('damaged_chunks', '+', damaged === 1 ? 1 : -1),
          revision: row('revision', '+', 1),
        }))
        .where('id', '=', recordingId)
        .execute();
      return true;
    });
  }

  async setVerified(recordingId: string, nowMs: number): Promise<void> {
    await this.#sql.db
      .updateTable('recording')
      .set({ verified_at: instant(nowMs) })
      .where('id', '=', recordingId)
      .execute();
  }

  /** From now on nobody is sent to their bytes; these are deleted afterwards. */
  async setCleared(recordingId: string, nowMs: number): Promise<void> {
    await this.#sql.db
      .updateTable('recording')
      .set((row) => ({
        chunks_cleared_at: instant(nowMs),
        chunk_bytes: 0,
        revision: row('revision', '+', 1),
      }))
      .where('id', '=', recordingId)
      .execute();
  }
}

/** Answers the keys of blobs that no row names. */
async function addAll(
  db: Transaction<RecordingTables>,
  recording: RecordingRow,
  chunks: readonly ToldChunk[],
): Promise<string[]> {
  const unnamed: string[] = [];
  const last = await db
    .selectFrom('recording_chunk')
    .select('chain')
    .where('recording_id', '=', recording.id)
    .where('sequence', '=', recording.chunks - 1)
    .executeTakeFirst();
  let chain = last?.chain ?? chainStart;
  let { chunks: count, duration_ms: durationMs, chunk_bytes: bytes, last_stored_at: lastStoredAt } = recording;
  for (const told of chunks) {
    const known = await db
      .selectFrom('recording_chunk')
      .select('key')
      .where('recording_id', '=', recording.id)
      .where('run_started_at_ms', '=', told.run_started_at_ms)
      .where('number', '=', told.number)
      .executeTakeFirst();
    if (known !== undefined) {
      if (known.key !== told.key) unnamed.push(told.key);
      continue;
    }
    const placed = { ...told, sequence: count };
    chain = chainOf(chain, placed);
    const none = { watch_key: null, watch_size: null, watch_init_bytes: null, watch_init_hash: null };
    await db
      .insertInto('recording_chunk')
      .values({ ...placed, ...none, watch_codecs: null, chain, damaged: 0 })
      .execute();
    count += 1;
    durationMs += told.duration_ms;
    bytes += told.size;
    lastStoredAt = told.stored_at;
  }
  if (count > recording.chunks) {
    await db
      .updateTable('recording')
      .set({
        chunks: count,
        duration_ms: durationMs,
        chunk_bytes: bytes,
        last_stored_at: lastStoredAt,
        revision: recording.revision + 1,
      })
      .where('id', '=', recording.id)
      .execute();
  }
  return unnamed;
}
