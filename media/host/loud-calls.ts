/**
 * Calls by guests that many are told of, or that reach the disk: one of them costs the server hundreds of sends, so that nobody may make them as fast as
 * frames come. Hosts arrange rooms by many calls, and are trusted.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import type { StandingMethod } from '@veche/contracts/signalling/permissions.ts';
import { TokenBucket } from '@veche/rpc/token-bucket.ts';

const loud: ReadonlySet<StandingMethod> = new Set([
  'raiseHand',
  'react',
  'rename',
  'enterRoom',
  'askForHelp',
  'openRoomChat',
]);

export class LoudCalls {
  readonly #buckets = new Map<string, TokenBucket>();

  /** Throws `too_many_requests`. */
  take(participantId: string, method: StandingMethod, nowMs: number): void {
    if (!loud.has(method)) return;
    const bucket =
      this.#buckets.get(participantId) ?? new TokenBucket(limits.loudCallsPerSecond, limits.loudCallsBurst, nowMs);
    this.#buckets.set(participantId, bucket);
    if (!bucket.take(nowMs)) throw new VecheError('too_many_requests', { retryAfterSeconds: 1 });
  }

  forget(participantId: string): void {
    this.#buckets.delete(participantId);
  }
}
