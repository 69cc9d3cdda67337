/**
 * Runs a program of ours on bytes of a stranger's in a process of its own, so that whatever the bytes do there ends with it. It may read its own
 * folder and those it is given, write nothing and start nothing; it has no environment; its memory, its time and its output end somewhere.
 * The shell sets what Node cannot set on its own children; where one cannot, the program does not run.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { dirname } from 'node:path';
import { limits } from '@veche/contracts/limits.ts';

export interface ConfinedOrder {
  /** The program: TypeScript that Node runs as it stands. */
  readonly file: string;
  readonly argument: string;
  /** Given to it on its standard input. */
  readonly input: Uint8Array;
  /** Packages and their like, with everything in them. */
  readonly readableFolders: readonly string[];
  readonly outputMaxBytes: number;
  readonly bounds?: Partial<ConfinedBounds>;
}

export interface ConfinedBounds {
  readonly wallMs: number;
  readonly cpuSeconds: number;
  /** What it may map to write to, in all. Node maps about 590 of it for itself and touches few of them. */
  readonly memoryMb: number;
  /** Of that for each WebAssembly program. */
  readonly wasmMemoryMb: number;
  /** Of that for JavaScript's objects; buffers are no part of it. */
  readonly heapMb: number;
  readonly shell: string;
}

export type ConfinedEnd =
  | { readonly type: 'done'; readonly output: Uint8Array }
  /** It ended itself; `words` are the first that it said about it. */
  | { readonly type: 'failed'; readonly exitCode: number; readonly words: string }
  /** By a bound. */
  | { readonly type: 'killed'; readonly signal: string }
  | { readonly type: 'aborted' }
  | { readonly type: 'notStarted'; readonly reason: string };

const defaults: ConfinedBounds = {
  wallMs: limits.chatPreviewWallMs,
  cpuSeconds: limits.chatPreviewCpuSeconds,
  memoryMb: limits.chatPreviewMemoryMb,
  wasmMemoryMb: limits.chatPreviewWasmMemoryMb,
  heapMb: limits.chatPreviewHeapMb,
  shell: '/bin/sh',
};

/** Of 19. With every core busy it still gets a few percent of one. */
const niceness = 15;
const wasmPagesPerMb = 16;
const wordsMaxLength = 500;

/** Never rejects. When it resolves the process is gone; `signal` kills it. Should this process die, the child finds its input or output closed. */
export function runConfined(order: ConfinedOrder, signal: AbortSignal): Promise<ConfinedEnd> {
  if (signal.aborted) return Promise.resolve({ type: 'aborted' });
  const bounds = { ...defaults, ...order.bounds };
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = startChild(order, bounds);
    } catch (error) {
      resolve({ type: 'notStarted', reason: String(error) });
      return;
    }
    const kill = () => void child.kill('SIGKILL');
    const output = collect(child, order.outputMaxBytes, kill);
    const patience = setTimeout(kill, bounds.wallMs);
    signal.addEventListener('abort', kill);
    const end = (how: ConfinedEnd) => {
      clearTimeout(patience);
      signal.removeEventListener('abort', kill);
      resolve(signal.aborted ? { type: 'aborted' } : how);
    };
    child.on('error', (error) => end({ type: 'notStarted', reason: error.message }));
    child.once('close', (exitCode, by) => end(output.ended(exitCode, by)));
    // A stream that ends early says so; how the child ended is told by its exit.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream?.on('error', () => undefined);
    child.stdin?.end(order.input);
  });
}

/** Throws what the system throws when it is short of everything; most of what can go wrong is an event instead. */
function startChild(order: ConfinedOrder, bounds: ConfinedBounds): ChildProcess {
  const folders = [dirname(order.file), ...order.readableFolders];
  const flags = [
    '--permission',
    ...folders.map((folder) => `--allow-fs-read=${folder}/*`),
    '--disallow-code-generation-from-strings',
    `--max-old-space-size=${bounds.heapMb}`,
    `--wasm-max-mem-pages=${bounds.wasmMemoryMb * wasmPagesPerMb}`,
    '--no-warnings',
  ];
  // When the machine is short of memory, the child goes first. Where there is no such file, it is as all others.
  const yieldMemory = '{ echo 1000 > /proc/self/oom_score_adj; } 2>/dev/null';
  const confine = [
    // No core, no file.
    'ulimit -c 0',
    'ulimit -f 0',
    `ulimit -t ${bounds.cpuSeconds}`,
    `ulimit -d ${bounds.memoryMb * 1024}`,
    'exec "$0" "$@"',
  ].join(' && ');
  const args = ['-c', `${yieldMemory}; ${confine}`, process.execPath, ...flags, order.file, order.argument];
  const child = spawn(bounds.shell, args, { env: {}, cwd: '/', stdio: ['pipe', 'pipe', 'pipe'] });
  // Whoever speaks in a meeting goes first. The child's threads are started later and inherit it.
  try {
    if (child.pid !== undefined) setPriority(child.pid, niceness);
  } catch {
    // It has ended already.
  }
  return child;
}

/** Listens to what the child says; `kill` is called when it says too much. */
function collect(child: ChildProcess, outputMaxBytes: number, kill: () => void) {
  const parts: Buffer[] = [];
  let bytes = 0;
  let words = '';
  child.stdout?.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > outputMaxBytes) kill();
    else parts.push(part);
  });
  child.stderr?.on('data', (part: Buffer) => {
    if (words.length < wordsMaxLength) words = (words + part.toString('utf8')).slice(0, wordsMaxLength);
  });
  return {
    ended(exitCode: number | null, by: string | null): ConfinedEnd {
      if (exitCode === null || bytes > outputMaxBytes) return { type: 'killed', signal: by ?? 'SIGKILL' };
      if (exitCode !== 0) return { type: 'failed', exitCode, words };
      return { type: 'done', output: Buffer.concat(parts) };
    },
  };
}
