/**
 * One request at a time for an upload, in the order in which they came. Whoever comes next asks the one before to let go: a connection that died
 * without a word would otherwise hold the upload until its time is over.
 */
import { VecheError } from '@veche/contracts/errors.ts';

interface Holder {
  letGo(): void;
  /** Resolves when this one, and all before it, have left. */
  readonly left: Promise<void>;
}

const patienceMs = 10_000;

export class UploadLocks {
  readonly #last = new Map<string, Holder>();
  readonly #working = new Set<Promise<unknown>>();

  /** `letGo` may be called while `work` goes on, at most once. Throws `upload_busy` when the one before does not let go. */
  async hold<Result>(id: string, letGo: () => void, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(id);
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    const me: Holder = { letGo, left: before === undefined ? done : before.left.then(() => done) };
    this.#last.set(id, me);
    try {
      if (before !== undefined) {
        before.letGo();
        await orBusy(before.left);
      }
      const working = work();
      this.#working.add(working);
      try {
        return await working;
      } finally {
        this.#working.delete(working);
      }
    } finally {
      if (this.#last.get(id) === me) this.#last.delete(id);
      leave();
    }
  }

  /** Resolves when nobody works on any upload; those who still wait are not waited for. */
  async settled(): Promise<void> {
    while (this.#working.size > 0) await Promise.allSettled(this.#working);
  }
}

async function orBusy(left: Promise<void>): Promise<void> {
  let patience: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_resolve, reject) => {
    patience = setTimeout(() => reject(new VecheError('upload_busy', { retryAfterSeconds: 2 })), patienceMs);
  });
  try {
    await Promise.race([left, tooLong]);
  } finally {
    clearTimeout(patience);
  }
}
