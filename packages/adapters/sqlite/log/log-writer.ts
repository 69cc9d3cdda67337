/**
 * Group commit: what comes while one transaction is on its way to the disk, or too soon after it, gathers and goes together in the next one. So
 * a single event after a quiet moment waits for one commit, and ten thousand a second take forty.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '@veche/kernel/clock.ts';
import { type LogEvent, LogUnavailable, type NewEvent, type SetAsideEvent } from '@veche/ports/log/log.ts';
import type { DatabaseThread, SqlValue, Write } from '../database-thread.ts';
import type { HandledPositions } from './handled-positions.ts';
import { insertEvent, insertSetAside } from './log-schema.ts';
import type { RecentEvents } from './recent-events.ts';

export interface LogWriterParts {
  readonly database: DatabaseThread;
  readonly recent: RecentEvents;
  readonly handled: HandledPositions;
  readonly clock: Clock;
  /** Beyond this, appends are refused until the disk has caught up. */
  readonly pendingMaxEvents: number;
  readonly pendingMaxCharacters: number;
  /** From the beginning of a commit to that of the next, at least. */
  readonly commitEveryMs: number;
}

interface Append {
  readonly topic: string;
  readonly events: readonly NewEvent[];
  readonly characters: number;
  resolve(positions: readonly number[]): void;
  reject(error: Error): void;
}

/** Of one transaction: so many that the disk's wait no longer counts, so few that nobody waits long for the others. */
const eventsPerCommit = 5_000;
/** What was handled may reach the disk this late: after a crash it would be handled again. */
const handledNotedWithinMs = 200;

export class LogWriter {
  readonly #parts: LogWriterParts;
  #appends: Append[] = [];
  #pendingEvents = 0;
  #pendingCharacters = 0;
  #setAside: (readonly SqlValue[])[] = [];
  #committing: Promise<void> | undefined;
  #nextCommit: Promise<void> = Promise.resolve();
  #noteTimer: NodeJS.Timeout | undefined;

  constructor(parts: LogWriterParts) {
    this.#parts = parts;
  }

  append(topic: string, events: readonly NewEvent[]): Promise<readonly number[]> {
    const { pendingMaxEvents, pendingMaxCharacters } = this.#parts;
    const characters = events.reduce((sum, { value }) => sum + value.length, 0);
    const isTooMuch =
      this.#pendingEvents + events.length > pendingMaxEvents ||
      this.#pendingCharacters + characters > pendingMaxCharacters;
    if (isTooMuch) {
      return Promise.reject(new LogUnavailable('More events wait for the disk than may wait'));
    }
    return new Promise((resolve, reject) => {
      this.#appends.push({ topic, events, characters, resolve, reject });
      this.#pendingEvents += events.length;
      this.#pendingCharacters += characters;
      this.#start();
    });
  }

  /** The position stands in `HandledPositions`; here it is seen to that it reaches the disk. */
  noteHandled(): void {
    this.#noteTimer ??= setTimeout(() => {
      this.#noteTimer = undefined;
      this.#start();
    }, handledNotedWithinMs);
  }

  setAside({ topic, group, event, reason }: SetAsideEvent): void {
    this.#setAside.push([topic, group, event.position, event.key, event.value, event.appendedAtMs, reason]);
    this.#start();
  }

  /** Resolves when all that was given so far is on disk, or was refused. */
  async flush(): Promise<void> {
    clearTimeout(this.#noteTimer);
    this.#noteTimer = undefined;
    this.#start();
    await this.#committing;
  }

  #start(): void {
    this.#committing ??= this.#commitAll();
  }

  async #commitAll(): Promise<void> {
    // Whoever appends in the same turn of the event loop comes along.
    await Promise.resolve();
    let isRefused = false;
    while (this.#appends.length > 0 || (this.#hasNotes() && !isRefused)) {
      await this.#nextCommit;
      this.#nextCommit = pause(this.#parts.commitEveryMs);
      isRefused = !(await this.#commitOnce());
    }
    // In the same turn as the look at what is left: whoever comes next starts anew.
    this.#committing = undefined;
    // Nobody waits for notes: the disk is asked again later.
    if (isRefused) this.noteHandled();
  }

  #hasNotes(): boolean {
    return this.#setAside.length > 0 || this.#parts.handled.hasChanged;
  }

  /** Answers whether the disk took it. */
  async #commitOnce(): Promise<boolean> {
    const { database, recent, handled, clock } = this.#parts;
    const nowMs = clock.nowMs();
    const appends = this.#takeAppends();
    const { positions, byTopic } = placed(appends, nowMs, (topic) => recent.lastPosition(topic));
    const setAside = this.#setAside;
    this.#setAside = [];
    const changes = handled.takeChanges();
    const writes: Write[] = [
      { sql: insertEvent, rows: [...byTopic].flatMap(([topic, events]) => events.map((event) => rowOf(topic, event))) },
      { sql: insertSetAside, rows: setAside },
      ...changes.writes,
      ...handled.sweep(nowMs, (topic) => recent.lastPosition(topic)),
    ];
    try {
      await database.write(writes.filter(({ rows }) => rows.length > 0));
    } catch (error) {
      this.#setAside.unshift(...setAside);
      changes.putBack();
      const refusal = new LogUnavailable(`The log could not be written: ${(error as Error).message}`);
      for (const { reject } of appends) reject(refusal);
      return false;
    }
    for (const [topic, events] of byTopic) recent.add(topic, events);
    for (const [index, { resolve }] of appends.entries()) resolve(positions[index] ?? []);
    return true;
  }

  #takeAppends(): Append[] {
    let events = 0;
    let count = 0;
    for (const append of this.#appends) {
      if (count > 0 && events + append.events.length > eventsPerCommit) break;
      events += append.events.length;
      this.#pendingCharacters -= append.characters;
      count += 1;
    }
    this.#pendingEvents -= events;
    return this.#appends.splice(0, count);
  }
}

interface Placed {
  /** Of the events of each append. */
  readonly positions: readonly (readonly number[])[];
  readonly byTopic: ReadonlyMap<string, readonly LogEvent[]>;
}

function placed(appends: readonly Append[], appendedAtMs: number, lastPosition: (topic: string) => number): Placed {
  const byTopic = new Map<string, LogEvent[]>();
  const positions = appends.map(({ topic, events }) => {
    const ofTopic = byTopic.get(topic) ?? [];
    byTopic.set(topic, ofTopic);
    const before = lastPosition(topic) + ofTopic.length;
    return events.map(({ key, value }, index) => {
      const position = before + index + 1;
      ofTopic.push({ position, key, value, appendedAtMs });
      return position;
    });
  });
  return { positions, byTopic };
}

function rowOf(topic: string, { position, key, value, appendedAtMs }: LogEvent): readonly SqlValue[] {
  return [topic, position, key, value, appendedAtMs];
}
