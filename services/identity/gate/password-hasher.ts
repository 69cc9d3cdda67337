/**
 * Argon2id off the event loop, a few at a time: more at once would take the cores from running meetings. Who finds the
 * queue full is told `overloaded` at once instead of waiting.
 */

import { hash, verify } from '@node-rs/argon2';
import { VecheError } from '@veche/contracts/errors.ts';

/** OWASP's first choice for Argon2id: 19 MiB, two passes, one lane; about 15 ms of one core. Argon2id is the package's default. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export interface HasherBounds {
  readonly concurrent: number;
  readonly queued: number;
}

export class PasswordHasher {
  readonly #bounds: HasherBounds;
  readonly #queue: (() => void)[] = [];
  #running = 0;
  #decoy: Promise<string> | undefined;

  constructor(bounds: HasherBounds) {
    this.#bounds = bounds;
  }

  /** Answers the hash in PHC form. Throws `overloaded`. */
  hash(password: string): Promise<string> {
    return this.#inTurn(() => hash(password, cost));
  }

  /**
   * Whether the password is the one behind `hashed`. Without a hash (no such account) the same work is done against a decoy,
   * so that the answer takes as long. Throws `overloaded`.
   */
  verify(hashed: string | undefined, password: string): Promise<boolean> {
    return this.#inTurn(async () => {
      if (hashed !== undefined) return verify(hashed, password);
      this.#decoy ??= hash('no account has this password', cost);
      await verify(await this.#decoy, password);
      return false;
    });
  }

  /** Makes the decoy ahead of the first log-in, which would otherwise take twice as long and tell something. */
  async warmUp(): Promise<void> {
    this.#decoy ??= hash('no account has this password', cost);
    await this.#decoy;
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= this.#bounds.concurrent) {
      if (this.#queue.length >= this.#bounds.queued) throw new VecheError('overloaded', { retryAfterSeconds: 2 });
      // Whoever finishes hands its turn over, so `#running` already counts this one when it wakes.
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    } else {
      this.#running += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
