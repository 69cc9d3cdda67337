/**
 * What has happened, in the order in which it happened: durable before anybody hears of it, read by groups that each go at
 * their own pace.
 *
 * - G1 `append` resolves when all of its events are on durable storage, and not before; they survive kill -9. When it rejects,
 *   none of them is handed to anybody.
 * - G2 Events of one key are handed over in the order of their appends, and their positions grow.
 * - G3 A group is handed every event at least once; what it has handled is remembered over restarts, give or take the last
 *   moment before a crash.
 * - G4 One member of a group holds a key at a time. (The embedded log is held by one process, and another one is told so.)
 * - G5 An event that a handler can't handle, tried alone and repeatedly, is set aside with the reason, told to `onSetAside`
 *   and kept in `setAside`; those behind it go on. `TryLater` sets nothing aside: the world is to blame, and waited for.
 * - G6 `follow` hands over all that its group has not handled yet, then what comes, and remembers nothing; what can't be handled is
 *   told and passed over.
 * - G7 A slow reader holds up neither appends nor other readers, and takes bounded memory.
 * - G8 Events that every group has handled are forgotten by and by; the storage does not grow without end.
 */
export interface NewEvent {
  /** What must stay in order, as a conference's id. */
  readonly key: string;
  /** Text that the adapter does not look into. */
  readonly value: string;
}

export interface LogEvent extends NewEvent {
  /** Grows within a key. */
  readonly position: number;
  readonly appendedAtMs: number;
}

/** Events in order, as many as were ready. What it throws is tried again: see G5. */
export type HandleEvents = (events: readonly LogEvent[]) => void | Promise<void>;

export interface SetAsideEvent {
  readonly topic: string;
  readonly group: string;
  readonly event: LogEvent;
  readonly reason: string;
}

export interface ConsumeOptions {
  /** What comes is left to gather for so long before it is handed over, for those who do better with few large batches. */
  readonly gatherMs?: number;
  onSetAside(setAside: SetAsideEvent): void;
}

export interface Reader {
  /** Resolves when nothing is handed over any more and what was handled is remembered. */
  close(): Promise<void>;
}

export interface Log {
  /** Answers the position of each event. Rejects with `LogUnavailable`. */
  append(topic: string, events: readonly NewEvent[]): Promise<readonly number[]>;
  /** A new group begins with the oldest event that is kept. */
  consume(topic: string, group: string, handle: HandleEvents, options: ConsumeOptions): Reader;
  follow(topic: string, sinceGroup: string, handle: HandleEvents, options: ConsumeOptions): Reader;
  /** The group has handled every event of the key up to this position; 0 = none. */
  handledUpTo(topic: string, group: string, key: string): Promise<number>;
  /** Of the key's newest event; 0 = there has never been one. A group that has handled as much has handled all. */
  lastPosition(topic: string, key: string): Promise<number>;
  /** Oldest first. */
  setAside(topic: string, group: string): Promise<readonly SetAsideEvent[]>;
  close(): Promise<void>;
}

/** Durable storage refuses at the moment, as when the disk is full. */
export class LogUnavailable extends Error {}

/** Thrown by a handler for which nothing is wrong with the event: what it needs is away, and it is to be asked again. */
export class TryLater extends Error {}
