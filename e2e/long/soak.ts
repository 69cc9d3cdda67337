/**
 * Soak: 10 headless participants in one meeting. After the first five minutes the memory of the server (parent and workers)
 * grows by less than 5 %, what its objects hold and its resident set alike, each after a full garbage collection; nothing is
 * rejected unhandled, and no port, timer or session is left when all have gone.
 * Usage: soak.ts [minutes, default 30, or the word short for 6]
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CompanyOrder } from '@veche/headless/company-order.ts';
import { createMeeting, registerOwner } from '../harness/api.ts';
import { LiveHeap } from '../harness/live-heap.ts';
import { megabytes, openFiles, residentBytes } from '../harness/process-figures.ts';
import { type Program, startProgram } from '../harness/program.ts';

const minutes = process.argv[2] === 'short' ? 6 : Number(process.argv[2] ?? 30);
const warmUpMinutes = Math.min(5, minutes / 3);
const participants = 10;

async function serverBytes(program: Program): Promise<number> {
  const pids = [program.pid, ...(await program.workerPids())];
  const sizes = await Promise.all(pids.map(residentBytes));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}

/** What the parent and its workers hold after a full garbage collection: before it, the saw of the resident set is mostly garbage that waits. */
async function liveBytes(program: Program): Promise<{ objects: number; resident: number }> {
  let [objects, resident] = [0, 0];
  for (const pid of [program.pid, ...(await program.workerPids())]) {
    const heap = await LiveHeap.open(pid);
    const live = await heap.measure();
    await heap.close();
    objects += live.main + live.threads;
    resident += live.resident;
  }
  return { objects, resident };
}

/** Timers and sockets of the parent and of its workers, as `GET /metrics` tells them. */
async function openThings(program: Program): Promise<{ files: number[]; timers: number[] }> {
  const pids = [program.pid, ...(await program.workerPids())];
  const metrics = await (await fetch(`${program.origin}/metrics`)).text();
  const figures = (pattern: RegExp) => [...metrics.matchAll(pattern)].map(([, figure]) => Number(figure));
  return {
    files: await Promise.all(pids.map(openFiles)),
    timers: [
      ...figures(/^nodejs_active_resources\{type="Timeout"\} (\d+)/gm),
      ...figures(/^veche_media_worker_now\{.*counter="timers"\} (\d+)/gm),
    ],
  };
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const program = await startProgram({ workers: 2 });
const owner = await registerOwner(program.origin);
await pause(5_000);
const before = await openThings(program);
const meeting = await createMeeting(program.origin, owner, { name: 'Soak' });
const order: CompanyOrder = {
  origin: program.origin,
  conferenceId: meeting.id,
  people: Array.from({ length: participants }, (_, number) => ({ name: `Soaker ${number + 1}`, number })),
  widthPx: 160,
  heightPx: 90,
  framesPerSecond: 5,
  watch: true,
};
const crowd = spawn(
  process.execPath,
  [join(import.meta.dirname, '../../packages/headless/main.ts'), JSON.stringify(order)],
  {
    stdio: ['pipe', 'inherit', 'inherit'],
  },
);

const startMs = Date.now();
let first: Awaited<ReturnType<typeof liveBytes>> | undefined;
while (Date.now() - startMs < minutes * 60_000) {
  await pause(15_000);
  const minute = (Date.now() - startMs) / 60_000;
  console.log(`minute ${minute.toFixed(1)}: ${megabytes(await serverBytes(program))}`);
  if (minute >= warmUpMinutes) first ??= await liveBytes(program);
  if (crowd.exitCode !== null) throw new Error('The participants stopped');
}
const last = await liveBytes(program);
const growths = (['objects', 'resident'] as const).map((what) => ({ what, growth: last[what] / first![what] - 1 }));
for (const { what, growth } of growths) {
  const [from, to] = [first![what], last[what]].map(megabytes);
  console.log(`${what} after ${warmUpMinutes} min ${from}, at the end ${to}: ${(growth * 100).toFixed(2)} %`);
}

crowd.kill('SIGTERM');
await once(crowd, 'exit');
await pause(40_000);
const after = await openThings(program);
const health = (await (await fetch(`${program.origin}/healthz`)).json()) as Record<string, unknown>;
console.log(
  `before the meeting: files ${before.files.join('+')}, timers ${before.timers.join('+')}; after all left: files ${after.files.join('+')}, timers ${after.timers.join('+')}; ${JSON.stringify(health)}`,
);
const log = program.log();
await program.stop();

/** Two more are let pass: a connection that `fetch` keeps, its timer. */
const grew = (were: readonly number[], are: readonly number[]) => are.some((count, at) => count > (were[at] ?? 0) + 2);
const failures = [
  ...growths.flatMap(({ what, growth }) =>
    growth < 0.05 ? [] : [`memory (${what}) grew by ${(growth * 100).toFixed(2)} %`],
  ),
  ...(grew(before.files, after.files) ? ['files stayed open'] : []),
  ...(before.timers.length !== 3 || grew(before.timers, after.timers) ? ['timers stayed open'] : []),
  ...(/unhandled/i.test(log) ? ['an unhandled rejection stands in the log'] : []),
];
if (failures.length > 0) {
  console.error(`Soak failed: ${failures.join('; ')}`);
  process.exitCode = 1;
} else {
  console.log('Soak passed');
}
