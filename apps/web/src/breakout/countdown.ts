/** How long the rooms are still open, and when it is time to say so. Pure: the clock comes in. */

/** Told of while the time runs out, in seconds before the end. */
const cuesSeconds = [60, 30, 10] as const;

/** Never negative. */
export const leftMs = (closesAtMs: number, nowMs: number): number => Math.max(0, closesAtMs - nowMs);

/** Whole seconds as a clock shows them: the last is shown until the end. */
export const leftSeconds = (closesAtMs: number, nowMs: number): number => Math.ceil(leftMs(closesAtMs, nowMs) / 1_000);

/**
 * The seconds to be told of, now that so many are left; `before`: as it was at the last look. Of several marks that were passed at once, as when a
 * countdown begins or a page slept, one word is enough. Undefined = nothing new.
 */
export function cueAt(before: number | undefined, now: number): number | undefined {
  const isPassed = cuesSeconds.some((cue) => now <= cue && (before === undefined || before > cue));
  return isPassed && now > 0 ? now : undefined;
}
