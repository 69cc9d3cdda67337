/**
 * One reader's way through a topic: takes what is there, hands it over, waits for more. A batch that is refused is handed over event by
 * event, so that only the one that can't be handled is set aside.
 */
import { setTimeout } from 'node:timers/promises';
import { backoffMs } from '@veche/kernel/backoff.ts';
import { BrokenInvariant } from '@veche/kernel/invariant.ts';
import { type HandleEvents, type LogEvent, type Reader, TryLater } from '@veche/ports/log/log.ts';

export interface ReaderParts {
  /** Up to some events after a position, in order; empty when there are none yet. */
  next(afterPosition: number): Promise<readonly LogEvent[]>;
  /** Calls `wake` once when there is more. Answers what takes that back. */
  whenMore(afterPosition: number, wake: () => void): () => void;
  /** After more has come: so that there is more of it. Who is behind does not wait. */
  readonly gatherMs: number;
  readonly handle: HandleEvents;
  onHandled(position: number): void;
  onSetAside(event: LogEvent, reason: string): void;
  onClosed(): Promise<void>;
  readonly tries: Tries;
}

export interface Tries {
  /** Of one event alone, before it is set aside. */
  readonly max: number;
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
}

/** `position` is of the last event that needs no handling any more. */
export function startReader(parts: ReaderParts, position: number): Reader {
  const closing = new AbortController();
  const reading = readOn(parts, position, closing.signal).catch((error: unknown) => {
    if (!closing.signal.aborted) throw error;
  });
  return {
    close: async () => {
      closing.abort();
      await reading;
      await parts.onClosed();
    },
  };
}

async function readOn(parts: ReaderParts, position: number, closing: AbortSignal): Promise<void> {
  let handled = position;
  while (!closing.aborted) {
    const events = await nextEvents(parts, handled, closing);
    const last = events.at(-1);
    if (last === undefined) {
      await more(parts, handled, closing);
      if (parts.gatherMs > 0) await setTimeout(parts.gatherMs, undefined, { signal: closing });
    } else {
      await handleAll(parts, events, closing);
      handled = last.position;
      parts.onHandled(handled);
    }
  }
}

/** The disk may refuse to be read for a while: nothing is lost by waiting. */
async function nextEvents(parts: ReaderParts, handled: number, closing: AbortSignal): Promise<readonly LogEvent[]> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await parts.next(handled);
    } catch (error) {
      if (closing.aborted) throw error;
      await pause(parts.tries, attempt, closing);
    }
  }
}

async function more(parts: ReaderParts, handled: number, closing: AbortSignal): Promise<void> {
  // It may have been closed while it looked: a signal does not tell twice.
  if (closing.aborted) return;
  await new Promise<void>((resolve) => {
    let takeBack = (): void => undefined;
    const done = (): void => {
      closing.removeEventListener('abort', done);
      takeBack();
      resolve();
    };
    closing.addEventListener('abort', done);
    takeBack = parts.whenMore(handled, done);
  });
}

async function handleAll(parts: ReaderParts, events: readonly LogEvent[], closing: AbortSignal): Promise<void> {
  try {
    await parts.handle(events);
  } catch (error) {
    if (error instanceof BrokenInvariant) throw error;
    for (const event of events) await handleAlone(parts, event, closing);
  }
}

async function handleAlone(parts: ReaderParts, event: LogEvent, closing: AbortSignal): Promise<void> {
  let failures = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await parts.handle([event]);
      return;
    } catch (error) {
      if (error instanceof BrokenInvariant) throw error;
      if (!(error instanceof TryLater)) failures += 1;
      if (failures >= parts.tries.max) {
        parts.onSetAside(event, error instanceof Error ? `${error.name}: ${error.message}` : String(error));
        return;
      }
      await pause(parts.tries, attempt, closing);
    }
  }
}

/** Rejects when the reader is closed. */
async function pause({ firstDelayMs, maxDelayMs }: Tries, attempt: number, closing: AbortSignal): Promise<void> {
  await setTimeout(backoffMs(attempt, firstDelayMs, maxDelayMs, 1), undefined, { signal: closing });
}
