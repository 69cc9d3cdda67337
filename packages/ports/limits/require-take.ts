/** The one way in which services and the HTTP edge bound what is done: a refused take becomes the catalogue's error. */
import { VecheError } from '@veche/contracts/errors.ts';
import type { Limits, Rate } from './limits.ts';

/** Throws `too_many_requests` with the time, in whole seconds, after which another try will be granted. */
export async function requireTake(buckets: Limits, key: string, rate: Rate): Promise<void> {
  const { ok, retryAfterMs } = await buckets.take(key, rate);
  if (!ok)
    throw new VecheError('too_many_requests', { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1_000)) });
}
