/** Everything of a recording goes: what was made of it, its bytes, its rows, in this order, so that a crash leaves what tells that there is more to do. */
import { chunksFolder, recordingFolder } from '../domain/blob-keys.ts';
import type { RecordingsParts } from '../recordings-parts.ts';

const atATime = 100;

/** For one that is marked as gone. May be repeated. */
export async function clearPurged(parts: RecordingsParts, recordingId: string): Promise<void> {
  await parts.rendering.forget(recordingId);
  await deleteBlobs(parts, recordingFolder(recordingId));
  await parts.recordings.remove(recordingId);
}

/** The chunks' bytes go, with the copies that stand in for them; their rows still tell the timeline. May be repeated. */
export async function clearChunks(parts: RecordingsParts, recordingId: string): Promise<void> {
  await parts.chunks.setCleared(recordingId, parts.clock.nowMs());
  for (const { watch_key } of await parts.chunks.of(recordingId)) {
    if (watch_key !== null) await parts.blobs.delete(watch_key);
  }
  await deleteBlobs(parts, chunksFolder(recordingId));
}

async function deleteBlobs({ blobs }: RecordingsParts, folder: string): Promise<void> {
  for (;;) {
    const listed = await blobs.list(folder, { limit: atATime });
    if (listed.length === 0) return;
    for (const { key } of listed) await blobs.delete(key);
  }
}
