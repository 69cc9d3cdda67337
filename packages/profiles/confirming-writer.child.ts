/** A program for `survives-kill.int.test.ts`: writes without end and prints each number after its writes were confirmed. */
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
async function* content(number: number) {
  yield Buffer.from(`${number}`);
}
async function* listed(number: number) {
  yield Buffer.from(`${number},`);
}
await ports.uploads.begin('upload', 1_000_000);
let uploadedBytes = 0;
async function addToUpload(number: number) {
  const piece = { atByte: uploadedBytes, content: listed(number), maxBytes: 100 };
  uploadedBytes = (await ports.uploads.append('upload', piece))?.sizeBytes ?? 0;
}
for (let number = 0; ; number += 1) {
  await Promise.all([
    sql.transaction((db) => db.insertInto('written').values({ number }).execute()),
    tokens.put(`token-${number}`, {
      id: `${number}`,
      owner: 'test',
      value: { number },
      expiresAtMs: systemClock.nowMs() + 3_600_000,
    }),
    ports.log.append('test', [{ key: 'a', value: `${number}` }]),
    ports.messages.store([
      {
        type: 'post',
        message: {
          id: `m-${number}`,
          conferenceId: 'c',
          position: number + 1,
          sender: { participantId: 'p', userId: undefined, name: 'Ann' },
          receiver: undefined,
          text: `${number}`,
          attachment: undefined,
          createdAtMs: 1,
          changedPosition: number + 1,
          redactedAtMs: undefined,
        },
      },
    ]),
    ports.blobs.put(`test/${number}`, content(number), { maxBytes: 100 }),
    addToUpload(number),
  ]);
  await new Promise<void>((resolve) => process.stdout.write(`${number}\n`, () => resolve()));
}
