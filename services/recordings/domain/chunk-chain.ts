/**
 * Each row of the chunk index carries a hash over the one of the row before it and over what it says of what was recorded, its file's hash among it: whoever
 * changes that, takes one out or changes a byte of a file would have to write every later row anew, and the recording's own.
 */
import { createHash } from 'node:crypto';
import type { RecordingChunkRow } from '../store/recording-tables.ts';

/** What never changes once a chunk is stored. Where it lies and what stands in for it may. */
export type ChainedFacts = Pick<
  RecordingChunkRow,
  | 'sequence'
  | 'run_started_at_ms'
  | 'number'
  | 'kind'
  | 'source'
  | 'start_ms'
  | 'duration_ms'
  | 'speakers'
  | 'container'
  | 'codecs'
  | 'size'
  | 'hash'
>;

/** Before the first chunk. */
export const chainStart = '';

export function chainOf(before: string, row: ChainedFacts): string {
  const facts = [
    before,
    row.sequence,
    row.run_started_at_ms,
    row.number,
    row.kind,
    row.source,
    row.start_ms,
    row.duration_ms,
    row.speakers,
    row.container,
    row.codecs,
    row.size,
    row.hash,
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}
