/**
 * Who may be in a meeting's chat while the meeting does not go on, as it is written down. Asking takes its time and telling must not, so what was
 * answered is kept, and asked again every few seconds for as long as somebody is there; whoever is not known yet is kept out.
 */
import type { Door } from '../needs.ts';

interface Asked {
  door: Door | undefined;
  /** Rejects when it could not be found out. */
  asking: Promise<void> | undefined;
  ticks: number;
}

/** Answers are asked for again after so many ticks. */
const freshTicks = 2;

export class ClosedDoors {
  readonly #ask: (participantId: string) => Promise<Door>;
  readonly #onChanged: (participantId: string) => void;
  readonly #asked = new Map<string, Asked>();

  /** `onChanged`: another answer than what `known` said before. */
  constructor(ask: (participantId: string) => Promise<Door>, onChanged: (participantId: string) => void) {
    this.#ask = ask;
    this.#onChanged = onChanged;
  }

  /** As it was answered last; where nothing was, it is asked for. */
  known(participantId: string): Door {
    const asked = this.#of(participantId);
    return asked.door ?? 'shut';
  }

  /** Resolves when there is an answer. Rejects when it could not be found out. */
  async find(participantId: string): Promise<void> {
    const asked = this.#of(participantId);
    if (asked.door === undefined) await asked.asking;
  }

  forget(participantId: string): void {
    if (this.#asked.size > 0) this.#asked.delete(participantId);
  }

  /** Once a second. */
  growOld(isThere: (participantId: string) => boolean): void {
    for (const [participantId, asked] of this.#asked) {
      asked.ticks += 1;
      if (asked.ticks < freshTicks || asked.asking !== undefined) continue;
      if (isThere(participantId)) this.#begin(participantId, asked);
      else this.#asked.delete(participantId);
    }
  }

  #of(participantId: string): Asked {
    const found = this.#asked.get(participantId);
    if (found !== undefined && (found.door ?? found.asking) !== undefined) return found;
    const asked = found ?? { door: undefined, asking: undefined, ticks: 0 };
    this.#asked.set(participantId, asked);
    this.#begin(participantId, asked);
    return asked;
  }

  #begin(participantId: string, asked: Asked): void {
    asked.asking = this.#answer(participantId, asked);
    // Whoever waits for it is told; else it is asked again before long, and until then what was known holds.
    asked.asking.catch(() => undefined);
  }

  async #answer(participantId: string, asked: Asked): Promise<void> {
    const before = asked.door ?? 'shut';
    try {
      asked.door = await this.#ask(participantId);
      asked.ticks = 0;
    } finally {
      asked.asking = undefined;
    }
    // Forgotten meanwhile: the meeting goes on, and it is said there who is in.
    if (asked.door !== before && this.#asked.get(participantId) === asked) this.#onChanged(participantId);
  }
}
