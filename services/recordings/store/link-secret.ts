/** What signs the addresses of recordings: made once, and the same over restarts and for every process of the program. */
import type { Random } from '@veche/kernel/random.ts';
import type { Sql } from '@veche/ports/sql/sql.ts';
import type { RecordingTables } from './recording-tables.ts';

const name = 'links';
const secretBytes = 32;

export async function openLinkSecret(sql: Sql, random: Random): Promise<Uint8Array> {
  const { db } = sql.withTables<RecordingTables>();
  await db
    .insertInto('recording_secret')
    .values({ name, value: Buffer.from(random.bytes(secretBytes)).toString('hex') })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const { value } = await db
    .selectFrom('recording_secret')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return Buffer.from(value, 'hex');
}
