/**
 * Measures what a flood does to the rest of a server: the times of a call in turns with and without the flood, in one run,
 * so that whatever else the machine does slows down both.
 */
import { Agent, request } from 'node:http';
import { expect } from 'vitest';

export interface Flood {
  /** Sends one request of the flood; answers its status. */
  readonly send: (index: number) => Promise<number>;
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
const ticksPerSecond = 50;
/** Signalling takes a hundred messages a second from one participant. */
const pauseBetweenCallsMs = 12;

/** The flood may make the calls this many times slower; below the floor nobody in a meeting could notice anyway. */
const mayGrowTimes = 5;
const unnoticedMs = { median: 2, p95: 12 };

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** `call` resolves when its answer is there. */
export async function measureUnderFlood(call: () => Promise<unknown>, flood: Flood): Promise<Measured> {
  const measured: Measured = { calmMs: [], floodedMs: [], statuses: new Map() };
  // The first calls find cold code.
  await callWhile(call, pause(roundMs / 4), []);
  for (let round = 0; round < flood.rounds; round += 1) {
    await callWhile(call, pause(roundMs), measured.calmMs);
    await callWhile(call, oneRound(flood, round, measured.statuses), measured.floodedMs);
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
async function oneRound({ send, perSecond }: Flood, round: number, statuses: Map<number, number>): Promise<void> {
  const answers: Promise<number>[] = [];
  const perRound = (perSecond * roundMs) / 1_000;
  const startMs = performance.now();
  for (let tick = 1; answers.length < perRound; tick += 1) {
    for (let each = 0; each < perSecond / ticksPerSecond; each += 1) {
      answers.push(send(round * perRound + answers.length));
    }
    await pause(startMs + (tick * 1_000) / ticksPerSecond - performance.now());
  }
  for (const status of await Promise.all(answers)) statuses.set(status, (statuses.get(status) ?? 0) + 1);
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

export interface Ask {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where it comes from; every address of 127.0.0.0/8 is this machine's own. */
  readonly localAddress?: string;
}

/** Asks a server on this machine; answers the status once the whole answer is here. A new connection unless `agent` keeps one. */
export function askHttp(port: number, { body, headers, ...where }: Ask, agent: Agent | false = false): Promise<number> {
  const json = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, agent, headers: { ...json, ...headers }, ...where };
    const sent = request(options, (answer) => {
      answer.resume();
      answer.once('end', () => resolve(answer.statusCode ?? 0));
    });
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** One connection, used again and again. */
export const keptConnection = (): Agent => new Agent({ keepAlive: true, maxSockets: 1 });
