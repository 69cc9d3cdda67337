/** The clock, for what counts down on the screen. */
import { useEffect, useState } from 'react';

/** Drawn again at each full second before `untilMs`; not at all where there is nothing to count down to. */
export function useNow(untilMs: number | null): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (untilMs === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const now = Date.now();
      setNowMs(now);
      if (now >= untilMs) return;
      // A little late, so that the second has passed for sure.
      timer = setTimeout(tick, ((untilMs - now) % 1_000 || 1_000) + 5);
    };
    tick();
    return () => clearTimeout(timer);
  }, [untilMs]);
  return nowMs;
}
