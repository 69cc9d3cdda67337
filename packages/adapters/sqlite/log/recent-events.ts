/** The newest events of each topic in memory: whoever keeps up reads no disk. */
import type { LogEvent } from '@veche/ports/log/log.ts';
import type { DatabaseRow } from '../database-thread.ts';

/** Kept per topic, about; readers that are further behind read from the disk. */
const keptEvents = 4_096;
const keptCharacters = 8 * 1024 * 1024;

interface Recent {
  /** In order and without gaps up to `last`. */
  events: LogEvent[];
  characters: number;
  last: number;
}

export class RecentEvents {
  readonly #topics = new Map<string, Recent>();
  readonly #waiting = new Map<string, Set<() => void>>();

  constructor(lastPositions: readonly DatabaseRow[]) {
    for (const { topic, position } of lastPositions) {
      this.#topics.set(String(topic), { events: [], characters: 0, last: Number(position) });
    }
  }

  lastPosition(topic: string): number {
    return this.#topics.get(topic)?.last ?? 0;
  }

  /** `events` follow on what was added before. They are on disk. */
  add(topic: string, events: readonly LogEvent[]): void {
    const recent = this.#topics.get(topic) ?? { events: [], characters: 0, last: 0 };
    this.#topics.set(topic, recent);
    for (const event of events) {
      recent.events.push(event);
      recent.characters += event.value.length;
    }
    recent.last = recent.events.at(-1)?.position ?? recent.last;
    forgetOldest(recent);
    const waiting = [...(this.#waiting.get(topic) ?? [])];
    this.#waiting.delete(topic);
    for (const wake of waiting) wake();
  }

  /** Up to `limit` events after a position; undefined = they are no longer here, or not all. Empty: there are none yet. */
  after(topic: string, position: number, limit: number): readonly LogEvent[] | undefined {
    const recent = this.#topics.get(topic);
    if (recent === undefined || position >= recent.last) return [];
    const first = recent.events[0]?.position ?? recent.last + 1;
    const from = position + 1 - first;
    return from < 0 ? undefined : recent.events.slice(from, from + limit);
  }

  /** Calls `wake` as soon as there is something after a position. Answers what takes that back. */
  whenMore(topic: string, position: number, wake: () => void): () => void {
    if (this.lastPosition(topic) > position) {
      wake();
      return () => undefined;
    }
    const waiting = this.#waiting.get(topic) ?? new Set();
    this.#waiting.set(topic, waiting);
    waiting.add(wake);
    return () => void waiting.delete(wake);
  }
}

/** Half at a time, so that it is seldom done. */
function forgetOldest(recent: Recent): void {
  const { events, characters } = recent;
  if (events.length <= 2 * keptEvents && characters <= 2 * keptCharacters) return;
  let from = Math.max(0, events.length - keptEvents);
  let left = 0;
  for (let at = events.length - 1; at >= from; at -= 1) {
    left += events[at]?.value.length ?? 0;
    if (left > keptCharacters) from = at + 1;
  }
  recent.events = events.slice(from);
  recent.characters = recent.events.reduce((sum, { value }) => sum + value.length, 0);
}
