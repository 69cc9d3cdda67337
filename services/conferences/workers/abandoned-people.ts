/**
 * Whom an earlier life of this server left in a meeting and who has not come back: nobody saw them go, so it is told of them once, as of the time at
 * which their meeting had last been heard of when this server opened. Of one server: it knows nobody who is inside at another.
 */
import type { ConferencesParts } from '../conferences-parts.ts';
import type { AttendanceEvent } from '../domain/attendance-event.ts';

type Parts = Pick<ConferencesParts, 'participations' | 'liveConferences' | 'clock'>;

/** So long people have to come back, and the log to be written up. */
const patienceMs = 60_000;

export class AbandonedPeople {
  readonly #parts: Parts;
  readonly #tell: (event: AttendanceEvent) => void;
  readonly #openedAtMs: number;
  #lastHeardMs: ReadonlyMap<string, number>;

  private constructor(parts: Parts, tell: (event: AttendanceEvent) => void, lastHeardMs: ReadonlyMap<string, number>) {
    this.#parts = parts;
    this.#tell = tell;
    this.#openedAtMs = parts.clock.nowMs();
    this.#lastHeardMs = lastHeardMs;
  }

  /** Before anybody can come in. */
  static async open(parts: Parts, tell: (event: AttendanceEvent) => void): Promise<AbandonedPeople> {
    return new AbandonedPeople(parts, tell, await parts.liveConferences.lastHeard());
  }

  /** Once; does nothing while they may still come back. */
  async sayGone(): Promise<void> {
    if (this.#lastHeardMs.size === 0 || this.#parts.clock.nowMs() - this.#openedAtMs < patienceMs) return;
    const lastHeardMs = this.#lastHeardMs;
    const people = await this.#parts.participations.insideSinceBefore([...lastHeardMs.keys()], this.#openedAtMs);
    this.#lastHeardMs = new Map();
    for (const { toldAtMs, ...person } of people) {
      const atMs = Math.max(toldAtMs, lastHeardMs.get(person.conferenceId) ?? 0);
      this.#tell({ ...person, type: 'left', atMs });
    }
  }
}
