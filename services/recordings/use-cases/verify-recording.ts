/** Looks whether a recording's chunks still hold what was stored: every row by the chain, every file by its hash, one after the other. */

import { chainOf, chainStart } from '../domain/chunk-chain.ts';
import type { RecordedParts } from '../recordings-parts.ts';
import { ChunkDamaged, damaged, readChunk } from './read-chunk.ts';

const atATime = 100;
/** Between two chunks, so that it takes no more than a little of a core and of the disk. */
const restMs = 5;

type VerifyParts = Pick<RecordedParts, 'blobs' | 'chunks' | 'recordings' | 'logger' | 'clock'>;

/**
 * Answers how many are damaged. What is whole again is no longer marked. `between` is asked before each chunk whether to go on. Rejects when the blobs or
 * the tables are away.
 */
export async function verifyRecording(
  parts: VerifyParts,
  recordingId: string,
  between: () => Promise<boolean>,
): Promise<number> {
  // Before its rows: there may be more of these by then, never fewer.
  const recording = await parts.recordings.byId(recordingId);
  if (recording === undefined) return 0;
  let faults = 0;
  let before = chainStart;
  let expected = 0;
  for (let after = -1; ; ) {
    const rows = await parts.chunks.after(recordingId, after, atATime);
    for (const row of rows) {
      // Of what is being cleared away nothing is damaged.
      if (!(await between()) || !(await isThere(parts, recordingId))) return faults;
      // Of a row that is missing, the next one tells: its chain is not over what stands before it.
      const isChained = row.sequence === expected && chainOf(before, row) === row.chain;
      if (!isChained) await damaged(parts, row, 'Its row, or one before it, has changed');
      const isWhole = isChained && (await holds(() => readChunk(parts, row)));
      if (isWhole) await parts.chunks.markWhole(recordingId, row.sequence);
      else faults += 1;
      before = row.chain;
      expected = row.sequence + 1;
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.sequence;
  }
  if (expected < recording.chunks) {
    const fields = { recordingId, expected: recording.chunks, found: expected };
    parts.logger.error(fields, 'A recording lacks rows of chunks');
    faults += 1;
  }
  await parts.chunks.setVerified(recordingId, parts.clock.nowMs());
  return faults;
}

async function isThere({ recordings }: VerifyParts, recordingId: string): Promise<boolean> {
  const recording = await recordings.byId(recordingId);
  return recording !== undefined && recording.chunks_cleared_at === null;
}

async function holds(read: () => Promise<AsyncIterable<Uint8Array>>): Promise<boolean> {
  try {
    for await (const _part of await read()) {
      // Only their hash is wanted.
    }
    return true;
  } catch (error) {
    if (error instanceof ChunkDamaged) return false;
    throw error;
  }
}
