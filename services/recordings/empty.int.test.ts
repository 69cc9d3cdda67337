import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it } from 'vitest';
import {
  ann,
  chunkForTests,
  meeting,
  type RecordingsForTests,
  room,
  startMs,
  streamOf,
} from './suite/recordings-for-tests.ts';
import { recordingsInEachTest } from './suite/recordings-in-each-test.ts';

const list = async (world: RecordingsForTests) => (await world.send('GET', '/api/v1/recordings', { as: ann })).json();
const idsOf = (answer: { recordings: { id: string }[] }) => answer.recordings.map(({ id }) => id);

describe('a recording that ended before there was anything of it', () => {
  const tests = recordingsInEachTest();

  it('is as if it had never begun, as that of a room that was closed meanwhile (B3)', async () => {
    const { world } = tests;
    const first = await world.recorded(1);
    const inRoom = await world.begin(room);
    const main = await world.begin();
    for (const recordingId of [inRoom, main]) {
      await world.service.recordingChanged({ recordingId, state: 'ended', atMs: world.clock.nowMs() + 300 });
      expect((await world.send('GET', `/api/v1/recordings/${recordingId}`, { as: ann })).statusCode).toBe(404);
    }
    expect(idsOf(await list(world))).toEqual([first]);
    expect(world.urls.slice(-2)).toEqual([
      [room, null],
      [meeting, `/recordings/${first}`],
    ]);
    await world.service.sweep();
    expect(await world.tables().selectFrom('recording').select('id').execute()).toEqual([{ id: first }]);
    // Told again, of what is gone.
    await world.service.recordingChanged({ recordingId: main, state: 'ended', atMs: world.clock.nowMs() });
  });

  it('stays where something is lost or on its way', async () => {
    const { world } = tests;
    const lost = await world.begin();
    const end = (recordingId: string, lengthMs: number) =>
      world.service.recordingChanged({ recordingId, state: 'ended', atMs: startMs + lengthMs });
    await end(lost, limits.recordingChunkMaxMs);
    const short = await world.begin();
    const { chunk, bytes } = chunkForTests(short, 0, { durationMs: 500 });
    await world.service.storeChunk(chunk, streamOf(bytes));
    await end(short, 500);
    // By a crash, and nobody knows yet what of it is on its way.
    const left = await world.begin();
    await world.service.conferenceEnded(meeting, startMs + 1, () => false);
    expect(new Set(idsOf(await list(world)))).toEqual(new Set([lost, short, left]));
  });
});
