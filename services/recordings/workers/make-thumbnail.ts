/**
 * The picture that stands for a recording in lists: of the first chunk that was rendered in which somebody or a screen is seen, made while the meeting
 * runs; where nobody ever was, of the beginning. Without it a recording is none the worse, so nothing waits for it.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from '@veche/contracts/limits.ts';
import { runFfmpeg } from '../rendering/ffmpeg/run-ffmpeg.ts';
import { thumbnailName } from '../rendering/render-keys.ts';
import type { RecordingChunkRow } from '../store/recording-tables.ts';
import type { RenderParts } from './render-needs.ts';
import { putFile, streamOf } from './rendered-files.ts';

export interface ThumbnailWork {
  readonly chunk: Pick<RecordingChunkRow, 'recording_id' | 'duration_ms'>;
  /** The rendered segment. */
  readonly picture: Uint8Array;
  readonly signal: AbortSignal;
}

const widthPx = 640;
/** Whoever turns a camera on is seen a moment later. */
const intoSeconds = 1;

/** Never rejects. */
export async function makeThumbnail(parts: RenderParts, { chunk, picture, signal }: ThumbnailWork): Promise<void> {
  const { ffmpeg, renders, logger, workFolder } = parts;
  const recordingId = chunk.recording_id;
  let folder: string | undefined;
  try {
    const known = (await renders.files(recordingId)).find(({ kind }) => kind === 'thumbnail');
    if (ffmpeg === undefined || known !== undefined) return;
    folder = await mkdtemp(join(workFolder, 'thumbnail-'));
    await writeFile(join(folder, 'segment.mp4'), picture);
    const seek = chunk.duration_ms > 2 * intoSeconds * 1_000 ? ['-ss', String(intoSeconds)] : [];
    const input = [
      '-hide_banner',
      '-nostdin',
      '-loglevel',
      'error',
      ...seek,
      '-protocol_whitelist',
      'file',
      '-threads',
      '1',
      '-f',
      'mp4',
      '-i',
      'segment.mp4',
    ];
    const args = [
      ...input,
      '-map',
      '0:v:0',
      '-vf',
      `scale=${widthPx}:-2`,
      '-frames:v',
      '1',
      '-c:v',
      'mjpeg',
      '-q:v',
      '4',
      '-threads',
      '1',
      '-f',
      'mjpeg',
      'pipe:1',
    ];
    const end = await runFfmpeg({
      path: ffmpeg.path,
      args,
      folder,
      deadlineMs: limits.renderDeadlineMs,
      niceness: 19,
      signal,
    });
    if (end.type !== 'done' || end.output.length === 0) {
      if (end.type !== 'aborted') logger.warn({ recordingId, end: end.type }, 'A picture for lists could not be made');
      return;
    }
    await putFile(parts, {
      recordingId,
      name: thumbnailName,
      kind: 'thumbnail',
      contentType: 'image/jpeg',
      content: streamOf(end.output),
    });
  } catch (err) {
    logger.warn({ recordingId, err }, 'A picture for lists could not be made');
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
