/**
 * Key frames are dear: a stream is asked for at most one per interval. A need inside the interval is kept and sent when it ends,
 * and a request that brought nothing is repeated until a key frame comes.
 */
import { limits } from '@veche/contracts/limits.ts';

export interface KeyFramePacing {
  readonly askedAtMs: number | undefined;
  /** Asked, and nothing came yet. */
  readonly awaited: boolean;
  /** Somebody wants one newer than what was asked for. */
  readonly wanted: boolean;
}

export const restingKeyFrames: KeyFramePacing = { askedAtMs: undefined, awaited: false, wanted: false };

/** `ask` says to send the request now. */
export interface KeyFrameStep {
  readonly pacing: KeyFramePacing;
  readonly ask: boolean;
}

export function keyFrameNeeded(pacing: KeyFramePacing, nowMs: number): KeyFrameStep {
  return keyFrameTick({ ...pacing, wanted: true }, nowMs);
}

export function keyFrameArrived(pacing: KeyFramePacing): KeyFramePacing {
  return { ...pacing, awaited: false, wanted: false };
}

export function keyFrameTick(pacing: KeyFramePacing, nowMs: number): KeyFrameStep {
  const dueAtMs = keyFrameDueAtMs(pacing);
  if (dueAtMs === undefined || nowMs < dueAtMs) return { pacing, ask: false };
  return { pacing: { askedAtMs: nowMs, awaited: true, wanted: false }, ask: true };
}

/** When `keyFrameTick` has something to do; undefined = nothing is pending. */
export function keyFrameDueAtMs({ askedAtMs, awaited, wanted }: KeyFramePacing): number | undefined {
  if (wanted) return askedAtMs === undefined ? Number.NEGATIVE_INFINITY : askedAtMs + limits.keyFrameRequestIntervalMs;
  if (awaited && askedAtMs !== undefined) return askedAtMs + limits.keyFrameRequestRetryMs;
  return undefined;
}
