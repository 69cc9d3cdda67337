/**
 * The wall's clock as it was when the recorder's thread began, going on evenly: whoever sets the machine's clock neither stops a recording nor fills it with hours of
 * silence. Times that others told by the wall's clock are taken over into this one. While nothing is recorded it may catch up with the wall's clock, as after the
 * machine has slept; it never goes back, so that what is recorded later is later.
 */
import type { Clock } from '@veche/kernel/clock.ts';

export interface SteadyClock extends Clock {
  /** Of a moment that was told by the wall's clock, not long ago. */
  steadyOf(wallMs: number): number;
  /** Forward to the wall's clock, if that is ahead. */
  catchUp(): void;
}

/** A packet waits no longer than this for the recorder; one that seems to have was told by a clock that was set meanwhile. */
const longestWaitMs = 5_000;

export function createSteadyClock(wall: Clock, monotonicMs: () => number): SteadyClock {
  let originMs = wall.nowMs() - monotonicMs();
  // Whole, as all clocks are: times become names.
  const nowMs = () => Math.floor(originMs + monotonicMs());
  return {
    nowMs,
    steadyOf: (wallMs) => {
      const now = nowMs();
      const steadyMs = wallMs - (wall.nowMs() - now);
      return Math.min(now, Math.max(now - longestWaitMs, steadyMs));
    },
    catchUp: () => {
      originMs = Math.max(originMs, wall.nowMs() - monotonicMs());
    },
  };
}
