/** Makes files out of chunks: what the rest of the recordings service asks for, over the worker that does it. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { RenderView } from '@veche/contracts/rest/recordings.ts';
import type { RecordedParts } from '../recordings-parts.ts';
import type { RenderedFile, Rendering } from '../rendering-hook.ts';
import { type RenderRow, renderMigrations } from '../store/render-tables.ts';
import { Renders } from '../store/renders.ts';
import { RenderRecordings } from '../workers/render-recordings.ts';
import { ContainerThread } from './containers/container-thread.ts';
import type { Ffmpeg } from './ffmpeg/find-ffmpeg.ts';
import { mainKind } from './render-plan.ts';
import { SoundTails } from './sound-tails.ts';

export interface RenderingOptions {
  /** As `findFfmpeg` answers; undefined: recordings are delivered as they were recorded. */
  readonly ffmpeg: Ffmpeg | undefined;
  /** Emptied at the beginning; nobody else's. On the disk that `freeBytes` tells of. */
  readonly workFolder: string;
  /** So many chunks at a time. */
  readonly cores: number;
}

/** Half of them, so that meetings have the rest. */
export const coresOf = (machineCores: number): number => Math.max(1, Math.floor(machineCores / 2));

/** Brings its tables up to date. `parts` are told of through `wake`. */
export async function openRendering(parts: RecordedParts, options: RenderingOptions): Promise<Rendering> {
  const { sql, blobs, clock, logger, recordings, chunks } = parts;
  await sql.migrate(renderMigrations);
  const renders = new Renders(sql);
  const containers = new ContainerThread();
  const worker = new RenderRecordings({
    blobs,
    clock,
    logger,
    recordings,
    chunks,
    renders,
    containers,
    tails: new SoundTails(),
    ...options,
    freeBytes: () => parts.freeBytes(),
    participantName: (conferenceId, participantId) => parts.participantName(conferenceId, participantId),
  });
  await worker.start();
  const canRender = options.ffmpeg !== undefined;

  return {
    view: async (recordingId) => {
      const known = await renders.of(recordingId);
      if (known.length > 0 || !canRender) return viewOf(known, canRender);
      const recording = await recordings.byId(recordingId);
      const isToCome = recording?.chunks_cleared_at === null && (recording.state !== 'ended' || recording.chunks > 0);
      return viewOf([], isToCome);
    },
    downloads: async (recordingId) =>
      (await renders.files(recordingId)).flatMap(({ kind, key, name, size, content_type }): RenderedFile[] =>
        kind === 'thumbnail' ? [] : [{ kind, key, name, contentType: content_type, sizeBytes: size }],
      ),
    thumbnail: async (recordingId) => {
      const found = (await renders.files(recordingId)).find(({ kind }) => kind === 'thumbnail');
      return found && { key: found.key, contentType: found.content_type };
    },
    renderAgain: async (recordingId, { heightPx = 720, codec = 'h264', asRecorded = false }) => {
      const { ffmpeg } = options;
      if (ffmpeg === undefined || (codec === 'h265' && !ffmpeg.hasX265)) throw new VecheError('rendering_unavailable');
      if (asRecorded) return worker.remux(recordingId);
      await renders.request({ recording_id: recordingId, height: heightPx, codec }, clock.nowMs());
      await worker.restart(recordingId);
    },
    forget: (recordingId) => worker.forget(recordingId),
    wake: (recordingId) => worker.wake(recordingId),
    close: async () => {
      await worker.close();
      await containers.close();
    },
  };
}

/** What somebody waits for comes before what stands. */
export function viewOf(renders: readonly RenderRow[], canRender: boolean): RenderView {
  const unfinished = renders.findLast(({ state }) => state !== 'done');
  const shown = (canRender ? unfinished : undefined) ?? renders.at(-1);
  if (shown === undefined || (!canRender && shown.state !== 'done')) {
    const { height: heightPx, codec } = mainKind;
    return { state: canRender ? 'waiting' : 'none', progress: 0, problem: null, retryAt: null, heightPx, codec };
  }
  const { state, progress, problem, codec } = shown;
  return { state, progress, problem, retryAt: shown.retry_at, heightPx: shown.height === 1080 ? 1080 : 720, codec };
}
