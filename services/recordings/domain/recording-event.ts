/** What happens to recordings, as it stands in the log under the recording's id. */
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import type { LogEvent, NewEvent } from '@veche/ports/log/log.ts';

export const recordingsTopic = 'recordings';
/** The consumer that keeps the chunk index. */
export const indexGroup = 'chunkIndex';

/** A chunk lies whole under `key` in the blobs. */
export interface ChunkStored {
  readonly type: 'chunkStored';
  readonly chunk: RecordedChunk;
  readonly key: string;
  /** SHA-256 of the bytes at its front that initialise a decoder, hexadecimal. */
  readonly initSha256: string;
}

export type RecordingEvent = ChunkStored;

export function writeEvent(event: RecordingEvent): NewEvent {
  return { key: event.chunk.recordingId, value: JSON.stringify(event) };
}

/** Nobody but `writeEvent` writes this topic. */
export function readEvent({ value }: LogEvent): RecordingEvent {
  return JSON.parse(value) as RecordingEvent;
}
