/**
 * What a newcomer does: clones, `npm start`, opens the page. In a fresh clone of the last commit, under the system's own Node: the first start
 * installs and answers `/healthz` within 180 s; a second one, without any network, starts at once; `npm test` passes without network too.
 * Usage: fresh-clone.ts [short: leaves `npm test` out, which has run by then]
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freeMediaPort, freePort } from '../harness/program.ts';

const root = join(import.meta.dirname, '../..');
const short = process.argv[2] === 'short';
const firstStartMaxMs = 180_000;

const folder = mkdtempSync(join(tmpdir(), 'veche-clone-'));
const clone = join(folder, 'veche');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Neither this run's Node and tools nor its settings: what a new shell has. */
const { npm_execpath: _npm, npm_lifecycle_event: _event, NODE_COMPILE_CACHE: _cache, ...inherited } = process.env;
const path = (inherited.PATH ?? '').split(':').filter((entry) => !entry.startsWith(root));
const environment = { ...inherited, PATH: path.join(':') };

/** In a network namespace with nothing but loopback in it. */
const offline = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

interface Started {
  readonly healthyMs: number;
  /** From the end of the installation; undefined = there was none. */
  readonly afterInstallMs: number | undefined;
}

async function start(prefix: readonly string[]): Promise<Started> {
  const port = await freePort();
  const mediaPort = await freeMediaPort(2);
  const [command, ...args] = [...prefix, 'npm', 'start'];
  const startMs = performance.now();
  const child = spawn(command!, args, {
    cwd: clone,
    env: {
      ...environment,
      PORT: String(port),
      VECHE_HOST: '127.0.0.1',
      VECHE_MEDIA_HOST: '127.0.0.1',
      VECHE_MEDIA_PORT: String(mediaPort),
      VECHE_WORKERS: '2',
      VECHE_DATA: join(folder, 'data'),
    },
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let installedMs: number | undefined;
  child.stdout.on('data', (chunk) => {
    process.stdout.write(chunk);
    if (String(chunk).includes('Building the web app')) installedMs = performance.now();
  });
  try {
    const isHealthy = prefix.length > 0 ? () => isHealthyInside(child.pid!, port) : () => isHealthyHere(port);
    while (performance.now() - startMs < firstStartMaxMs) {
      if (child.exitCode !== null) throw new Error(`npm start ended with code ${child.exitCode}`);
      if (await isHealthy()) {
        const nowMs = performance.now();
        return {
          healthyMs: nowMs - startMs,
          afterInstallMs: installedMs === undefined ? undefined : nowMs - installedMs,
        };
      }
      await pause(50);
    }
    throw new Error(`Not healthy within ${firstStartMaxMs / 1000} s`);
  } finally {
    await end(child);
  }
}

async function isHealthyHere(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** A namespace has a loopback of its own: asked from where the program is. */
async function isHealthyInside(pid: number, port: number): Promise<boolean> {
  const url = `http://127.0.0.1:${port}/healthz`;
  const question = `fetch('${url}').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`;
  return spawnSync('nsenter', ['--net', '-t', String(pid), process.execPath, '-e', question]).status === 0;
}

/** As a terminal's Ctrl+C: the whole group is asked. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exited = once(child, 'exit');
  process.kill(-child.pid!, 'SIGINT');
  await exited;
}

const seconds = (ms: number | undefined) => `${((ms ?? Number.NaN) / 1_000).toFixed(1)} s`;
try {
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', root, clone]);
  const first = await start([]);
  console.log(
    `First start: healthy after ${seconds(first.healthyMs)}, ${seconds(first.afterInstallMs)} of it after the installation`,
  );
  const second = await start(offline);
  console.log(`Second start, without network: healthy after ${seconds(second.healthyMs)}`);
  if (second.afterInstallMs !== undefined) throw new Error('The second start built something');
  if (!short) {
    const [command, ...args] = [...offline, 'npm', 'test'];
    const { status } = spawnSync(command!, args, { cwd: clone, env: environment, stdio: 'inherit' });
    if (status !== 0) throw new Error(`npm test without network ended with code ${status}`);
    console.log('npm test passed without network');
  }
  console.log('Fresh clone passed');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
