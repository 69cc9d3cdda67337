/**
 * Puts comings and goings into the log, in their order. Whoever tells them never waits and never fails: while the log refuses, they are held here, a
 * bounded number of them and for a bounded time.
 */
import { backoffMs } from '@veche/kernel/backoff.ts';
import type { Logger } from '@veche/kernel/logger.ts';
import { type Log, LogUnavailable } from '@veche/ports/log/log.ts';
import { type AttendanceEvent, participantsTopic, writeAttendance } from '../domain/attendance-event.ts';

/** About 2 MB. */
const heldMax = 10_000;
const atATime = 500;
const patienceMs = 1_000;
const usualTries: AttendanceTries = { max: 8, firstDelayMs: 200, maxDelayMs: 5_000 };

export interface AttendanceTries {
  readonly max: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

export class AttendanceTeller {
  readonly #log: Pick<Log, 'append'>;
  readonly #logger: Logger;
  readonly #tries: AttendanceTries;
  readonly #held: AttendanceEvent[] = [];
  readonly #closing = new AbortController();
  #telling: Promise<void> | undefined;
  #lost = 0;

  constructor(log: Pick<Log, 'append'>, logger: Logger, tries = usualTries) {
    this.#log = log;
    this.#logger = logger;
    this.#tries = tries;
  }

  /** Never throws. What comes after `close` is lost. */
  tell(event: AttendanceEvent): void {
    if (this.#closing.signal.aborted) return;
    if (this.#held.length >= heldMax) {
      this.#lost += 1;
      return;
    }
    this.#held.push(event);
    this.#telling ??= this.#tellAll();
  }

  /** Resolves when all that was told is in the log, after a second at the latest. */
  async settled(): Promise<void> {
    if (this.#telling === undefined) return;
    let patience: NodeJS.Timeout | undefined;
    await Promise.race([this.#telling, new Promise((resolve) => (patience = setTimeout(resolve, patienceMs)))]);
    clearTimeout(patience);
  }

  /** Resolves when all is in the log, or was tried once more. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#telling;
  }

  async #tellAll(): Promise<void> {
    while (this.#held.length > 0) {
      const batch = this.#held.slice(0, atATime);
      if (!(await this.#append(batch))) this.#lost += batch.length;
      this.#held.splice(0, batch.length);
    }
    this.#telling = undefined;
    if (this.#lost === 0) return;
    this.#logger.error({ lost: this.#lost }, 'Comings and goings could not be put into the log');
    this.#lost = 0;
  }

  async #append(batch: readonly AttendanceEvent[]): Promise<boolean> {
    for (let attempt = 0; attempt < this.#tries.max; attempt += 1) {
      const isLast = this.#closing.signal.aborted;
      try {
        await this.#log.append(participantsTopic, batch.map(writeAttendance));
        return true;
      } catch (err) {
        this.#logger.warn({ err, attempt }, 'The log refused comings and goings');
        if (isLast || !(err instanceof LogUnavailable)) return false;
      }
      await this.#rest(backoffMs(attempt, this.#tries.firstDelayMs, this.#tries.maxDelayMs, 0.5));
    }
    return false;
  }

  /** Ends early when this is closed. */
  #rest(ms: number): Promise<void> {
    const { signal } = this.#closing;
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
    });
  }
}
