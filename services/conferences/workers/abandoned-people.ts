/**
 * Whom an earlier life of this server left in a meeting and who has not come back: nobody saw them go, so it is told of them once, as of the time at
 * which their meeting was last heard of.
 */
import type { ConferencesParts } from '../conferences-parts.ts';
import type { AttendanceEvent } from '../domain/attendance-event.ts';

/** So long people have to come back, and the log to be written up. */
const patienceMs = 60_000;

export class AbandonedPeople {
  readonly #parts: Pick<ConferencesParts, 'participations' | 'clock'>;
  readonly #tell: (event: AttendanceEvent) => void;
  readonly #openedAtMs: number;
  #isDone = false;

  /** Before anybody can come in. */
  constructor(parts: Pick<ConferencesParts, 'participations' | 'clock'>, tell: (event: AttendanceEvent) => void) {
    this.#parts = parts;
    this.#tell = tell;
    this.#openedAtMs = parts.clock.nowMs();
  }

  /** Once; does nothing while they may still come back. */
  async sayGone(): Promise<void> {
    if (this.#isDone || this.#parts.clock.nowMs() - this.#openedAtMs < patienceMs) return;
    const people = await this.#parts.participations.insideSinceBefore(this.#openedAtMs);
    this.#isDone = true;
    for (const { lastHeardAtMs, ...person } of people) {
      this.#tell({ ...person, type: 'left', atMs: Math.min(lastHeardAtMs, this.#openedAtMs) });
    }
  }
}
