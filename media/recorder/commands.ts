/**
 * What control may tell the recorder. Numbers of streams are the plane's: routes to a direct transport, whose packets come to the recorder beside these
 * commands, and may overtake them.
 */
import type { RecordedPicture } from '@veche/contracts/recording/recorded-chunk.ts';

/** One stream of pictures, all of one source. */
export interface PictureStream extends RecordedPicture {
  readonly routeId: number;
  readonly format: 'vp8' | 'h264';
}

export type RecorderCommand =
  /** A run begins. `conferenceId`: the room's. */
  | {
      readonly type: 'begin';
      readonly recordingId: string;
      readonly conferenceId: string;
      readonly soundRouteId: number;
    }
  /** From its first key frame on this is the picture; until then the one before is. null = nobody's, at once. */
  | { readonly type: 'picture'; readonly recordingId: string; readonly picture: PictureStream | null }
  | { readonly type: 'speaker'; readonly recordingId: string; readonly participantId: string | null }
  /** Whoever's picture is shown is heard so long after their packets came: their place in the mixer's jitter buffer, in milliseconds. */
  | { readonly type: 'soundDelay'; readonly recordingId: string; readonly delayMs: number }
  /** The run ends, with what has come so far. */
  | { readonly type: 'end'; readonly recordingId: string };
