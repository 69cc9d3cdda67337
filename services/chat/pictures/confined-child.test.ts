import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ConfinedEnd, type ConfinedOrder, runConfined } from './confined-child.ts';
import { livingChildren } from './fixtures/living-children.ts';

const file = join(import.meta.dirname, 'fixtures', 'odd-child.ts');
const never = new AbortController().signal;

function run(argument: string, order: Partial<ConfinedOrder> = {}, signal = never): Promise<ConfinedEnd> {
  const basic = { file, argument, input: new Uint8Array(0), readableFolders: [], outputMaxBytes: 100_000 };
  return runConfined({ ...basic, ...order }, signal);
}

async function saidBy(argument: string, order: Partial<ConfinedOrder> = {}): Promise<unknown> {
  const end = await run(argument, order);
  return end.type === 'done' ? JSON.parse(Buffer.from(end.output).toString()) : end;
}

describe('a confined program', () => {
  it('gets its input and hands over its output, both larger than a pipe holds', async () => {
    const input = Uint8Array.from({ length: 1_000_000 }, (_, at) => at * 7);
    const end = await run('repeat', { input, outputMaxBytes: 1_000_000 });
    expect(end.type === 'done' && Buffer.compare(end.output, input)).toBe(0);
  });

  it('may read its own folder and do nothing else to the machine', async () => {
    expect(await saidBy('pry')).toEqual({
      readOwnFolder: 'allowed',
      readOtherFile: 'ERR_ACCESS_DENIED',
      listFolder: 'ERR_ACCESS_DENIED',
      write: 'ERR_ACCESS_DENIED',
      startProgram: 'ERR_ACCESS_DENIED',
      startThread: 'ERR_ACCESS_DENIED',
      runText: expect.stringContaining('EvalError'),
      environment: expect.not.arrayContaining(['HOME', 'PATH', 'NODE_OPTIONS']),
    });
  });

  it('that fails says how, and leaves its input unread without harm', async () => {
    const end = await run('fail', { input: new Uint8Array(5_000_000) });
    expect(end).toEqual({ type: 'failed', exitCode: 3, words: 'no such thing' });
  });

  it('is ended when it takes too long, uses too much of the processor or says too much', async () => {
    const killed = { type: 'killed', signal: 'SIGKILL' };
    const [hung, spun, talked] = await Promise.all([
      run('hang', { bounds: { wallMs: 500 } }),
      run('spin', { bounds: { cpuSeconds: 1 } }),
      run('talk'),
    ]);
    expect([hung, spun, talked]).toEqual([killed, killed, killed]);
    expect(livingChildren()).toEqual([]);
  });

  it('has no more memory than it is given', async () => {
    expect(await saidBy('hoard')).toEqual({ mb: 500 });
    const notDone = { type: expect.stringMatching(/killed|failed/) };
    expect(await run('hoard', { bounds: { memoryMb: 900 } })).toMatchObject(notDone);
    expect(await run('hoardObjects')).toMatchObject(notDone);
  });

  it('waits for everybody else, and goes first when memory is short', async () => {
    const abort = new AbortController();
    const end = run('hang', {}, abort.signal);
    await expect
      .poll(livingChildren)
      .toEqual([
        expect.objectContaining({ command: expect.stringContaining('--permission'), memoryScore: 1000, niceness: 15 }),
      ]);
    abort.abort();
    await end;
  });

  it('is gone when it was aborted, and never begins afterwards', async () => {
    const abort = new AbortController();
    const end = run('hang', {}, abort.signal);
    expect(livingChildren()).toHaveLength(1);
    abort.abort();
    expect(await end).toEqual({ type: 'aborted' });
    expect(livingChildren()).toEqual([]);
    expect(await run('repeat', {}, abort.signal)).toEqual({ type: 'aborted' });
  });
});

describe('where it cannot be confined, nothing runs', () => {
  it('without a shell', async () => {
    expect(await run('repeat', { bounds: { shell: '/no/such/shell' } })).toMatchObject({
      type: 'notStarted',
      reason: expect.stringContaining('ENOENT'),
    });
  });

  it.each(['c', 'f', 't', 'd'])('with a shell that cannot set -%s', async (option) => {
    const folder = await mkdtemp(join(tmpdir(), 'veche-shell-'));
    const shell = join(folder, 'sh');
    const refusing = [
      '#!/bin/sh',
      'shift',
      'text="$1"; shift',
      'set_limit() { case "$1" in "-$refused") echo "Illegal option $1" >&2; return 2;; esac; }',
      `refused=${option}`,
      'text=$(printf %s "$text" | sed "s/ulimit/set_limit/g")',
      // What it starts, if it does, is named first.
      'program="$1"; shift',
      'text=$(printf %s "$text" | sed "s/\\"\\$0\\"/\\"\\$program\\"/")',
      'eval "$text"',
    ];
    await writeFile(shell, refusing.join('\n'));
    await chmod(shell, 0o700);
    expect(await run('repeat', { bounds: { shell } })).toEqual({
      type: 'failed',
      exitCode: 2,
      words: `Illegal option -${option}\n`,
    });
    await rm(folder, { recursive: true });
  });

  it('with a limit that the system refuses', async () => {
    const end = await run('repeat', { bounds: { cpuSeconds: Number.NaN } });
    expect(end).toMatchObject({ type: 'failed' });
  });
});
