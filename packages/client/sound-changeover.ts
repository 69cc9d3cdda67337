/**
 * Going over from one way of hearing the others to the other, pure: the new way is built beside the one that is heard, what is heard
 * changes at one moment, and only then the former is let go. So nothing is missed, and nothing is heard twice.
 */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';

/** mix: one stream from the server; each: one stream per microphone and shared screen. */
export type SoundPath = 'mix' | 'each';

export type Changeover =
  | { readonly name: 'settled'; readonly heard: SoundPath }
  /** The other way is being asked for and begins to flow. `standsSinceMs`: since when it could. */
  | { readonly name: 'building'; readonly heard: SoundPath; readonly standsSinceMs: number | undefined }
  /** The new way is heard already; whoever plays the former has a moment to stop. */
  | { readonly name: 'leaving'; readonly heard: SoundPath; readonly sinceMs: number };

/** How far the way that is not heard has come. missing: not all of it is open; silent: open, not all of it has brought sound. */
export type Progress = 'missing' | 'silent' | 'flowing';

/** A stream of somebody silent may bring nothing for long; it is not waited for longer than this. */
export const firstSoundPatienceMs = 600;
export const leavingMs = 200;

/** A device that cannot decode Opus cannot have what the others send, whatever the meeting's mode is. */
export const wantedPath = (mode: SoundMode, decodesOpus: boolean): SoundPath =>
  mode === 'mixed' || !decodesOpus ? 'mix' : 'each';

export const receives = (changeover: Changeover, path: SoundPath): boolean =>
  changeover.name !== 'settled' || changeover.heard === path;

/** `progress` of the way that is not heard. Answers the same object when nothing changes. */
export function changeoverAfter(
  before: Changeover,
  { wanted, progress, nowMs }: { wanted: SoundPath; progress: Progress; nowMs: number },
): Changeover {
  const { heard } = before;
  switch (before.name) {
    case 'settled':
      return wanted === heard ? before : { name: 'building', heard, standsSinceMs: undefined };
    case 'building': {
      if (wanted === heard) return { name: 'settled', heard };
      if (progress === 'missing')
        return before.standsSinceMs === undefined ? before : { ...before, standsSinceMs: undefined };
      const standsSinceMs = before.standsSinceMs ?? nowMs;
      if (progress === 'flowing' || nowMs - standsSinceMs >= firstSoundPatienceMs)
        return { name: 'leaving', heard: wanted, sinceMs: nowMs };
      return before.standsSinceMs === undefined ? { ...before, standsSinceMs } : before;
    }
    case 'leaving':
      if (wanted !== heard) return { name: 'building', heard, standsSinceMs: undefined };
      return nowMs - before.sinceMs >= leavingMs ? { name: 'settled', heard } : before;
  }
}
