/**
 * The chunks in as few files as their codecs allow, their frames as they were recorded: what a machine without ffmpeg has to give, and what others give
 * to whoever asks. Chunks that can't be read are left out.
 */
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadChunk } from '../rendering/load-chunk.ts';
import { remuxMp4 } from '../rendering/remux-mp4.ts';
import { asRecordedName } from '../rendering/render-keys.ts';
import type { RecordingChunkRow } from '../store/recording-tables.ts';
import type { RenderParts } from './render-needs.ts';
import { requireRoom } from './render-one-segment.ts';
import { putFile, untilAborted } from './rendered-files.ts';

export interface RemuxWork {
  readonly recordingId: string;
  /** In the order in which they are watched. */
  readonly chunks: readonly RecordingChunkRow[];
  /** No other one has it. */
  readonly folderName: string;
  readonly signal: AbortSignal;
}

/** Rejects when the store or the disk does, and soon after it is aborted. Answers how many files there are now. */
export async function remuxFiles(parts: RenderParts, work: RemuxWork): Promise<number> {
  await requireRoom(parts);
  let files = 0;
  for (const stretch of stretchesOf(work.chunks)) {
    const remux = stretch[0]?.container === 'mp4' ? remuxAsMp4 : remuxAsWebm;
    if (await remux(parts, { ...work, chunks: stretch }, files + 1)) files += 1;
  }
  return files;
}

/** Neighbours that go into one file. */
export function stretchesOf<Chunk extends Pick<RecordingChunkRow, 'container'>>(chunks: readonly Chunk[]): Chunk[][] {
  const stretches: Chunk[][] = [];
  for (const chunk of chunks) {
    const last = stretches.at(-1);
    if (last?.[0]?.container === chunk.container) last.push(chunk);
    else stretches.push([chunk]);
  }
  return stretches;
}

async function remuxAsMp4(
  parts: RenderParts,
  { recordingId, chunks, signal }: RemuxWork,
  number: number,
): Promise<boolean> {
  const movie = await remuxMp4(
    parts.blobs,
    chunks.map(({ key, hash, duration_ms, width, height }) => ({
      key,
      hash,
      durationMs: duration_ms,
      widthPx: width,
      heightPx: height,
    })),
    signal,
  );
  if (movie === undefined) return false;
  const name = asRecordedName(number, 'mp4');
  const content = untilAborted(movie.content, signal);
  await putFile(parts, { recordingId, name, kind: 'asRecorded', contentType: 'video/mp4', content });
  return true;
}

/** WebM is written with a look back at its beginning, so it lies in the work folder until it is whole. */
async function remuxAsWebm(
  parts: RenderParts,
  { recordingId, chunks, folderName, signal }: RemuxWork,
  number: number,
): Promise<boolean> {
  const folder = join(parts.workFolder, folderName);
  await mkdir(folder, { recursive: true });
  try {
    const pieces = [];
    let positionMs = 0;
    for (const [index, chunk] of chunks.entries()) {
      signal.throwIfAborted();
      const bytes = await loadChunk(parts.blobs, chunk);
      if (bytes === undefined) continue;
      const path = join(folder, `${index}.webm`);
      await writeFile(path, bytes);
      pieces.push({ path, positionMs, durationMs: chunk.duration_ms });
      positionMs += chunk.duration_ms;
    }
    const outPath = join(folder, 'out.webm');
    if ((await parts.containers.remuxWebm(pieces, outPath, signal)) === 0) return false;
    const name = asRecordedName(number, 'webm');
    const file = await open(outPath);
    try {
      const content = untilAborted(file.createReadStream({ autoClose: false }), signal);
      await putFile(parts, { recordingId, name, kind: 'asRecorded', contentType: 'video/webm', content });
    } finally {
      await file.close();
    }
    return true;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
