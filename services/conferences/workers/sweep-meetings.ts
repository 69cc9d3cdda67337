/**
 * Ends meetings that everybody has left: some time after the last one went, or after a crash, once nobody has come back. One that is still to come, or
 * in which nobody has been yet, waits for its people.
 */
import type { Logger } from '@veche/kernel/logger.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import { markEnded, putEveryoneOut } from '../use-cases/end-conference.ts';
import type { AbandonedPeople } from './abandoned-people.ts';

const sweepMs = 60_000;

export class MeetingSweeper {
  readonly #parts: ConferencesParts;
  readonly #abandoned: AbandonedPeople;
  readonly #logger: Logger;
  readonly #emptyMeetingEndsMs: number;
  /** Before that nobody could come back: the time in which nothing ran is nobody's fault. */
  readonly #openedAtMs: number;
  #sweeping: Promise<number> = Promise.resolve(0);
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(parts: ConferencesParts, abandoned: AbandonedPeople, logger: Logger, emptyMeetingEndsMs: number) {
    this.#parts = parts;
    this.#abandoned = abandoned;
    this.#logger = logger;
    this.#emptyMeetingEndsMs = emptyMeetingEndsMs;
    this.#openedAtMs = parts.clock.nowMs();
  }

  /** Sweeps from now on every minute. There is nothing to sweep at once: no meeting ends before this has been open long enough. */
  start(): void {
    this.#timer = setInterval(() => void this.sweep(), sweepMs);
  }

  /** Answers how many meetings have ended. */
  sweep(): Promise<number> {
    this.#sweeping = this.#sweeping
      .then(() => this.#sweepAll())
      .catch((err: unknown) => {
        this.#logger.warn({ err }, 'Meetings that everybody has left could not be looked for');
        return 0;
      });
    return this.#sweeping;
  }

  /** Stops between two meetings. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#isClosed = true;
    await this.#sweeping;
  }

  async #sweepAll(): Promise<number> {
    await this.#abandoned.sayGone();
    const beforeMs = this.#parts.clock.nowMs() - this.#emptyMeetingEndsMs;
    if (this.#openedAtMs > beforeMs) return 0;
    let ended = 0;
    for (const conferenceId of await this.#parts.conferences.quietSince(instant(beforeMs))) {
      if (this.#isClosed) break;
      if ((this.#parts.live(conferenceId)?.participants ?? 0) > 0) continue;
      try {
        await markEnded(this.#parts, conferenceId);
        await putEveryoneOut(this.#parts, conferenceId);
        ended += 1;
      } catch (err) {
        this.#logger.error({ err, conferenceId }, 'A meeting that everybody has left could not be ended');
      }
    }
    if (ended > 0) this.#logger.info({ ended }, 'Meetings that everybody has left were ended');
    return ended;
  }
}
