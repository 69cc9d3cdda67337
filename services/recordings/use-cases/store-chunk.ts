/**
 * A sealed chunk is put away: its bytes into the blobs, then the word of it into the log, in this order, so that whatever the log tells of is there. Told
 * again after a crash in between, it is put away again, and counted once.
 */
import { createHash } from 'node:crypto';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { ChunkUnacceptable } from '@veche/contracts/recording/chunk-unacceptable.ts';
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import type { ByteStream } from '@veche/ports/blobs/blobs.ts';
import { chunkKey } from '../domain/blob-keys.ts';
import { recordingsTopic, writeEvent } from '../domain/recording-event.ts';
import type { RecordingsParts } from '../recordings-parts.ts';

/** The bytes are not those that were announced: nothing of them is stored. Whoever has them has to look at them anew. */
export class ChunkRefused extends ChunkUnacceptable {}

/**
 * Resolves when blob and log have it on disk. Throws `recording_not_found` for what is deleted, `ChunkRefused`, and what the ports throw when they are away
 * (`LogUnavailable`, a full disk): then it is to be told again.
 */
export async function storeChunk(parts: RecordingsParts, chunk: RecordedChunk, content: ByteStream): Promise<void> {
  if ((await parts.recordings.byId(chunk.recordingId)) === undefined) throw new VecheError('recording_not_found');
  if ((await parts.chunks.named(chunk.recordingId, chunk.runStartedAtMs, chunk.number)) !== undefined) return;
  const key = chunkKey(chunk);
  const checked = new CheckedBytes(chunk, content);
  if (chunk.sizeBytes > limits.recordingChunkMaxBytes) throw new ChunkRefused(`${chunk.sizeBytes} bytes are too many`);
  await parts.blobs.put(key, checked.bytes(), { maxBytes: limits.recordingChunkMaxBytes });
  await parts.log.append(recordingsTopic, [
    writeEvent({ type: 'chunkStored', chunk, key, initSha256: checked.initSha256 }),
  ]);
}

/** Passes bytes on, and throws behind the last one when they were not those of the chunk. */
class CheckedBytes {
  readonly #chunk: RecordedChunk;
  readonly #content: ByteStream;
  #initSha256 = '';

  constructor(chunk: RecordedChunk, content: ByteStream) {
    this.#chunk = chunk;
    this.#content = content;
  }

  /** Once all bytes are through. */
  get initSha256(): string {
    return this.#initSha256;
  }

  async *bytes(): AsyncIterable<Uint8Array> {
    const { sizeBytes, initBytes, sha256 } = this.#chunk;
    const [all, init] = [createHash('sha256'), createHash('sha256')];
    let passed = 0;
    for await (const part of this.#content) {
      all.update(part);
      if (passed < initBytes) init.update(part.subarray(0, initBytes - passed));
      passed += part.length;
      if (passed > sizeBytes) throw new ChunkRefused(`More than the ${sizeBytes} bytes that were announced`);
      yield part;
    }
    if (passed !== sizeBytes) throw new ChunkRefused(`${passed} bytes, not ${sizeBytes}`);
    if (all.digest('hex') !== sha256) throw new ChunkRefused('Other bytes than were announced');
    this.#initSha256 = init.digest('hex');
  }
}
