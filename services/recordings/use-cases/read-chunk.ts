/**
 * A chunk's bytes, whole, and checked while they are read: what is not any more what was stored is reported, and the reading fails at its end, so that
 * nobody takes it for good.
 */
import { createHash } from 'node:crypto';
import type { ByteStream } from '@veche/ports/blobs/blobs.ts';
import type { RecordedParts } from '../recordings-parts.ts';
import type { RecordingChunkRow } from '../store/recording-tables.ts';

/** It is not there any more, or holds something else. It is marked, and told in the log. */
export class ChunkDamaged extends Error {}

type ReadParts = Pick<RecordedParts, 'blobs' | 'chunks' | 'logger'>;

/** Throws `ChunkDamaged`, before the first byte or in place of the last ones. */
export async function readChunk(parts: ReadParts, chunk: RecordingChunkRow): Promise<ByteStream> {
  const content = await parts.blobs.get(chunk.key);
  if (content === undefined) throw await damaged(parts, chunk, 'It is not there any more');
  return checked(parts, chunk, content);
}

async function* checked(parts: ReadParts, chunk: RecordingChunkRow, content: ByteStream): AsyncIterable<Uint8Array> {
  const hash = createHash('sha256');
  let held: Uint8Array | undefined;
  for await (const part of content) {
    hash.update(part);
    if (held !== undefined) yield held;
    held = part;
  }
  if (hash.digest('hex') !== chunk.hash) throw await damaged(parts, chunk, 'Its bytes have changed');
  if (held !== undefined) yield held;
}

/** Marks it and says so, the first time. */
export async function damaged(
  { chunks, logger }: Pick<ReadParts, 'chunks' | 'logger'>,
  { recording_id: recordingId, sequence, key }: RecordingChunkRow,
  reason: string,
): Promise<ChunkDamaged> {
  const isNews = await chunks.markDamaged(recordingId, sequence);
  if (isNews) logger.error({ recordingId, sequence, key, reason }, 'A chunk of a recording is damaged, and left out');
  return new ChunkDamaged(`Chunk ${sequence} of recording ${recordingId}: ${reason}`);
}
