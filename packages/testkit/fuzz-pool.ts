/** Runs fuzz targets on threads, so many at a time. One that hangs is ended and told as a failure. */
import { Worker } from 'node:worker_threads';
import type { FuzzOutcome } from './fuzz-run.ts';
import type { FuzzJob } from './fuzz-worker.ts';

/** What a thread may take to start and to finish its last input. */
const graceMs = 60_000;

/** One promise for each job, in order; each is fulfilled with an outcome, a hang and a broken module too. */
export function startFuzzJobs(jobs: readonly FuzzJob[], threads: number): Promise<FuzzOutcome>[] {
  const lanes = new Array<Promise<unknown>>(Math.max(1, threads)).fill(Promise.resolve());
  return jobs.map((job, index) => {
    const lane = index % lanes.length;
    const outcome = lanes[lane]!.then(() => runOnThread(job));
    lanes[lane] = outcome;
    return outcome;
  });
}

function runOnThread(job: FuzzJob): Promise<FuzzOutcome> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), { workerData: job });
    const end = (outcome: FuzzOutcome) => {
      clearTimeout(timer);
      resolve(outcome);
      void worker.terminate();
    };
    const fail = (message: string) => {
      end({ name: job.module, iterations: 0, failure: { inputHex: '', seed: job.seed, message } });
    };
    const timer = setTimeout(() => fail('Hangs: the thread did not come back'), job.durationMs + graceMs);
    worker.once('message', end);
    worker.once('error', (error) => fail(error instanceof Error ? (error.stack ?? error.message) : String(error)));
    worker.once('exit', (code) => fail(`The thread ended early with code ${code}`));
  });
}
