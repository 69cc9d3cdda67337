/**
 * The chat's throughput on one machine: 1,000 sockets in rooms of ten, every message durable before it is confirmed, beside bare `ws` that
 * broadcasts frames of the same length, by turns in one run. `npm run bench:chat [sends a second]`; results go to bench/results/chat.json.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMeeting, registerOwner } from '../../e2e/harness/api.ts';
import { type Program, startProgram } from '../../e2e/harness/program.ts';
import { quantile } from '../../e2e/harness/quantiles.ts';
import type { ClientFigures, ClientOrder, FromClients } from './protocol.ts';

/** The seed's peak for the whole world (section 4): 9,027 messages a second, each read by ten. */
const sendsPerSecond = Number(process.argv[2] ?? 9_027);
const people = 1_000;
const roomSize = 10;
const rounds = 3;
const window = { warmUpMs: 3_000, windowMs: 10_000 };

interface Outcome {
  readonly sendsPerSecond: number;
  readonly confirmedPerSecond: number;
  readonly deliveriesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuUsPerDelivery: number;
  readonly coreShare: number;
  readonly closed: number;
}

/** User and system time of a process with all its threads, in microseconds. */
async function cpuUs(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

async function measure(urls: readonly string[], serverPid: number, isWelcomed: boolean): Promise<Outcome> {
  const clients = fork(join(import.meta.dirname, 'clients.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const exited = once(clients, 'exit');
  const gone = new AbortController();
  clients.once('exit', () => gone.abort());
  clients.send({ urls, isWelcomed, sendsPerSecond, ...window } satisfies ClientOrder);
  let before = 0;
  for await (const [message] of on(clients, 'message', gone) as AsyncIterable<[FromClients]>) {
    if (message.type === 'windowBegins') before = await cpuUs(serverPid);
    if (message.type !== 'measured') continue;
    const spentUs = (await cpuUs(serverPid)) - before;
    await exited;
    return outcomeOf(message.figures, spentUs);
  }
  throw new Error('The clients ended without a word');
}

function outcomeOf({ sends, confirmed, deliveries, latenciesMs, closed }: ClientFigures, spentUs: number): Outcome {
  const seconds = window.windowMs / 1_000;
  return {
    sendsPerSecond: sends / seconds,
    confirmedPerSecond: confirmed / seconds,
    deliveriesPerSecond: deliveries / seconds,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    cpuUsPerDelivery: spentUs / deliveries,
    coreShare: spentUs / (window.windowMs * 1_000),
    closed,
  };
}

async function joinAll(program: Program): Promise<string[]> {
  const owner = await registerOwner(program.origin);
  const urls: string[] = [];
  for (let at = 0; at < people; at += roomSize) {
    const { id } = await createMeeting(program.origin, owner, { name: `Room ${at}` });
    const join = async (index: number): Promise<string> => {
      const response = await fetch(`${program.origin}/api/v1/conferences/${id}/participants`, {
        method: 'POST',
        // As from an address each: a thousand joins a minute from one are refused.
        headers: { 'content-type': 'application/json', 'x-forwarded-for': `10.1.${index >> 8}.${index & 255}` },
        body: JSON.stringify({ name: `Person ${index}` }),
      });
      return ((await response.json()) as { chatUrl: string }).chatUrl;
    };
    urls.push(...(await Promise.all(Array.from({ length: roomSize }, (_, seat) => join(at + seat)))));
  }
  return urls;
}

async function startBare(): Promise<{ process: ChildProcess; urls: string[] }> {
  const bare = fork(join(import.meta.dirname, 'bare-server.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  const [port] = (await once(bare, 'message')) as [number];
  const urls = Array.from({ length: people }, (_, index) => `ws://127.0.0.1:${port}/${Math.floor(index / roomSize)}`);
  return { process: bare, urls };
}

const middle = (values: readonly number[]): number => quantile(values, 0.5);
const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

const program = await startProgram({
  workers: 1,
  environment: { VECHE_TRUST_PROXY: '1', VECHE_PUBLIC_URL: '' },
});
const bare = await startBare();
const veche: Outcome[] = [];
const floor: Outcome[] = [];
try {
  const urls = await joinAll(program);
  for (let round = 0; round < rounds; round += 1) {
    veche.push(await measure(urls, program.pid, true));
    floor.push(await measure(bare.urls, bare.process.pid!, false));
  }
} finally {
  bare.process.kill();
  await program.stop();
}
const row = (who: string, outcomes: readonly Outcome[]) => ({
  who,
  'sends/s': Math.round(middle(outcomes.map((outcome) => outcome.sendsPerSecond))),
  'confirmed/s': Math.round(middle(outcomes.map((outcome) => outcome.confirmedPerSecond))),
  'deliveries/s': Math.round(middle(outcomes.map((outcome) => outcome.deliveriesPerSecond))),
  'p50 ms': rounded(middle(outcomes.map(({ p50Ms }) => p50Ms))),
  'p99 ms': rounded(middle(outcomes.map(({ p99Ms }) => p99Ms))),
  'CPU us/delivery': rounded(middle(outcomes.map(({ cpuUsPerDelivery }) => cpuUsPerDelivery)), 2),
  cores: rounded(middle(outcomes.map(({ coreShare }) => coreShare)), 2),
  closed: outcomes.reduce((sum, { closed }) => sum + closed, 0),
});
console.table([row('Veche', veche), row('bare ws', floor)]);
const ratios = veche.map(({ cpuUsPerDelivery }, index) => cpuUsPerDelivery / (floor[index]?.cpuUsPerDelivery ?? 0));
console.log(
  `CPU per delivery, Veche to bare ws: ${rounded(middle(ratios), 2)} (${ratios.map((ratio) => rounded(ratio, 2)).join(', ')}; ${rounds} rounds by turns)`,
);
const folder = join(import.meta.dirname, '../results');
await mkdir(folder, { recursive: true });
await writeFile(
  join(folder, 'chat.json'),
  `${JSON.stringify({ sendsPerSecond, people, roomSize, veche, floor, ratios }, undefined, 2)}\n`,
);
