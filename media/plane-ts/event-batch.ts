/**
 * Collects events and hands them over once per turn of the event loop, at most 256 a call, in order. What waits is bounded:
 * beyond it datagrams for control are dropped and counted (their senders repeat them), nothing else is.
 */
import type { PlaneEvent } from '../plane/events.ts';
import type { PlaneListener } from '../plane/plane.ts';
import type { Counters } from './counters.ts';

const batchMax = 256;
const waitingDatagramsMax = 2_048;

export class EventBatch {
  readonly #listener: PlaneListener;
  readonly #counters: Counters;
  #waiting: PlaneEvent[] = [];
  #waitingDatagrams = 0;
  #scheduled = false;
  #closed = false;

  constructor(listener: PlaneListener, counters: Counters) {
    this.#listener = listener;
    this.#counters = counters;
  }

  push(event: PlaneEvent): void {
    if (this.#closed) return;
    if (event.type === 'datagram' && ++this.#waitingDatagrams > waitingDatagramsMax) {
      this.#waitingDatagrams--;
      this.#counters.droppedEvents++;
      return;
    }
    this.#waiting.push(event);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#flush());
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
  }

  #flush(): void {
    this.#scheduled = false;
    const events = this.#waiting;
    this.#waiting = [];
    this.#waitingDatagrams = 0;
    for (let at = 0; at < events.length && !this.#closed; at += batchMax) {
      this.#listener(events.length <= batchMax ? events : events.slice(at, at + batchMax));
    }
  }
}
