/**
 * Measures what a flood does to the rest of a server: the times of a call in turns with and without the flood, in one run,
 * so that whatever else the machine does slows down both. The flood comes from a thread of its own: what it costs to send is
 * not the server's time.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect } from 'vitest';
import type { Ask } from './ask-http.ts';
import type { FloodRound } from './flood-thread.ts';

export interface Flood {
  readonly port: number;
  /** One request of the flood. */
  readonly ask: (index: number) => Ask;
  readonly perSecond: number;
  readonly rounds: number;
}

export interface Measured {
  readonly calmMs: number[];
  readonly floodedMs: number[];
  /** How often the flood got which status. */
  readonly statuses: Map<number, number>;
}

const roundMs = 1_000;
/** Signalling takes a hundred messages a second from one participant. */
const pauseBetweenCallsMs = 12;

/** The flood may make the calls this many times slower; below the floor nobody in a meeting could notice anyway. */
const mayGrowTimes = 5;
const unnoticedMs = { median: 2, p95: 12 };

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** `call` resolves when its answer is there. */
export async function measureUnderFlood(call: () => Promise<unknown>, flood: Flood): Promise<Measured> {
  const measured: Measured = { calmMs: [], floodedMs: [], statuses: new Map() };
  const thread = new Worker(new URL('./flood-thread.ts', import.meta.url));
  try {
    // The first calls find cold code.
    await callWhile(call, pause(roundMs / 4), []);
    for (let round = 0; round < flood.rounds; round += 1) {
      await callWhile(call, pause(roundMs), measured.calmMs);
      await callWhile(call, oneRound(thread, flood, round, measured.statuses), measured.floodedMs);
    }
  } finally {
    await thread.terminate();
  }
  return measured;
}

/** Fails when calls under the flood took noticeably longer than without it. */
export function expectAsBefore({ calmMs, floodedMs }: Measured): void {
  const calm = { median: quantile(calmMs, 0.5), p95: quantile(calmMs, 0.95) };
  const flooded = { median: quantile(floodedMs, 0.5), p95: quantile(floodedMs, 0.95) };
  for (const name of ['median', 'p95'] as const) {
    const figures = `${name} in ms of ${floodedMs.length} calls: ${JSON.stringify({ calm, flooded })}`;
    expect(flooded[name], figures).toBeLessThan(Math.max(unnoticedMs[name], mayGrowTimes * calm[name]));
  }
}

/** Lasts until the last request is answered. */
async function oneRound(
  thread: Worker,
  { port, ask, perSecond }: Flood,
  round: number,
  statuses: Map<number, number>,
): Promise<void> {
  const count = (perSecond * roundMs) / 1_000;
  const asks = Array.from({ length: count }, (_, index) => ask(round * count + index));
  thread.postMessage({ port, asks, perSecond } satisfies FloodRound);
  const [answered] = (await once(thread, 'message')) as [number[]];
  for (const status of answered) statuses.set(status, (statuses.get(status) ?? 0) + 1);
}

async function callWhile(call: () => Promise<unknown>, other: Promise<void>, tookMs: number[]): Promise<void> {
  let over = false;
  const end = other.finally(() => {
    over = true;
  });
  while (!over) {
    const startMs = performance.now();
    await call();
    tookMs.push(performance.now() - startMs);
    await pause(pauseBetweenCallsMs);
  }
  await end;
}

/** Nearest rank. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
