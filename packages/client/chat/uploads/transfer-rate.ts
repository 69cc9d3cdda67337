/** How fast bytes go out, smoothed so that the time left does not jump about. Pure: the caller says what time it is. */
export interface TransferRate {
  readonly atMs: number;
  readonly bytes: number;
  readonly bytesPerSecond: number | undefined;
}

/** Shorter stretches say more of buffers than of the wire. */
const shortestMs = 500;
/** What lies longer back hardly counts. */
const memoryMs = 5_000;

export const startOfTransfer = (atMs: number, bytes: number): TransferRate => ({
  atMs,
  bytes,
  bytesPerSecond: undefined,
});

export function afterBytes(rate: TransferRate, atMs: number, bytes: number): TransferRate {
  const tookMs = atMs - rate.atMs;
  if (tookMs < shortestMs) return rate;
  // After a cut the server may have less than went out.
  const latest = (Math.max(bytes - rate.bytes, 0) / tookMs) * 1_000;
  const weight = 1 - Math.exp(-tookMs / memoryMs);
  const bytesPerSecond =
    rate.bytesPerSecond === undefined ? latest : rate.bytesPerSecond + weight * (latest - rate.bytesPerSecond);
  return { atMs, bytes, bytesPerSecond };
}
