/** Files that stand are written down once they are whole, and added up for whoever keeps within a quota. */

import { limits } from '@veche/contracts/limits.ts';
import type { ByteStream } from '@veche/ports/blobs/blobs.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { fileKey } from '../rendering/render-keys.ts';
import type { RenderedFileRow } from '../store/render-tables.ts';
import type { RenderParts } from './render-needs.ts';

export interface NewFile {
  readonly recordingId: string;
  readonly name: string;
  readonly kind: RenderedFileRow['kind'];
  readonly contentType: string;
  readonly content: ByteStream;
}

/** Replaces the one of that name, whole or not at all. Rejects when the store does, or when `content` throws. */
export async function putFile(
  parts: RenderParts,
  { recordingId, name, kind, contentType, content }: NewFile,
): Promise<void> {
  const key = fileKey(recordingId, name);
  const { sizeBytes } = await parts.blobs.put(key, content, { maxBytes: limits.renderedFileMaxBytes });
  const made_at = instant(parts.clock.nowMs());
  await parts.renders.setFile({
    recording_id: recordingId,
    name,
    kind,
    key,
    size: sizeBytes,
    content_type: contentType,
    made_at,
  });
  await addUp(parts, recordingId);
}

export async function addUp(parts: RenderParts, recordingId: string): Promise<void> {
  const files = await parts.renders.files(recordingId);
  await parts.recordings.setRenderedBytes(
    recordingId,
    files.reduce((sum, { size }) => sum + size, 0),
  );
}

export async function* streamOf(bytes: Uint8Array): ByteStream {
  yield bytes;
}

export async function* untilAborted(content: AsyncIterable<Uint8Array>, signal: AbortSignal): ByteStream {
  for await (const part of content) {
    signal.throwIfAborted();
    yield part;
  }
}
