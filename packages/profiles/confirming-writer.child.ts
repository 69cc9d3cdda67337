/** A program for `survives-kill.int.test.ts`: writes without end and prints each number after its write was confirmed. */
import { systemClock } from '@veche/kernel/clock.ts';
import { openEmbedded } from './embedded.ts';

const [, , dataFolder] = process.argv;
if (dataFolder === undefined) throw new Error('Give the data folder');
const ports = await openEmbedded({
  dataFolder,
  clock: systemClock,
  random: { bytes: (length) => new Uint8Array(length) },
});
await ports.sql.migrate([
  {
    name: 'test/0001',
    up: async (db) => {
      await db.schema.createTable('written').addColumn('number', 'integer').execute();
    },
  },
]);
const sql = ports.sql.withTables<{ written: { number: number } }>();
const tokens = ports.tokens.kind<{ number: number }>('test');
for (let number = 0; ; number += 1) {
  await sql.transaction((db) => db.insertInto('written').values({ number }).execute());
  await tokens.put(`token-${number}`, {
    id: `${number}`,
    owner: 'test',
    value: { number },
    expiresAtMs: systemClock.nowMs() + 3_600_000,
  });
  await new Promise<void>((resolve) => process.stdout.write(`${number}\n`, () => resolve()));
}
