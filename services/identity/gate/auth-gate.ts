/**
 * The circuit breaker before authentication. It bounds how many attempts are under way, and after a run of overload it
 * refuses all for a second without touching the hasher or the store: a flood of log-ins costs next to nothing.
 */
import { VecheError } from '@veche/contracts/errors.ts';
import CircuitBreaker from 'opossum';

export interface AuthGateSettings {
  /** Attempts under way at one time. */
  readonly capacity: number;
  readonly timeoutMs: number;
}

const reopenAfterMs = 1_000;

export class AuthGate {
  readonly #breaker: CircuitBreaker<[() => Promise<unknown>], unknown>;

  constructor(name: string, { capacity, timeoutMs }: AuthGateSettings) {
    this.#breaker = new CircuitBreaker((work: () => Promise<unknown>) => work(), {
      name,
      capacity,
      timeout: timeoutMs,
      resetTimeout: reopenAfterMs,
      errorThresholdPercentage: 50,
      volumeThreshold: 50,
      rollingCountTimeout: 2_000,
      rollingCountBuckets: 4,
      rollingPercentilesEnabled: false,
      // A wrong password is an answer, not a failure of the service.
      errorFilter: (error: unknown) => error instanceof VecheError && error.code !== 'overloaded',
    });
  }

  /** Runs `work`, or throws `overloaded` at once. Errors of `work` come through unchanged. */
  async pass<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return (await this.#breaker.fire(work)) as Result;
    } catch (error) {
      if (CircuitBreaker.isOurError(error as Error)) {
        throw new VecheError('overloaded', { retryAfterSeconds: Math.ceil(reopenAfterMs / 1_000), cause: error });
      }
      throw error;
    }
  }

  get open(): boolean {
    return this.#breaker.opened;
  }

  close(): void {
    this.#breaker.shutdown();
  }
}
