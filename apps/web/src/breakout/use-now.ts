/** The server's clock, for what counts down on the screen: this device's own may be wrong by minutes. */
import { useEffect, useState } from 'react';
import { useAppSelector } from '../state/hooks.ts';

/** Drawn again at each full second before `untilMs`; not at all where there is nothing to count down to. */
export function useNow(untilMs: number | null): number {
  const aheadMs = useAppSelector((state) => state.call.call.clockAheadMs);
  const [nowMs, setNowMs] = useState(() => Date.now() + aheadMs);
  useEffect(() => {
    if (untilMs === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = (): void => {
      const now = Date.now() + aheadMs;
      setNowMs(now);
      if (now >= untilMs) return;
      // A little late, so that the second has passed for sure.
      timer = setTimeout(tick, ((untilMs - now) % 1_000 || 1_000) + 5);
    };
    tick();
    return () => clearTimeout(timer);
  }, [untilMs, aheadMs]);
  return nowMs;
}
