/**
 * The data plane: it does every act that happens per packet, and decides nothing. Control tells it what stands (commands),
 * it tells what happened (events). Commands are idempotent and their ids are chosen by control, so that sending the whole
 * set again after a restart rebuilds the same forwarding.
 */
import type { Command } from './commands.ts';
import type { PlaneEvent } from './events.ts';

export interface Plane {
  /** Carried out in order, at once but for `listen`, whose outcome comes as an event. A command that names an unknown id is ignored and counted. */
  apply(commands: readonly Command[]): void;
  /** What was counted since the start, stage by stage; names end in their unit. */
  counters(): ReadonlyMap<string, number>;
  /** Closes sockets and timers; no event follows. */
  close(): Promise<void>;
}

/** Batches are bounded: at most 256 events a call, in the order in which they happened. */
export type PlaneListener = (events: readonly PlaneEvent[]) => void;
