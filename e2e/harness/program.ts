/** Starts the real program as a child on loopback, with ports and a data folder of its own, and stops it by its process id. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const endWithParent = join(root, 'apps/server/fixtures/end-with-parent.ts');

/**
 * Where media is served: loopback, or the one address of the network namespace that scripts/e2e.mjs makes, because Firefox
 * has no ICE candidates on loopback.
 */
export const mediaAddress = process.env.VECHE_E2E_MEDIA_ADDRESS ?? '127.0.0.1';

export interface Program {
  readonly origin: string;
  readonly port: number;
  readonly mediaPort: number;
  readonly pid: number;
  /** Everything the program printed. */
  log(): string;
  workerPids(): Promise<number[]>;
  /** kill -9; the data folder stays. */
  crash(): Promise<void>;
  /** The same program once more on the same ports and data, after `crash`; its `stop` takes the data away. `laterMs`: its clock is ahead of the machine's. */
  startAgain(options?: { readonly laterMs?: number }): Promise<Program>;
  /** Asks it to end and takes its data away. */
  stop(): Promise<void>;
}

/** A TCP port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A start of `count` neighbouring ports that are free for UDP and TCP alike. */
export async function freeMediaPort(count: number): Promise<number> {
  for (let tries = 0; tries < 50; tries += 1) {
    const first = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => portIsFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('No free media ports were found');
}

async function portIsFree(port: number): Promise<boolean> {
  const tcp = createServer();
  const udp = createSocket('udp4');
  try {
    tcp.listen(port, mediaAddress);
    await once(tcp, 'listening');
    udp.bind(port, mediaAddress);
    await once(udp, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    tcp.close();
    udp.close();
  }
}

interface Ground {
  readonly workers: number;
  readonly port: number;
  readonly mediaPort: number;
  readonly data: string;
  readonly environment: Record<string, string>;
}

export async function startProgram(
  options: { workers?: number; environment?: Record<string, string> } = {},
): Promise<Program> {
  const workers = options.workers ?? 2;
  return startOn({
    workers,
    port: await freePort(),
    mediaPort: await freeMediaPort(workers),
    data: await mkdtemp(join(tmpdir(), 'veche-e2e-')),
    environment: options.environment ?? {},
  });
}

async function startOn(ground: Ground): Promise<Program> {
  const { workers, port, mediaPort, data, environment } = ground;
  const child = spawn(process.execPath, ['--import', endWithParent, join(root, 'apps/server/main.ts')], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      PORT: String(port),
      VECHE_HOST: '127.0.0.1',
      VECHE_MEDIA_HOST: mediaAddress,
      VECHE_MEDIA_PORT: String(mediaPort),
      VECHE_WORKERS: String(workers),
      VECHE_DATA: data,
      ...environment,
    },
    // The open standard input is what ends the program when this process does.
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let printed = '';
  child.stdout.on('data', (chunk) => {
    printed += chunk;
  });
  child.stderr.on('data', (chunk) => {
    printed += chunk;
  });
  const origin = `http://127.0.0.1:${port}`;
  await untilHealthy(origin, child, () => printed);
  return {
    origin,
    port,
    mediaPort,
    pid: child.pid!,
    log: () => printed,
    workerPids: () => childPids(child.pid!),
    crash: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
    startAgain: ({ laterMs } = {}) =>
      startOn({ ...ground, environment: { ...environment, ...(laterMs === undefined ? {} : later(laterMs)) } }),
    stop: async () => {
      await stopChild(child);
      await rm(data, { recursive: true, force: true });
    },
  };
}

/** Its threads and children live then, too. */
function later(laterMs: number): Record<string, string> {
  const preload = join(import.meta.dirname, 'later-clock.ts');
  return { NODE_OPTIONS: `--import ${preload}`, VECHE_E2E_LATER_MS: String(laterMs) };
}

async function untilHealthy(origin: string, child: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`The program stopped at its start:\n${log()}`);
    const healthy = await fetch(`${origin}/healthz`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new Error(`The program did not become healthy:\n${log()}`);
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(timer);
}

/** Direct children of a process, from /proc. */
async function childPids(pid: number): Promise<number[]> {
  const pids: number[] = [];
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent === pid) pids.push(Number(entry));
  }
  return pids;
}
