/** What is rendered, in SQL: wanted files, rendered chunks, files that stand, and what is wanted as it was recorded. */
import { instant, type Sql } from '@veche/ports/sql/sql.ts';
import type { RecordingTables } from './recording-tables.ts';
import type { RenderedFileRow, RenderRow, RenderTables, SegmentRow } from './render-tables.ts';

/** Which of a recording's renders. */
export type RenderKey = Pick<RenderRow, 'recording_id' | 'height' | 'codec'>;

export class Renders {
  readonly #sql: Sql<RecordingTables & RenderTables>;

  constructor(sql: Sql) {
    this.#sql = sql.withTables<RecordingTables & RenderTables>();
  }

  /** Of recordings with chunks that have no finished file yet, or another one is wanted of, or a chunk came late. */
  async unfinished(): Promise<string[]> {
    const finished = this.#sql.db.selectFrom('recording_render').select('recording_id').where('state', '=', 'done');
    // Rows are counted where some are missing from a file, and not otherwise: of a row that is lost nothing can be made.
    const outgrown = this.#sql.db
      .selectFrom('recording_render as render')
      .innerJoin('recording as recorded', 'recorded.id', 'render.recording_id')
      .select('render.recording_id')
      .where('render.state', '=', 'done')
      .whereRef('recorded.chunks', '>', 'render.joined_chunks')
      .where((row) =>
        row(
          row
            .selectFrom('recording_chunk as chunk')
            .select(row.fn.countAll<number>().as('rows'))
            .whereRef('chunk.recording_id', '=', 'render.recording_id'),
          '>',
          row.ref('render.joined_chunks'),
        ),
      );
    const rows = await this.#sql.db
      .selectFrom('recording')
      .select('id')
      .where('purged_at', 'is', null)
      .where('chunks_cleared_at', 'is', null)
      .where('chunks', '>', 0)
      .where((row) =>
        row.or([
          row('state', '!=', 'ended'),
          row('id', 'not in', finished),
          row('id', 'in', outgrown),
          row(
            'id',
            'in',
            this.#sql.db.selectFrom('recording_render').select('recording_id').where('state', '!=', 'done'),
          ),
        ]),
      )
      .orderBy('started_at')
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Ended recordings of which there is not a single file, for a machine that can't render. */
  async withoutFiles(): Promise<string[]> {
    const rows = await this.#sql.db
      .selectFrom('recording')
      .select('id')
      .where('purged_at', 'is', null)
      .where('chunks_cleared_at', 'is', null)
      .where('chunks', '>', 0)
      .where('state', '=', 'ended')
      .where('id', 'not in', this.#sql.db.selectFrom('recording_file').select('recording_id'))
      .orderBy('started_at')
      .execute();
    return rows.map(({ id }) => id);
  }

  /** The one that each recording gets comes first. */
  of(recordingId: string): Promise<RenderRow[]> {
    return this.#sql.db
      .selectFrom('recording_render')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .orderBy((row) => row.fn.coalesce('requested_at', row.val('')))
      .execute();
  }

  /** Does nothing where it is wanted already. */
  async add(key: RenderKey, nowMs: number): Promise<void> {
    await this.#sql.db
      .insertInto('recording_render')
      .values({ ...key, ...fresh, requested_at: null, updated_at: instant(nowMs) })
      .onConflict((conflict) => conflict.columns(['recording_id', 'height', 'codec']).doNothing())
      .execute();
  }

  /** Made from the chunks anew; the file that stands is there until then. */
  async request(key: RenderKey, nowMs: number): Promise<void> {
    await this.#sql.transaction(async (db) => {
      const again = { ...fresh, requested_at: instant(nowMs), updated_at: instant(nowMs) };
      await db
        .insertInto('recording_render')
        .values({ ...key, ...again })
        .onConflict((conflict) => conflict.columns(['recording_id', 'height', 'codec']).doUpdateSet(again))
        .execute();
      await db
        .deleteFrom('recording_segment')
        .where('recording_id', '=', key.recording_id)
        .where('height', '=', key.height)
        .where('codec', '=', key.codec)
        .execute();
    });
  }

  async change(key: RenderKey, change: Partial<RenderRow>, nowMs: number): Promise<void> {
    await this.#sql.db
      .updateTable('recording_render')
      .set({ ...change, updated_at: instant(nowMs) })
      .where('recording_id', '=', key.recording_id)
      .where('height', '=', key.height)
      .where('codec', '=', key.codec)
      .execute();
  }

  /** Joined before then, and segments of it are still there. */
  async joinedBefore(before: string): Promise<RenderKey[]> {
    return this.#sql.db
      .selectFrom('recording_render as render')
      .select(['render.recording_id', 'render.height', 'render.codec'])
      .where('render.state', '=', 'done')
      .where('render.joined_at', '<=', before)
      .where((row) =>
        row.exists(
          row
            .selectFrom('recording_segment as segment')
            .select('segment.sequence')
            .whereRef('segment.recording_id', '=', 'render.recording_id')
            .whereRef('segment.height', '=', 'render.height')
            .whereRef('segment.codec', '=', 'render.codec'),
        ),
      )
      .execute();
  }

  segments(recordingId: string): Promise<SegmentRow[]> {
    return this.#sql.db
      .selectFrom('recording_segment')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .orderBy('sequence')
      .execute();
  }

  /** Replaces what was known of it. Answers whether its render is still wanted. */
  setSegment(row: SegmentRow): Promise<boolean> {
    return this.#sql.transaction(async (db) => {
      const render = await db
        .selectFrom('recording_render')
        .select('state')
        .where('recording_id', '=', row.recording_id)
        .where('height', '=', row.height)
        .where('codec', '=', row.codec)
        .executeTakeFirst();
      if (render === undefined) return false;
      await db
        .insertInto('recording_segment')
        .values(row)
        .onConflict((conflict) => conflict.columns(['recording_id', 'sequence', 'height', 'codec']).doUpdateSet(row))
        .execute();
      return true;
    });
  }

  async removeSegments(key: RenderKey, sequence?: number): Promise<void> {
    const all = this.#sql.db
      .deleteFrom('recording_segment')
      .where('recording_id', '=', key.recording_id)
      .where('height', '=', key.height)
      .where('codec', '=', key.codec);
    await (sequence === undefined ? all : all.where('sequence', '=', sequence)).execute();
  }

  files(recordingId: string): Promise<RenderedFileRow[]> {
    return this.#sql.db
      .selectFrom('recording_file')
      .selectAll()
      .where('recording_id', '=', recordingId)
      .orderBy('name')
      .execute();
  }

  async setFile(row: RenderedFileRow): Promise<void> {
    await this.#sql.db
      .insertInto('recording_file')
      .values(row)
      .onConflict((conflict) => conflict.columns(['recording_id', 'name']).doUpdateSet(row))
      .execute();
  }

  /** Its chunks are wanted as they were recorded. Does nothing where they are already. */
  async askRemux(recordingId: string, nowMs: number): Promise<void> {
    await this.#sql.db
      .insertInto('recording_remux')
      .values({ recording_id: recordingId, requested_at: instant(nowMs) })
      .onConflict((conflict) => conflict.column('recording_id').doNothing())
      .execute();
  }

  /** Those of which the chunks are wanted as they were recorded, and are there; who has waited longest comes first. */
  async remuxesAsked(): Promise<string[]> {
    const rows = await this.#sql.db
      .selectFrom('recording_remux as remux')
      .innerJoin('recording', 'recording.id', 'remux.recording_id')
      .select('remux.recording_id')
      .where('recording.purged_at', 'is', null)
      .where('recording.chunks_cleared_at', 'is', null)
      .orderBy('remux.requested_at')
      .execute();
    return rows.map(({ recording_id }) => recording_id);
  }

  async remuxed(recordingId: string): Promise<void> {
    await this.#sql.db.deleteFrom('recording_remux').where('recording_id', '=', recordingId).execute();
  }

  /** Nothing is known of it any more. */
  forget(recordingId: string): Promise<void> {
    return this.#sql.transaction(async (db) => {
      for (const table of ['recording_render', 'recording_segment', 'recording_file', 'recording_remux'] as const) {
        await db.deleteFrom(table).where('recording_id', '=', recordingId).execute();
      }
    });
  }
}

const fresh = {
  state: 'waiting',
  progress: 0,
  problem: null,
  tries: 0,
  retry_at: null,
  joined_chunks: 0,
  joined_ms: 0,
  joined_at: null,
} as const;
