/**
 * Writes down what stands of running meetings. Of one meeting there is one write at a time, and of what comes meanwhile the newest alone is written next:
 * the last word always is, and a meeting that changes fast costs no more than the disk can take.
 */
import { backoffMs } from '@veche/kernel/backoff.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import type { LiveRecord } from '../needs.ts';
import type { LiveConferences } from '../store/live-conferences.ts';

const triesMax = 6;
const firstRetryMs = 100;
const maxRetryMs = 2_000;

interface Writing {
  next: LiveRecord | undefined;
  done: Promise<void>;
}

export class LiveWriter {
  readonly #table: LiveConferences;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #writing = new Map<string, Writing>();
  #isClosed = false;

  constructor(table: LiveConferences, { clock, logger }: { readonly clock: Clock; readonly logger: Logger }) {
    this.#table = table;
    this.#clock = clock;
    this.#logger = logger;
  }

  /** Resolves when it, or what came after it, is written, or was tried for some seconds; never rejects. Nothing is written any more after `close`. */
  tell(live: LiveRecord): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    const running = this.#writing.get(live.conferenceId);
    if (running !== undefined) {
      running.next = live;
      return running.done;
    }
    const writing: Writing = { next: live, done: Promise.resolve() };
    this.#writing.set(live.conferenceId, writing);
    writing.done = this.#write(live.conferenceId, writing);
    return writing.done;
  }

  /** Resolves when everything that was told of the meeting so far is written. */
  async settled(conferenceId: string): Promise<void> {
    await this.#writing.get(conferenceId)?.done;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#writing.values()].map(({ done }) => done));
  }

  async #write(conferenceId: string, writing: Writing): Promise<void> {
    let tries = 0;
    for (let live = writing.next; live !== undefined; live = writing.next) {
      writing.next = undefined;
      try {
        await this.#table.write(live, instant(this.#clock.nowMs()));
        tries = 0;
      } catch (err) {
        this.#logger.error({ err, conferenceId }, 'What stands of a running meeting could not be written down');
        tries += 1;
        if (this.#isClosed || tries >= triesMax) continue;
        await new Promise((resolve) => setTimeout(resolve, backoffMs(tries, firstRetryMs, maxRetryMs, 1)));
        // What has come meanwhile carries all that this one did.
        writing.next ??= live;
      }
    }
    this.#writing.delete(conferenceId);
  }
}
