/** The port `limits` in memory. A Map keeps insertion order, so re-inserting on use makes its first key the one used longest ago. */
import type { Clock } from '@veche/kernel/clock.ts';
import type { Limits, Rate, Take } from '@veche/ports/limits/limits.ts';

/** A bucket that waited as long as it was told must not be refused for the last bit of a fraction. */
const rounding = 1e-9;

interface Bucket {
  tokens: number;
  atMs: number;
}

export class MemoryLimits implements Limits {
  readonly #clock: Clock;
  readonly #maxKeys: number;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Clock, options: { readonly maxKeys?: number } = {}) {
    this.#clock = clock;
    this.#maxKeys = options.maxKeys ?? 100_000;
  }

  async take(key: string, rate: Rate): Promise<Take> {
    const bucket = this.#refilled(key, rate);
    if (bucket.tokens < 1 - rounding) {
      return { ok: false, retryAfterMs: Math.ceil(((1 - bucket.tokens) * rate.perMs) / rate.capacity) };
    }
    bucket.tokens = Math.max(0, bucket.tokens - 1);
    return { ok: true, retryAfterMs: 0 };
  }

  async giveBack(key: string, rate: Rate): Promise<void> {
    const bucket = this.#refilled(key, rate);
    bucket.tokens = Math.min(rate.capacity, bucket.tokens + 1);
  }

  #refilled(key: string, rate: Rate): Bucket {
    const nowMs = this.#clock.nowMs();
    const bucket = this.#buckets.get(key) ?? { tokens: rate.capacity, atMs: nowMs };
    if (nowMs > bucket.atMs) {
      bucket.tokens = Math.min(rate.capacity, bucket.tokens + ((nowMs - bucket.atMs) * rate.capacity) / rate.perMs);
    }
    bucket.atMs = nowMs;
    this.#buckets.delete(key);
    const [oldest] = this.#buckets.keys();
    if (oldest !== undefined && this.#buckets.size >= this.#maxKeys) this.#buckets.delete(oldest);
    this.#buckets.set(key, bucket);
    return bucket;
  }
}
