/** The plane's only timer: every 20 ms it does what is due. Work that comes once a second is spread over the ticks by transport. */
import type { Clock } from '@veche/kernel/clock.ts';
import type { CommandTable } from '../command-table.ts';
import type { Counters } from '../counters.ts';
import type { EventBatch } from '../event-batch.ts';
import { askForSwitch, noteSilence } from '../forwarding/encoding-activity.ts';
import type { PathTable } from '../path-table.ts';
import type { SocketSet } from '../sockets/socket-set.ts';
import { tellHealth, tellLevels } from './measurements.ts';
import { sendSenderReports } from './sender-reports.ts';
import type { UpstreamFeedback } from './upstream-feedback.ts';

const tickMs = 20;
const ticksPerSecond = 1_000 / tickMs;
const ticksPerLevels = 5;
const keyFrameRetryMs = 1_000;

export interface TickerParts {
  readonly clock: Clock;
  readonly counters: Counters;
  readonly events: EventBatch;
  readonly paths: PathTable;
  readonly sockets: SocketSet;
  readonly table: CommandTable;
  readonly feedback: UpstreamFeedback;
}

export class Ticker {
  readonly #parts: TickerParts;
  readonly #timer: NodeJS.Timeout;
  #ticks = 0;
  #healthToldMs: number;

  constructor(parts: TickerParts) {
    this.#parts = parts;
    this.#healthToldMs = parts.clock.nowMs();
    this.#timer = setInterval(() => this.#tick(), tickMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const { clock, events, table, sockets, paths } = this.#parts;
    const tick = this.#ticks++;
    const nowMs = clock.nowMs();
    if (tick % ticksPerSecond === 0) sockets.sweep(nowMs, (path) => paths.get(path.key) !== undefined);
    if (table.transports.size === 0) return;
    sockets.measureQueues();
    this.#repair(nowMs);
    this.#onceASecond(tick, nowMs);
    if (tick % ticksPerLevels === 0) tellLevels(table.inbounds.values(), events);
    if (tick % ticksPerSecond !== 0) return;
    tellHealth(table.inbounds.values(), table.routes.values(), events, Math.max(1, nowMs - this.#healthToldMs));
    this.#healthToldMs = nowMs;
  }

  #repair(nowMs: number): void {
    const { table, feedback, events } = this.#parts;
    for (const inbound of table.inbounds.values()) {
      for (const encoding of inbound.encodings) {
        feedback.askForLost(encoding, nowMs);
        noteSilence(encoding, events, nowMs);
      }
    }
    for (const transport of table.transports.values()) feedback.feedBackArrivals(transport, nowMs);
  }

  #onceASecond(tick: number, nowMs: number): void {
    const { table, feedback, events, counters } = this.#parts;
    const slot = tick % ticksPerSecond;
    for (const transport of table.transports.values()) {
      if (transport.transportId % ticksPerSecond !== slot) continue;
      feedback.report(transport, nowMs);
      sendSenderReports(transport, nowMs, counters);
      for (const route of transport.routes) {
        if (nowMs - route.keyFrameAskedMs >= keyFrameRetryMs) askForSwitch(route, events, nowMs);
      }
    }
  }
}
