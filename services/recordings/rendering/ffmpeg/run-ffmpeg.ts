/**
 * Runs ffmpeg on recorded frames, which are of strangers' making: in one folder, without an environment, with bounds on its time, memory and files,
 * and behind everything else that the machine has to do. It never outlives its bounds, even when this process dies first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { limits } from '@veche/contracts/limits.ts';

export interface FfmpegRun {
  readonly path: string;
  readonly args: readonly string[];
  readonly folder: string;
  /** Of the processor; on a machine that has other things to do it may take `limits.renderPatienceTimes` as long. */
  readonly deadlineMs: number;
  /** 0 to 19: how far it gives way to everything else. */
  readonly niceness: number;
  readonly signal: AbortSignal;
}

export type FfmpegEnd =
  | { readonly type: 'done'; readonly output: Uint8Array }
  /** `words`: the last that it said. */
  | { readonly type: 'failed'; readonly words: string }
  | { readonly type: 'killed'; readonly by: string }
  | { readonly type: 'tooSlow' }
  | { readonly type: 'aborted' }
  | { readonly type: 'notStarted'; readonly reason: string };

const wordsMaxLength = 2_000;
const blockBytes = 512;

/** Never rejects. When it resolves the process is gone. */
export function runFfmpeg({ path, args, folder, deadlineMs, niceness, signal }: FfmpegRun): Promise<FfmpegEnd> {
  if (signal.aborted) return Promise.resolve({ type: 'aborted' });
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = spawn('/bin/sh', ['-c', bounds(deadlineMs), path, ...args], {
        env: {},
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        // A group of its own: what is called ffmpeg may be a script that starts it.
        detached: true,
      });
    } catch (error) {
      resolve({ type: 'notStarted', reason: String(error) });
      return;
    }
    giveWay(child, niceness);
    let isTooSlow = false;
    const kill = () => killGroup(child);
    const patience = setTimeout(() => {
      isTooSlow = true;
      kill();
    }, deadlineMs * limits.renderPatienceTimes);
    signal.addEventListener('abort', kill);
    const output = collect(child, kill);
    const end = (how: FfmpegEnd) => {
      clearTimeout(patience);
      signal.removeEventListener('abort', kill);
      if (signal.aborted) resolve({ type: 'aborted' });
      else resolve(isTooSlow ? { type: 'tooSlow' } : how);
    };
    child.once('error', (error) => end({ type: 'notStarted', reason: error.message }));
    child.once('close', (exitCode, by) => end(output.ended(exitCode, by)));
  });
}

/** The shell sets what Node cannot set on its children, and becomes ffmpeg. The processor's time bounds a process that nobody watches any more. */
function bounds(deadlineMs: number): string {
  const cpuSeconds = Math.ceil(deadlineMs / 1_000);
  const most = [
    'ulimit -c 0',
    // At first by a signal that is for nothing else, so that whose fault it is can be told.
    `ulimit -S -t ${cpuSeconds} && ulimit -H -t ${cpuSeconds + 5}`,
    `ulimit -f ${limits.renderedSegmentMaxBytes / blockBytes}`,
    `ulimit -v ${limits.renderMemoryMb * 1024}`,
  ];
  // When the machine is short of memory, this goes first. Where there is no such file, it is as all others.
  return `{ echo 1000 > /proc/self/oom_score_adj; } 2>/dev/null; ${most.join(' && ')} && exec "$0" "$@"`;
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function giveWay(child: ChildProcess, niceness: number): void {
  // Its threads are started later and inherit it.
  try {
    if (child.pid !== undefined) setPriority(child.pid, niceness);
  } catch {
    // It has ended already.
  }
}

function collect(child: ChildProcess, kill: () => void) {
  const parts: Buffer[] = [];
  let bytes = 0;
  let words = '';
  child.stdout?.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > limits.renderedSoundMaxBytes) kill();
    else parts.push(part);
  });
  child.stderr?.on('data', (part: Buffer) => {
    words = (words + part.toString('utf8')).slice(-wordsMaxLength);
  });
  // A stream that ends early says so; how the child ended is told by its exit.
  for (const stream of [child.stdout, child.stderr]) stream?.on('error', () => undefined);
  return {
    ended(exitCode: number | null, by: string | null): FfmpegEnd {
      if (bytes > limits.renderedSoundMaxBytes)
        return { type: 'failed', words: 'it made more sound than there can be' };
      if (exitCode === null) return { type: 'killed', by: by ?? 'SIGKILL' };
      if (exitCode !== 0) return { type: 'failed', words: words.trim() };
      return { type: 'done', output: Buffer.concat(parts) };
    },
  };
}
