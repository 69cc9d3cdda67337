/**
 * Which codec the pictures of a meeting have: H.264 as long as everybody inside sends and receives it, VP8 from the moment that somebody does not, and
 * H.264 again only after a quiet time, which doubles each time it was not to last. One codec for all rooms: see docs/decisions/0012-video-codec.md.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { VideoCodec } from '@veche/contracts/signalling/conference-view.ts';
import type { Draft } from './draft.ts';

export interface VideoPolicy {
  /** `auto`: as everybody inside can. */
  readonly setting: 'auto' | VideoCodec;
  readonly quietMs: number;
}

export type VideoCodecState =
  | { readonly name: 'fixed'; readonly codec: VideoCodec }
  /** `falls`: how often VP8 was needed so far. */
  | { readonly name: 'h264'; readonly quietMs: number; readonly falls: number }
  /** Quiet since then; null = it is not. */
  | { readonly name: 'vp8'; readonly quietMs: number; readonly falls: number; readonly quietSinceMs: number | null };

export interface VideoFacts {
  /** Also those who are cut off for a moment. */
  readonly everybodySpeaksH264: boolean;
  readonly isScreenShared: boolean;
}

const usualPolicy: VideoPolicy = { setting: 'auto', quietMs: limits.videoCodecQuietMs };

export const firstVideoCodec = ({ setting, quietMs }: VideoPolicy = usualPolicy): VideoCodecState =>
  setting === 'auto' ? { name: 'h264', quietMs, falls: 0 } : { name: 'fixed', codec: setting };

export const videoCodecOf = (state: VideoCodecState): VideoCodec => (state.name === 'fixed' ? state.codec : state.name);

/** The same object where nothing changes. */
export function videoCodecAfter(state: VideoCodecState, facts: VideoFacts, nowMs: number): VideoCodecState {
  switch (state.name) {
    case 'fixed':
      return state;
    case 'h264':
      if (facts.everybodySpeaksH264) return state;
      return { name: 'vp8', quietMs: state.quietMs, falls: state.falls + 1, quietSinceMs: null };
    case 'vp8': {
      const { quietMs, falls, quietSinceMs } = state;
      // A screen is read: whoever reads it is not to lose a line for the sake of a codec.
      const isQuiet = facts.everybodySpeaksH264 && !facts.isScreenShared;
      if (!isQuiet) return quietSinceMs === null ? state : { ...state, quietSinceMs: null };
      if (quietSinceMs === null || quietSinceMs > nowMs) return { ...state, quietSinceMs: nowMs };
      return nowMs - quietSinceMs < waitMs(quietMs, falls) ? state : { name: 'h264', quietMs, falls };
    }
  }
}

/** At the end of each step, whatever brought it about: who is new is told by the answer or by `entered`. */
export function followVideoCodec(draft: Draft): void {
  const { participants, video } = draft.state;
  if (video.name === 'fixed') return;
  let everybodySpeaksH264 = true;
  let isScreenShared = false;
  for (const { speaksH264, producers } of participants.values()) {
    everybodySpeaksH264 &&= speaksH264;
    isScreenShared ||= producers.some(({ source }) => source === 'screen');
  }
  const next = videoCodecAfter(video, { everybodySpeaksH264, isScreenShared }, draft.nowMs);
  if (next === video) return;
  draft.state = { ...draft.state, video: next };
  const videoCodec = videoCodecOf(next);
  if (videoCodec === videoCodecOf(video)) return;
  draft.tellThoseBefore({ method: 'videoCodecChanged', params: { videoCodec } });
}

/** Whoever comes and goes, time and again, without H.264 is no reason to switch time and again. */
const waitMs = (quietMs: number, falls: number): number =>
  Math.min(quietMs * 2 ** Math.max(0, falls - 1), Math.max(quietMs, limits.videoCodecQuietMaxMs));
