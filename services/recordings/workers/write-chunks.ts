/** The log's consumer that keeps the chunk index. Handed the same events again, it leaves the same. */
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import { type LogEvent, TryLater } from '@veche/ports/log/log.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { type ChunkStored, readEvent } from '../domain/recording-event.ts';
import type { RecordingsParts } from '../recordings-parts.ts';
import type { ToldChunk } from '../store/recording-chunks.ts';

type WriterParts = Pick<RecordingsParts, 'chunks' | 'blobs' | 'rendering' | 'logger'>;

export async function writeChunks(parts: WriterParts, events: readonly LogEvent[]): Promise<void> {
  const told = events.map((logged) => toldChunk(readEvent(logged), logged.appendedAtMs));
  let unnamed: string[];
  try {
    unnamed = await parts.chunks.add(told);
  } catch (error) {
    // Our own media server told it: nothing can be wrong with a chunk, and whatever this is passes.
    throw new TryLater('The chunk index is away', { cause: error });
  }
  for (const recordingId of new Set(told.map(({ recording_id }) => recording_id))) parts.rendering.wake(recordingId);
  for (const key of unnamed) {
    // What stays is found by the sweep for orphans.
    await parts.blobs
      .delete(key)
      .catch((err: unknown) => parts.logger.warn({ err, key }, 'A chunk that nobody needs could not be deleted'));
  }
}

function toldChunk({ chunk, key, initSha256 }: ChunkStored, storedAtMs: number): ToldChunk {
  return {
    recording_id: chunk.recordingId,
    run_started_at_ms: chunk.runStartedAtMs,
    number: chunk.number,
    kind: kindOf(chunk),
    source: chunk.picture?.participantId ?? null,
    start_ms: chunk.startMs,
    duration_ms: chunk.durationMs,
    speakers: JSON.stringify(chunk.speakers),
    container: chunk.container,
    video_codec: chunk.videoCodec,
    codecs: chunk.codecs,
    width: chunk.widthPx,
    height: chunk.heightPx,
    init_bytes: chunk.initBytes,
    init_hash: initSha256,
    size: chunk.sizeBytes,
    key,
    hash: chunk.sha256,
    stored_at: instant(storedAtMs),
  };
}

const kindOf = ({ picture }: RecordedChunk): ToldChunk['kind'] => picture?.source ?? 'still';
