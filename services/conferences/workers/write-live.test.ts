import { silentLogger } from '@veche/kernel/logger.ts';
import { expect, it } from 'vitest';
import type { LiveRecord } from '../needs.ts';
import type { LiveConferences } from '../store/live-conferences.ts';
import { LiveWriter } from './write-live.ts';

/** A table on a disk that fails so often, then writes. */
function tableThatFails(times: number) {
  const written: number[] = [];
  let left = times;
  const write = async ({ participants }: LiveRecord): Promise<void> => {
    if (left-- > 0) throw new Error('disk I/O error');
    written.push(participants);
  };
  return { written, table: { write } as unknown as LiveConferences };
}
const record = (participants: number): LiveRecord =>
  ({
    conferenceId: 'c',
    participants,
    maxParticipants: 1,
    averageParticipants: 1,
    kept: null,
  }) as unknown as LiveRecord;
const needs = { clock: { nowMs: () => 0 }, logger: silentLogger };

it('what cannot be written is tried again, and told only then: a stop that was answered stays one', async () => {
  const { table, written } = tableThatFails(2);
  await new LiveWriter(table, needs).tell(record(1));
  expect(written).toEqual([1]);
});

it('what comes meanwhile is written in its place', async () => {
  const { table, written } = tableThatFails(1);
  const writer = new LiveWriter(table, needs);
  const first = writer.tell(record(1));
  void writer.tell(record(2));
  await first;
  expect(written).toEqual([2]);
});
