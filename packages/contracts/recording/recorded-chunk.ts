/**
 * A sealed chunk of a recording, as the media server hands it over: sound and one picture of about ten seconds in one file that plays by itself.
 *
 * Its times are the wall's, by the server's clock, in milliseconds since the epoch. Within one run (from a start, a resume or a return after a crash
 * to the next interruption) chunks follow each other without a gap: each begins where the one before it ends, in multiples of 20 ms. What lies
 * between two runs was not recorded.
 */
import type { Source } from '../signalling/conference-view.ts';

/** fMP4: H.264 (`avc1`) and Opus, one fragment. WebM: VP8 and Opus. Timestamps in the file count from the start of the run. */
export type ChunkContainer = 'mp4' | 'webm';

export interface RecordedPicture {
  readonly participantId: string;
  readonly source: Extract<Source, 'camera' | 'screen'>;
}

/** From this moment on, this person speaks; null = nobody does any more. */
export interface SpeakerMark {
  readonly atMs: number;
  readonly participantId: string | null;
}

export interface RecordedChunk {
  readonly recordingId: string;
  /** The room's: the meeting's own id is the main room. */
  readonly conferenceId: string;
  /** When the run began that it belongs to. With `number` it names the chunk: the same two are the same chunk, told again. */
  readonly runStartedAtMs: number;
  /** Within its run, from 0. */
  readonly number: number;
  readonly startMs: number;
  readonly durationMs: number;
  readonly container: ChunkContainer;
  readonly videoCodec: 'h264' | 'vp8';
  /** RFC 6381, as in `avc1.42c01f,opus`. */
  readonly codecs: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Whose picture it holds; null = nobody's: a dark still stands in for it. */
  readonly picture: RecordedPicture | null;
  /** Who speaks at its start comes first, at `startMs`. */
  readonly speakers: readonly SpeakerMark[];
  /** So many bytes at the front initialise a decoder, and are alike in chunks that need no new one (of MP4; 0 of WebM). */
  readonly initBytes: number;
  readonly sizeBytes: number;
  /** Of the whole file, in hexadecimal. */
  readonly sha256: string;
}
