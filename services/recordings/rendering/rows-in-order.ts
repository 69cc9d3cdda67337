/** Rows of the chunk index in the order in which they are watched. */
import { inWatchingOrder } from '../domain/timeline.ts';
import type { RecordingChunkRow } from '../store/recording-tables.ts';

export function rowsInOrder(rows: readonly RecordingChunkRow[], goesOn: boolean): RecordingChunkRow[] {
  const spans = rows.map((row) => ({
    row,
    sequence: row.sequence,
    runStartedAtMs: row.run_started_at_ms,
    number: row.number,
    startMs: row.start_ms,
    durationMs: row.duration_ms,
  }));
  return inWatchingOrder(spans, goesOn).map(({ row }) => row);
}
