import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { recordingsForTests } from './suite/recordings-for-tests.ts';

const kills = 8;

/** Runs it until it is killed some moment after its first chunks. Answers the numbers that it said were stored. */
async function storeUntilKilled(dataFolder: string, recordingId: string, first: number, livesMs: number) {
  const program = join(import.meta.dirname, 'suite', 'storing-program.child.ts');
  const child = spawn(process.execPath, [program, dataFolder, recordingId, String(first)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (printed === '') setTimeout(() => child.kill('SIGKILL'), livesMs);
    printed += text;
  });
  await once(child, 'close');
  expect(child.signalCode).toBe('SIGKILL');
  return printed.split('\n').slice(0, -1).map(Number);
}

it('every chunk that was confirmed is there after kill -9, once and whole, and those in hand can be told again (R5)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-kill-'));
  const recordingId = randomUUID();
  const confirmed = new Set<number>();
  for (let kill = 0; kill < kills; kill += 1) {
    const first = Math.max(-1, ...confirmed) + 1;
    // What was in hand at the kill before comes again, as from a spool.
    const told = await storeUntilKilled(folder, recordingId, Math.max(0, first - 3), kill * 23);
    for (const number of told) confirmed.add(number);
  }
  const world = await recordingsForTests({}, folder);
  await world.indexed(recordingId);
  const rows = await world.chunks().of(recordingId);
  const numbers = rows.map(({ number }) => number);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect([...confirmed].filter((number) => !numbers.includes(number))).toEqual([]);
  expect(confirmed.size).toBeGreaterThan(kills);
  expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, index) => index));
  expect(await world.service.verify(recordingId)).toBe(0);
  expect(await world.view(recordingId)).toMatchObject({ chunks: rows.length, durationMs: rows.length * 10_000 });
  // What a kill left between blob and log is told again, and counted once.
  const all = Math.max(...numbers) + 4;
  for (let number = 0; number < all; number += 1) await world.store(recordingId, number);
  expect(await world.chunks().of(recordingId)).toHaveLength(all);
  expect(await world.blobKeys()).toHaveLength(all);
  expect(await world.service.verify(recordingId)).toBe(0);
  await world.close();
  expect(world.errors).toEqual([]);
  await rm(folder, { recursive: true, force: true });
}, 60_000);
