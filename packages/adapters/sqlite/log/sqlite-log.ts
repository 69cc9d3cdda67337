/** The port `log` over one SQLite file that this program alone has open: see the guarantees at the port. */
import { limits } from '@veche/contracts/limits.ts';
import type { Clock } from '@veche/kernel/clock.ts';
import { invariant } from '@veche/kernel/invariant.ts';
import type {
  ConsumeOptions,
  HandleEvents,
  Log,
  LogEvent,
  NewEvent,
  Reader,
  SetAsideEvent,
} from '@veche/ports/log/log.ts';
import { type DatabaseRow, DatabaseThread } from '../database-thread.ts';
import { HandledPositions, type Keeping } from './handled-positions.ts';
import { startReader, type Tries } from './log-reader.ts';
import { logSchema, selectEvents, selectHandled, selectLastPositions, selectSetAside } from './log-schema.ts';
import { LogWriter } from './log-writer.ts';
import { RecentEvents } from './recent-events.ts';

export interface SqliteLogSettings {
  /** Beyond this, appends are refused until the disk has caught up. */
  readonly pendingMaxEvents: number;
  readonly pendingMaxCharacters: number;
  /** From the beginning of a commit to that of the next, at least. */
  readonly commitEveryMs: number;
  readonly keeping: Keeping;
  readonly tries: Tries;
}

export const usualSettings: SqliteLogSettings = {
  pendingMaxEvents: limits.logPendingEventsMax,
  pendingMaxCharacters: limits.logPendingCharactersMax,
  commitEveryMs: limits.logCommitEveryMs,
  keeping: { keptMs: limits.logKeptMs, sweepIntervalMs: 10_000, rowsPerSweep: 100_000 },
  tries: { max: limits.logTriesMax, firstDelayMs: 50, maxDelayMs: 10_000 },
};

/** Handed over at one time. */
const eventsPerBatch = 2_048;

/** Rejects with `DatabaseRefused` when the file can't be opened, or another program has it. */
export async function openSqliteLog(file: string, clock: Clock): Promise<Log> {
  return logOn(await openLogDatabase(file), clock, usualSettings);
}

export function openLogDatabase(file: string): Promise<DatabaseThread> {
  return DatabaseThread.open({ file, schema: logSchema, exclusive: true });
}

/** Closes the database with the log. */
export async function logOn(database: DatabaseThread, clock: Clock, settings: SqliteLogSettings): Promise<Log> {
  const recent = new RecentEvents(await database.read(selectLastPositions, []));
  const handled = new HandledPositions(await database.read(selectHandled, []), settings.keeping);
  return new SqliteLog(database, recent, handled, clock, settings);
}

class SqliteLog implements Log {
  readonly #database: DatabaseThread;
  readonly #recent: RecentEvents;
  readonly #handled: HandledPositions;
  readonly #writer: LogWriter;
  readonly #tries: Tries;
  readonly #readers = new Set<Reader>();
  readonly #groups = new Set<string>();

  constructor(
    database: DatabaseThread,
    recent: RecentEvents,
    handled: HandledPositions,
    clock: Clock,
    settings: SqliteLogSettings,
  ) {
    this.#database = database;
    this.#recent = recent;
    this.#handled = handled;
    this.#tries = settings.tries;
    this.#writer = new LogWriter({ database, recent, handled, clock, ...settings });
  }

  append(topic: string, events: readonly NewEvent[]): Promise<readonly number[]> {
    return this.#writer.append(topic, events);
  }

  consume(topic: string, group: string, handle: HandleEvents, options: ConsumeOptions): Reader {
    const name = `${topic}/${group}`;
    invariant(!this.#groups.has(name), `The group ${group} reads ${topic} already`);
    this.#groups.add(name);
    this.#handled.register(topic, group);
    return this.#start(topic, this.#handled.of(topic, group), {
      gatherMs: options.gatherMs ?? 0,
      handle,
      onHandled: (position) => {
        this.#handled.set(topic, group, position);
        this.#writer.noteHandled();
      },
      onSetAside: (event, reason) => {
        const setAside = { topic, group, event, reason };
        this.#writer.setAside(setAside);
        options.onSetAside(setAside);
      },
      onClosed: async () => {
        await this.#writer.flush();
        this.#groups.delete(name);
      },
    });
  }

  follow(topic: string, sinceGroup: string, handle: HandleEvents, options: ConsumeOptions): Reader {
    this.#handled.register(topic, sinceGroup);
    return this.#start(topic, this.#handled.of(topic, sinceGroup), {
      gatherMs: options.gatherMs ?? 0,
      handle,
      onHandled: () => undefined,
      onSetAside: (event, reason) => options.onSetAside({ topic, group: sinceGroup, event, reason }),
      onClosed: async () => undefined,
    });
  }

  async handledUpTo(topic: string, group: string, _key: string): Promise<number> {
    return this.#handled.of(topic, group);
  }

  /** Of the topic's newest: positions are the topic's, and `handledUpTo` speaks of them. */
  async lastPosition(topic: string, _key: string): Promise<number> {
    return this.#recent.lastPosition(topic);
  }

  async setAside(topic: string, group: string): Promise<readonly SetAsideEvent[]> {
    await this.#writer.flush();
    const rows = await this.#database.read(selectSetAside, [topic, group]);
    return rows.map((row) => ({ topic, group, event: eventOf(row), reason: String(row.reason) }));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#readers].map((reader) => reader.close()));
    await this.#writer.flush();
    await this.#database.close();
  }

  #start(
    topic: string,
    position: number,
    parts: {
      gatherMs: number;
      handle: HandleEvents;
      onHandled(position: number): void;
      onSetAside(event: LogEvent, reason: string): void;
      onClosed(): Promise<void>;
    },
  ): Reader {
    const reader = startReader(
      {
        ...parts,
        tries: this.#tries,
        next: (afterPosition) => this.#next(topic, afterPosition),
        whenMore: (afterPosition, wake) => this.#recent.whenMore(topic, afterPosition, wake),
        onClosed: async () => {
          this.#readers.delete(reader);
          await parts.onClosed();
        },
      },
      position,
    );
    this.#readers.add(reader);
    return reader;
  }

  async #next(topic: string, afterPosition: number): Promise<readonly LogEvent[]> {
    const recent = this.#recent.after(topic, afterPosition, eventsPerBatch);
    if (recent !== undefined) return recent;
    return (await this.#database.read(selectEvents, [topic, afterPosition, eventsPerBatch])).map(eventOf);
  }
}

function eventOf({ position, key, value, appended_at_ms }: DatabaseRow): LogEvent {
  return { position: Number(position), key: String(key), value: String(value), appendedAtMs: Number(appended_at_ms) };
}
