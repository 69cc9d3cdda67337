/**
 * What the rest of this service asks of whoever makes files out of chunks. It reads and writes the chunks through `store/`, keeps tables of its own, and
 * puts its files under `recordings/<id>/` in the blobs, nowhere under `recordings/<id>/chunks/`. What it does never changes a chunk.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import type { DownloadKind, RenderRequest, RenderView } from '@veche/contracts/rest/recordings.ts';

/** A file that stands. */
export interface RenderedFile {
  readonly kind: Extract<DownloadKind, 'video' | 'sound' | 'asRecorded'>;
  readonly key: string;
  /** Names it among those of its recording: small letters, digits, `-`, and one dot before the ending, as in `video-720-h264.mp4`. */
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
}

export interface Rendering {
  view(recordingId: string): Promise<RenderView>;
  downloads(recordingId: string): Promise<readonly RenderedFile[]>;
  thumbnail(recordingId: string): Promise<{ readonly key: string; readonly contentType: string } | undefined>;
  /** Throws `rendering_unavailable`. */
  renderAgain(recordingId: string, request: RenderRequest): Promise<void>;
  /** Everything of it is deleted: stop, and forget its rows. The blobs under `recordings/<id>/` are deleted after this has resolved. May be repeated. */
  forget(recordingId: string): Promise<void>;
  /** Something is new: a chunk's row, or the end. A hint only; it may be missed, as after a crash. */
  wake(recordingId: string): void;
  close(): Promise<void>;
}

/** For a machine without ffmpeg, until something is made out of chunks there. */
export const noRendering: Rendering = {
  view: async () => ({ state: 'none', progress: 0, problem: null, retryAt: null, heightPx: 720, codec: 'h264' }),
  downloads: async () => [],
  thumbnail: async () => undefined,
  renderAgain: async () => {
    throw new VecheError('rendering_unavailable');
  },
  forget: async () => undefined,
  wake: () => undefined,
  close: async () => undefined,
};
