/** Delay before try number `attempt` (from 0): doubling from `firstMs` to `maxMs`, spread over the upper half by `random01` so that a crowd does not return at once. */
export function backoffMs(attempt: number, firstMs: number, maxMs: number, random01: number): number {
  const full = Math.min(maxMs, firstMs * 2 ** Math.min(attempt, 30));
  return full / 2 + (full / 2) * random01;
}
