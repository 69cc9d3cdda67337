/** How far each group has come, as the program knows it, and what of that still has to reach the disk. */
import type { DatabaseRow, SqlValue, Write } from '../database-thread.ts';
import { sweepEvents, upsertHandled } from './log-schema.ts';

export interface HandledChanges {
  readonly writes: readonly Write[];
  /** The disk refused. */
  putBack(): void;
}

export interface Keeping {
  /** Handled events stay this long: whoever wants to see what happened a moment ago can. */
  readonly keptMs: number;
  readonly sweepIntervalMs: number;
  readonly rowsPerSweep: number;
}

export class HandledPositions {
  readonly #positions = new Map<string, Map<string, number>>();
  readonly #keeping: Keeping;
  readonly #changed = new Set<string>();
  #nextSweepAtMs = 0;

  constructor(rows: readonly DatabaseRow[], keeping: Keeping) {
    this.#keeping = keeping;
    for (const row of rows) this.#groupsOf(String(row.topic)).set(String(row.reader_group), Number(row.position));
  }

  get hasChanged(): boolean {
    return this.#changed.size > 0;
  }

  /** 0 = nothing yet. */
  of(topic: string, group: string): number {
    return this.#positions.get(topic)?.get(group) ?? 0;
  }

  /** From now on its events wait for it. */
  register(topic: string, group: string): void {
    if (this.#positions.get(topic)?.has(group) !== true) this.set(topic, group, 0);
  }

  set(topic: string, group: string, position: number): void {
    this.#groupsOf(topic).set(group, position);
    this.#changed.add(topic);
  }

  takeChanges(): HandledChanges {
    const topics = [...this.#changed];
    this.#changed.clear();
    const rows = topics.flatMap((topic) =>
      [...this.#groupsOf(topic)].map(([group, position]): SqlValue[] => [topic, group, position]),
    );
    return {
      writes: [{ sql: upsertHandled, rows }],
      putBack: () => {
        for (const topic of topics) this.#changed.add(topic);
      },
    };
  }

  /** Now and then, on the back of another write: what every group of a topic has handled, and is old, goes. */
  sweep(nowMs: number, lastPosition: (topic: string) => number): readonly Write[] {
    if (nowMs < this.#nextSweepAtMs) return [];
    const { keptMs, sweepIntervalMs, rowsPerSweep } = this.#keeping;
    this.#nextSweepAtMs = nowMs + sweepIntervalMs;
    const rows = [...this.#positions].map(([topic, groups]): SqlValue[] => {
      const upTo = Math.min(...groups.values(), lastPosition(topic) - 1);
      return [topic, topic, upTo, nowMs - keptMs, rowsPerSweep];
    });
    return [{ sql: sweepEvents, rows }];
  }

  #groupsOf(topic: string): Map<string, number> {
    let groups = this.#positions.get(topic);
    if (groups === undefined) {
      groups = new Map();
      this.#positions.set(topic, groups);
    }
    return groups;
  }
}
