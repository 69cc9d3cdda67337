/** Runs one fuzz target on a thread of its own, so that one that hangs can be ended from outside. */
import { parentPort, workerData } from 'node:worker_threads';
import type { FuzzTarget } from './fuzz.ts';
import { runFuzz } from './fuzz-run.ts';

export interface FuzzJob {
  /** file: URL of a module that exports `target`. */
  readonly module: string;
  readonly seed: number;
  readonly durationMs: number;
}

const { module, seed, durationMs } = workerData as FuzzJob;
const { target } = (await import(module)) as { target: FuzzTarget };
parentPort?.postMessage(runFuzz(target, { seed, durationMs }));
