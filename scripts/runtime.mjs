/**
 * Finds the Node that runs Veche and starts programs under it. Plain JavaScript for Node 20 and up, because it also runs
 * where nothing is installed yet.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

const neededMajor = 24;

/** The path of a Node of the needed version: the one that came with the packages, else the one running now. */
export function findNode() {
  const folder = join(
    root,
    'node_modules',
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
  );
  const packaged = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(packaged)) return packaged;
  if (Number(process.versions.node.split('.')[0]) >= neededMajor) return process.execPath;
  fail(
    `Veche runs on Node ${neededMajor} or newer; this is Node ${process.versions.node}, and no packaged one exists for ${process.platform} ${process.arch}.`,
    `Install Node ${neededMajor} from https://nodejs.org and run the same command again.`,
  );
}

/** Prints the lines and ends the program with exit code 1. */
export function fail(...lines) {
  for (const line of lines) console.error(line);
  process.exit(1);
}

/** The environment for child programs: tools of this project first on the path. */
export function childEnvironment(extra = {}) {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  // Compiled code is kept between starts; it halves the time that loading takes.
  const cache = join(root, 'node_modules', '.cache', 'node');
  return { NODE_COMPILE_CACHE: cache, ...process.env, PATH: path, ...extra };
}

/**
 * Runs a program to its end with this terminal's input and output, hands signals on, and resolves with its exit code
 * (128 + signal number when a signal ended it, as shells have it). The program is asked to end when `endOn` is aborted.
 */
export function run(command, args, { endOn, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: childEnvironment(), ...options });
    const forward = (signal) => child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    endOn?.addEventListener('abort', () => forward('SIGTERM'));
    const watch = watchParent(() => forward('SIGTERM'));
    const finish = (code) => {
      clearInterval(watch);
      for (const signal of signals) process.off(signal, forward);
      resolve(code);
    };
    child.once('error', (error) => {
      console.error(`${command} did not start: ${error.message}`);
      finish(1);
    });
    child.once('exit', (code, signal) => finish(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

/** npm, asked to end, ends without a word to what it started: then whoever we run must end too. */
function watchParent(onGone) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, 300);
}

/** Runs a TypeScript or JavaScript file of this project under the right Node. */
export function runNode(file, args = [], options = {}) {
  return run(findNode(), ['--disable-warning=ExperimentalWarning', file, ...args], options);
}
