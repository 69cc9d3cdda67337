import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import { ChunkUnacceptable } from '@veche/contracts/recording/chunk-unacceptable.ts';
import type { RecordedChunk } from '@veche/contracts/recording/recorded-chunk.ts';
import { silentLogger } from '@veche/kernel/logger.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeSpoolName } from '../spool/spool-name.ts';
import { spooled, spoolHead } from '../suite/spooled-chunk.ts';
import { SpoolShipper } from './spool-shipper.ts';

const other = '0a0f3a2b-58c5-4a5b-9a53-5a2f6f0f9d11';
let folder: string;
let stored: RecordedChunk[];
let told: string[];
let isAway: boolean;
let isUnwanted: boolean;
let awayFor: string | undefined;
let unacceptable: number | undefined;
let shipper: SpoolShipper;

function open(): SpoolShipper {
  return new SpoolShipper({
    folder,
    logger: silentLogger,
    storeChunk: async (chunk, content) => {
      let bytes = 0;
      for await (const part of content) bytes += part.length;
      if (isUnwanted) throw new VecheError('recording_not_found');
      if (chunk.number === unacceptable) throw new ChunkUnacceptable('Not this one');
      if (isAway || chunk.recordingId === awayFor) throw new Error('The store is away');
      expect(bytes).toBe(chunk.sizeBytes);
      stored.push(chunk);
    },
    onStored: (_recordingId, upToMs) => told.push(`stored up to ${upToMs - spoolHead.startMs}`),
    onHeldUp: (_recordingId, isHeldUp) => told.push(isHeldUp ? 'held up' : 'flows'),
    onSettled: () => told.push('settled'),
  });
}
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'veche-spool-'));
  stored = [];
  told = [];
  isAway = false;
  isUnwanted = false;
  awayFor = undefined;
  unacceptable = undefined;
  shipper = open();
});
afterEach(async () => {
  await shipper.close();
  rmSync(folder, { recursive: true });
});

function spool(number: number, state: 'open' | 'closed' = 'closed', recordingId = spoolHead.recordingId): string {
  const { runStartedAtMs } = spoolHead;
  const fileName = writeSpoolName({ recordingId, runStartedAtMs, number, state });
  const startMs = runStartedAtMs + number * 2_000;
  writeFileSync(join(folder, fileName), spooled({ head: { recordingId, number, startMs } }));
  return fileName;
}
const numbers = () => stored.map(({ number }) => number);
const settled = () => vi.waitFor(() => expect(told).toContain('settled'), 10_000);

describe('shipping what was spooled', () => {
  it('goes in order, tells how far it is, and leaves nothing behind', async () => {
    await shipper.start();
    for (const number of [0, 1, 2]) shipper.take(spool(number));
    await settled();
    expect(numbers()).toEqual([0, 1, 2]);
    expect(told).toEqual(['stored up to 2000', 'stored up to 4000', 'stored up to 6000', 'settled']);
    expect(readdirSync(folder)).toEqual([]);
    expect(shipper.has(spoolHead.recordingId)).toBe(false);
  });

  it('R5: takes up what an earlier life left behind, closed or not, in order', async () => {
    for (const number of [2, 0, 1]) spool(number, number === 2 ? 'open' : 'closed');
    await shipper.start();
    await settled();
    expect(numbers()).toEqual([0, 1, 2]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('R5: adopts what a dead writer had in hand, and nobody else’s', async () => {
    await shipper.start();
    spool(4, 'open');
    const others = spool(0, 'open', other);
    shipper.adopt(new Set([spoolHead.recordingId]));
    await settled();
    expect(numbers()).toEqual([4]);
    expect(readdirSync(folder)).toEqual([others]);
  });

  it('R5: where the disk refuses that, tries until it does not, and takes nothing that somebody writes by then', async () => {
    await shipper.start();
    spool(4, 'open');
    renameSync(folder, `${folder}-away`);
    shipper.adopt(new Set([spoolHead.recordingId]));
    expect(shipper.has(spoolHead.recordingId)).toBe(true);
    renameSync(`${folder}-away`, folder);
    const growing = { recordingId: spoolHead.recordingId, runStartedAtMs: Date.now() + 60_000, number: 0 };
    const fileName = writeSpoolName({ ...growing, state: 'open' });
    writeFileSync(join(folder, fileName), spooled({ head: growing }));
    await settled();
    expect(numbers()).toEqual([4]);
    expect(readdirSync(folder)).toEqual([fileName]);
    expect(shipper.has(spoolHead.recordingId)).toBe(false);
  });

  it('what was set aside is cleared away after a while', async () => {
    const [old, young] = [`${spool(0)}.damaged`, `${spool(1)}.damaged`];
    for (const fileName of [old, young])
      renameSync(join(folder, fileName.replace('.damaged', '')), join(folder, fileName));
    const longAgo = new Date(Date.now() - limits.recordingUndoMs - 1_000);
    utimesSync(join(folder, old), longAgo, longAgo);
    await shipper.start();
    expect(readdirSync(folder)).toEqual([young]);
  });

  it('R6: says so at once when it cannot be stored, tries until it can, and loses nothing', async () => {
    await shipper.start();
    isAway = true;
    for (const number of [0, 1]) shipper.take(spool(number));
    await vi.waitFor(() => expect(told).toContain('held up'));
    expect(readdirSync(folder)).toHaveLength(2);
    isAway = false;
    await settled();
    expect(numbers()).toEqual([0, 1]);
    expect(told).toEqual(['held up', 'stored up to 2000', 'flows', 'stored up to 4000', 'settled']);
  });

  it('R5: what was not stored when the program ended is stored when it is back', async () => {
    await shipper.start();
    isAway = true;
    shipper.take(spool(0));
    await vi.waitFor(() => expect(told).toContain('held up'));
    await shipper.close();
    isAway = false;
    shipper = open();
    await shipper.start();
    await settled();
    expect(numbers()).toEqual([0]);
  });

  it('R6: one recording that cannot be stored holds up no other', async () => {
    await shipper.start();
    awayFor = spoolHead.recordingId;
    shipper.take(spool(0));
    shipper.take(spool(1));
    await vi.waitFor(() => expect(told).toContain('held up'));
    shipper.take(spool(5, 'closed', other));
    await vi.waitFor(() => expect(numbers()).toEqual([5]), 10_000);
    awayFor = undefined;
    await vi.waitFor(() => expect(numbers()).toEqual([5, 0, 1]), 10_000);
  });

  it('sets aside what will never be taken, and goes on', async () => {
    await shipper.start();
    unacceptable = 0;
    for (const number of [0, 1]) shipper.take(spool(number));
    await settled();
    expect(numbers()).toEqual([1]);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/\.damaged$/)]);
  });

  it('lets go what nobody wants any more', async () => {
    await shipper.start();
    isUnwanted = true;
    shipper.take(spool(0));
    await settled();
    expect(told).toEqual(['settled']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('passes over files that hold nothing, and those of others', async () => {
    const { recordingId, runStartedAtMs } = spoolHead;
    writeFileSync(join(folder, writeSpoolName({ recordingId, runStartedAtMs, number: 0, state: 'open' })), 'garbage');
    writeFileSync(join(folder, 'notes.txt'), 'not ours');
    mkdirSync(join(folder, '..closed'));
    spool(1);
    await shipper.start();
    await settled();
    expect(numbers()).toEqual([1]);
    expect(readdirSync(folder).sort()).toEqual(['..closed', 'notes.txt']);
  });
});
