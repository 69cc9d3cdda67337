/**
 * A program for `survives-kill.int.test.ts`: stores chunks of one recording without end, a few at a time and some of them twice, and prints the number of each
 * when it was confirmed.
 */
import { randomBytes } from 'node:crypto';
import { systemClock } from '@veche/kernel/clock.ts';
import { silentLogger } from '@veche/kernel/logger.ts';
import { openEmbedded } from '@veche/profiles/embedded.ts';
import { openRecordings } from '../recordings-service.ts';
import { chunkForTests, meeting, plainNeeds, startMs, streamOf } from './recordings-for-tests.ts';

const [, , dataFolder, recordingId, first] = process.argv;
if (dataFolder === undefined || recordingId === undefined) throw new Error('Give the data folder and the recording');
const random = { bytes: (length: number) => new Uint8Array(randomBytes(length)) };
const ports = await openEmbedded({ dataFolder, clock: systemClock, random });
const service = await openRecordings({ ...ports, ...plainNeeds, clock: systemClock, random, logger: silentLogger });
await service.recordingBegun({ recordingId, conferenceId: meeting, atMs: startMs });

async function store(number: number): Promise<void> {
  const { chunk, bytes } = chunkForTests(recordingId!, number);
  const tell = () => service.storeChunk(chunk, streamOf(bytes.subarray(0, 20), bytes.subarray(20)));
  await (number % 3 === 0 ? Promise.all([tell(), tell()]) : tell());
  await new Promise<void>((resolve) => process.stdout.write(`${number}\n`, () => resolve()));
}

let next = Number(first);
const inTurn = async (): Promise<never> => {
  for (;;) await store(next++);
};
await Promise.all([inTurn(), inTurn(), inTurn()]);
