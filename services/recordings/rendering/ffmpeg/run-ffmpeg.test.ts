import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@veche/contracts/limits.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FfmpegRun, runFfmpeg } from './run-ffmpeg.ts';

describe('running ffmpeg', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'veche-run-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const run = (script: string, changes: Partial<FfmpegRun> = {}) =>
    runFfmpeg({
      path: '/bin/sh',
      args: ['-c', script],
      folder,
      niceness: 19,
      deadlineMs: 20_000,
      signal: new AbortController().signal,
      ...changes,
    });

  it('answers what it writes', async () => {
    const end = await run('printf abc; cat name');
    expect(end.type).toBe('failed');
    expect(await run('printf abc')).toEqual({ type: 'done', output: Buffer.from('abc') });
  });

  it('gives it no environment, its folder, the lowest priority, and bounds', async () => {
    const end = await run(
      'env | grep -v -e ^PWD= -e ^OLDPWD= -e ^_= -e ^SHLVL= >env.txt; pwd >pwd.txt; nice >nice.txt; ulimit -S -t >cpu.txt; ulimit -H -t >cpu-hard.txt; ulimit -c >core.txt; ulimit -v >memory.txt',
    );
    expect(end.type).toBe('done');
    const read = (name: string) => readFileSync(join(folder, `${name}.txt`), 'utf8').trim();
    expect(['env', 'nice', 'cpu', 'cpu-hard', 'core', 'memory'].map(read)).toEqual([
      '',
      '19',
      '20',
      '25',
      '0',
      String(limits.renderMemoryMb * 1024),
    ]);
    expect(read('pwd')).toBe(folder);
  });

  it('ends it at its deadline, and when it is told to', async () => {
    expect(await run('sleep 60', { deadlineMs: 200 })).toEqual({ type: 'tooSlow' });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    expect(await run('exec sleep 60', { signal: abort.signal })).toEqual({ type: 'aborted' });
    expect(await run('true', { signal: abort.signal })).toEqual({ type: 'aborted' });
  });

  it('keeps the last words of many, and ends what writes without end', async () => {
    const end = await run('yes words | head -c 5000000 >&2; echo the end >&2; exit 3');
    expect(end).toMatchObject({ type: 'failed', words: expect.stringMatching(/words\n\w*the end$/) });
    expect(end.type === 'failed' && end.words.length).toBeLessThanOrEqual(2_000);
    // By us, and by its own fault: the same would happen again.
    expect(await run('exec yes')).toMatchObject({ type: 'failed', words: expect.stringContaining('more sound') });
  });

  it('tells who was killed, and who could not be started', async () => {
    expect(await run('kill -SEGV $$')).toEqual({ type: 'killed', by: 'SIGSEGV' });
    expect((await run('true', { path: join(folder, 'nothing') })).type).toBe('failed');
    expect((await run('true', { folder: join(folder, 'nowhere') })).type).toBe('notStarted');
  });
});
