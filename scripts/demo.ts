/**
 * `npm run demo [-- N]`: the server with N headless participants (5 unless said otherwise) in a meeting, whose link it prints.
 * Everything lives in a folder of its own that goes when the demo ends.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CompanyOrder } from '../packages/headless/company-order.ts';
import { RestClient } from '../packages/headless/rest-client.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const peoplePerProcess = 5;
const peopleMax = 40;
const serverPatienceMs = 30_000;
const names = [
  'Ada', 'Boris', 'Chidi', 'Dana', 'Emre', 'Freya', 'Goran', 'Hana', 'Ivan', 'Joana',
  'Kofi', 'Lena', 'Mira', 'Nikos', 'Olga', 'Pavel', 'Qiang', 'Rosa', 'Samir', 'Tanya',
]; // biome-ignore format: read as a list

const children: ChildProcess[] = [];
let dataFolder: string | undefined;
let stopping = false;

async function demo(): Promise<void> {
  const people = readCount(process.argv[2]);
  dataFolder = await mkdtemp(join(tmpdir(), 'veche-demo-'));
  const port = await freePort(Number(process.env.PORT ?? 8080));
  const server = start('apps/server/main.ts', [], {
    PORT: String(port),
    VECHE_DATA: dataFolder,
    VECHE_MEDIA_PORT: String(await freeMediaPort(Number(process.env.VECHE_MEDIA_PORT ?? 40_000))),
    VECHE_LOG_FORMAT: 'json',
    VECHE_LOG_LEVEL: process.env.VECHE_LOG_LEVEL ?? 'warn',
    VECHE_DRAIN_SECONDS: '0',
  });
  // Its log, but not its greeting: here the meeting's link is the one to open.
  createInterface({ input: server.stdout! }).on('line', (line) => {
    if (line.startsWith('{')) process.stderr.write(`${line}\n`);
  });
  server.once('exit', () => {
    if (!stopping) void stop(1, 'The server ended; see above.');
  });
  const origin = `http://localhost:${port}`;
  await untilHealthy(origin);

  const rest = new RestClient(origin);
  await rest.register({ name: 'Demo', email: 'demo@example.org', password: 'veche-demo-host' });
  const { id, joinLink } = await rest.createConference({ name: 'Demo meeting' });
  process.stdout.write(
    `\n  ${joinLink}\n\n  Open this link to join. ${people} participants are coming in; Ctrl-C ends the demo.\n\n`,
  );

  for (let first = 0; first < people; first += peoplePerProcess) {
    const order: CompanyOrder = {
      origin,
      conferenceId: id,
      people: Array.from({ length: Math.min(peoplePerProcess, people - first) }, (_, index) => ({
        name: nameOf(first + index),
        number: first + index,
      })),
      widthPx: 640,
      heightPx: 360,
      framesPerSecond: 15,
      // About one of them at a time, as people do.
      talking: Math.min(0.5, 1 / people),
      watch: false,
    };
    tell(start('packages/headless/main.ts', [JSON.stringify(order)], {}));
  }
}

function readCount(text: string | undefined): number {
  const count = text === undefined ? 5 : Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= peopleMax) return count;
  process.stderr.write(`Say how many participants, 1 to ${peopleMax}: npm run demo -- 9\n`);
  process.exit(2);
}

function nameOf(number: number): string {
  const round = Math.floor(number / names.length);
  return `${names[number % names.length]}${round === 0 ? '' : ` ${round + 1}`}`;
}

function start(file: string, args: readonly string[], environment: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, [join(root, file), ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    // A pipe as standard input: its end tells a child that the demo is gone, however it went.
    stdio: ['pipe', 'pipe', 'inherit'],
    // Not in this terminal's group: Ctrl-C comes to the demo alone, which then ends them in order.
    detached: process.platform !== 'win32',
  });
  children.push(child);
  return child;
}

/** Says in words what a process of participants reports. */
function tell(company: ChildProcess): void {
  createInterface({ input: company.stdout! }).on('line', (line) => {
    const { event, name } = JSON.parse(line) as { event: string; name: string };
    if (!stopping) process.stdout.write(event === 'joined' ? `  ${name} is in.\n` : `  ${name} is out.\n`);
  });
  company.once('exit', (code) => {
    if (!stopping && code !== 0) process.stderr.write('  Some participants could not stay; see above.\n');
  });
}

async function untilHealthy(origin: string): Promise<void> {
  const startedMs = performance.now();
  while (!stopping) {
    const healthy = await fetch(`${origin}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (healthy) return;
    if (performance.now() - startedMs > serverPatienceMs) throw new Error('The server did not become ready.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** `wanted` when nothing listens there, else any free port. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () => (wanted === 0 ? reject(new Error('No TCP port is free')) : resolve(freePort(0))));
    probe.listen(wanted, () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}

/** The first port from `wanted` up where nothing takes UDP; in steps of 100, as every worker takes the next one. */
function freeMediaPort(wanted: number): Promise<number> {
  return new Promise((resolve) => {
    const probe = createSocket('udp4');
    probe.once('error', () => resolve(freeMediaPort(wanted + 100)));
    probe.bind(wanted, () => probe.close(() => resolve(wanted)));
  });
}

/** Everybody leaves first, then the server goes, then the folder. */
async function stop(exitCode: number, words?: string): Promise<void> {
  if (stopping) return;
  stopping = true;
  if (words !== undefined) process.stderr.write(`${words}\n`);
  const [server, ...company] = children;
  await Promise.all(company.map(ended));
  if (server !== undefined) await ended(server);
  if (dataFolder !== undefined) await rm(dataFolder, { recursive: true, force: true });
  process.exit(exitCode);
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const impatience = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.once('exit', () => {
      clearTimeout(impatience);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

process.on('SIGINT', () => void stop(0));
process.on('SIGTERM', () => void stop(0));
demo().catch((error: unknown) => stop(1, error instanceof Error ? error.message : String(error)));
