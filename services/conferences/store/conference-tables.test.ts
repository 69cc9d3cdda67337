import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '@veche/ports/sql/sql.ts';
import { openEmbedded } from '@veche/profiles/embedded.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { seededRandomSource } from '@veche/testkit/random.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ConferenceTables, conferenceMigrations } from './conference-tables.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'veche-conferences-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('meetings that were planned before sound had a mode are mixed, and those from before there were lobbies have none', async () => {
  const ports = await openEmbedded({ dataFolder: folder, clock: new ManualClock(), random: seededRandomSource(1) });
  const sql = ports.sql.withTables<ConferenceTables>();
  const upTo = (name: string) => conferenceMigrations.findIndex((migration) => migration.name === name) + 1;
  await sql.migrate(conferenceMigrations.slice(0, upTo('conferences/0001-conference')));
  const id = '00000000-0000-4000-8000-000000000001';
  const at = instant(0);
  const before = {
    id,
    owner_id: id,
    name: 'Standup',
    join_link: `/j/${id}`,
    started_at: at,
    created_at: at,
    updated_at: at,
  };
  // As the program of that time wrote it: the type knows today's columns only.
  await sql.db
    .insertInto('conference')
    .values(before as never)
    .execute();
  await sql.migrate(conferenceMigrations);
  const after = await sql.db.selectFrom('conference').select(['id', 'sound_mode', 'lobby']).execute();
  expect(after).toEqual([{ id, sound_mode: 'mixed', lobby: 0 }]);
  await ports.close();
});
