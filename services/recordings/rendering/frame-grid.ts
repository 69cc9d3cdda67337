/**
 * Where the pictures of a rendered recording stand: 30 a second on one grid over the whole recording. Each chunk fills the frames whose number is
 * nearest to its ends, so the frames of all chunks together are those of the whole, however odd their lengths are.
 */

/** Positions count from the start of what is watched, in samples of the recorded sound: every length is a whole number of them. */
export const samplesPerSecond = 48_000;
export const samplesPerMs = 48;
export const framesPerSecond = 30;
const samplesPerFrame = samplesPerSecond / framesPerSecond;

export interface Span {
  readonly startSamples: number;
  readonly lengthSamples: number;
}

export interface FrameSpan {
  /** Number of its first frame in the whole recording. */
  readonly firstFrame: number;
  readonly frames: number;
  /** The first frame stands so much after the span's start; negative when before it. At most half a frame. */
  readonly offsetSamples: number;
}

export function framesOf({ startSamples, lengthSamples }: Span): FrameSpan {
  const firstFrame = Math.round(startSamples / samplesPerFrame);
  const end = Math.round((startSamples + lengthSamples) / samplesPerFrame);
  return { firstFrame, frames: end - firstFrame, offsetSamples: firstFrame * samplesPerFrame - startSamples };
}

/** The spans of things that follow each other. */
export function spansOf(lengthsMs: readonly number[]): Span[] {
  let startSamples = 0;
  return lengthsMs.map((lengthMs) => {
    const span = { startSamples, lengthSamples: Math.round(lengthMs * samplesPerMs) };
    startSamples += span.lengthSamples;
    return span;
  });
}
