/** Calls `act` so many times a second, in bursts on a steady beat; what a late timer missed is made up for. Answers how to stop. */
import { burstIntervalMs } from './protocol.ts';

export function burst(perSecond: number, act: () => void): () => void {
  const startMs = performance.now();
  let done = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - startMs) * perSecond) / 1_000);
    while (done < due) {
      done++;
      act();
    }
  }, burstIntervalMs);
  return () => clearInterval(timer);
}
