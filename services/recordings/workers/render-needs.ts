/** What rendering works with: parts of the recordings, its own tables, and the machine's ffmpeg. */
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import type { Blobs } from '@veche/ports/blobs/blobs.ts';
import type { ContainerThread } from '../rendering/containers/container-thread.ts';
import type { Ffmpeg } from '../rendering/ffmpeg/find-ffmpeg.ts';
import type { SoundTails } from '../rendering/sound-tails.ts';
import type { RecordingChunks } from '../store/recording-chunks.ts';
import type { Recordings } from '../store/recordings.ts';
import type { Renders } from '../store/renders.ts';

export interface RenderParts {
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly recordings: Recordings;
  readonly chunks: RecordingChunks;
  readonly renders: Renders;
  readonly containers: ContainerThread;
  readonly tails: SoundTails;
  readonly ffmpeg: Ffmpeg | undefined;
  /** For files that live as long as one ffmpeg; nobody else's. */
  readonly workFolder: string;
  /** So many chunks are rendered at a time. */
  readonly cores: number;
  /** On the disk of the work folder and the blobs. */
  freeBytes(): Promise<number>;
  participantName(conferenceId: string, participantId: string): Promise<string | undefined>;
}

/** What a job can't get over now, in words for whoever waits for the file. */
export class RenderProblem extends Error {}
