/** What is written down of running meetings, given back when they open again, and how those end that everybody has left. */

import { describe, expect, it } from 'vitest';
import { LiveConferences } from './store/live-conferences.ts';
import { ann, emptyMeetingEndsMs } from './suite/conferences-for-tests.ts';
import { conferencesInEachTest } from './suite/conferences-in-each-test.ts';
import { keptForTests, liveForTests } from './suite/kept-for-tests.ts';
import { LiveWriter } from './workers/write-live.ts';

const meetings = conferencesInEachTest();
const path = '/api/v1/conferences';
const hourMs = 3_600_000;
const stranger = '00000000-0000-4000-8000-000000000001';
const inMs = (ms: number) => new Date(meetings.world.clock.nowMs() + ms).toISOString();
const rowOf = (id: string) =>
  meetings.world.tables().selectFrom('live_conference').selectAll().where('conference_id', '=', id).executeTakeFirst();
const endedAt = async (id: string) => (await meetings.world.send('GET', `${path}/${id}`)).json().endedAt;
const keptOf = async (id: string) => {
  const { participantToken } = (await meetings.world.join(id)).json();
  return (await meetings.world.service.redeemPlace(participantToken))?.kept;
};

/** Everybody has come, and left. */
async function leftMeeting(body?: object): Promise<string> {
  const { world } = meetings;
  const { id } = await world.create(body);
  world.service.liveChanged(liveForTests(id));
  world.service.liveChanged(liveForTests(id, { participants: 0 }));
  await expect.poll(async () => (await rowOf(id))?.participants).toBe(0);
  return id;
}

describe('what stands of a running meeting', () => {
  it('is one row, with the numbers as the seed has them, and the newest word always the last', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const createdAt = inMs(0);
    world.service.liveChanged(liveForTests(id, { participants: 1 }));
    await expect.poll(() => rowOf(id)).toBeDefined();
    world.clock.advance(1_000);
    for (const participants of [2, 3, 4]) world.service.liveChanged(liveForTests(id, { participants }));
    await expect.poll(async () => (await rowOf(id))?.participants).toBe(4);
    expect(await rowOf(id)).toMatchObject({
      max_participants: 3,
      average_participants: 2,
      created_at: createdAt,
      updated_at: inMs(0),
    });
  });

  it('says whether the main room is recorded, and which recordings go on', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const recording = (roomId: string | null, state: 'recording' | 'paused') => ({
      recordingId: roomId ?? id,
      roomId,
      state,
      startedAtMs: 1,
    });
    const told = (recordings: ReturnType<typeof recording>[]) =>
      world.service.liveChanged(liveForTests(id, { kept: keptForTests({ recordings }) }));
    await told([recording(stranger, 'recording')]);
    expect((await rowOf(id))?.recording_state).toBe('stopped');
    await told([recording(null, 'paused'), recording(stranger, 'recording')]);
    expect((await rowOf(id))?.recording_state).toBe('paused');
    expect(await world.service.recordingsGoingOn(id)).toEqual([id, stranger]);
    await world.service.conferenceEnded(id);
    expect((await rowOf(id))?.recording_state).toBe('paused');
    expect(await world.service.recordingsGoingOn(id)).toEqual([]);
    await told([recording(null, 'recording')]);
    expect((await rowOf(id))?.recording_state).toBe('stopped');
  });

  it('is written before the service has closed, and given back over a restart', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const kept = keptForTests({ hands: 7 });
    for (const hands of [5, 6]) world.service.liveChanged(liveForTests(id, { kept: keptForTests({ hands }) }));
    world.service.liveChanged(liveForTests(id, { kept }));
    await world.restart();
    expect(await keptOf(id)).toEqual(kept);
  });

  it('is not asked for while somebody is inside, where it is known better', async () => {
    const { world } = meetings;
    const id = await leftMeeting();
    expect(await keptOf(id)).toEqual(keptForTests());
    world.inside.set(id, 1);
    expect(await keptOf(id)).toBeUndefined();
  });

  it('is passed over where another version of the program has written it', async () => {
    const { world } = meetings;
    const id = await leftMeeting();
    await world.tables().updateTable('live_conference').set({ kept: '{"policy":{}}' }).execute();
    expect(await keptOf(id)).toBeUndefined();
  });

  it('of a sound check, or of a meeting that is gone, is nobody’s to keep', async () => {
    const { world } = meetings;
    const { id } = await world.create({ name: 'Board', startsAt: inMs(hourMs) });
    await world.send('DELETE', `${path}/${id}`, { as: ann });
    for (const gone of [stranger, id]) world.service.liveChanged(liveForTests(gone));
    await world.restart();
    expect(await world.tables().selectFrom('live_conference').selectAll().execute()).toEqual([]);
    expect(world.complaints).toEqual([]);
  });

  it('after the end keeps its figures alone', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    world.service.liveChanged(liveForTests(id));
    await expect.poll(() => rowOf(id)).toBeDefined();
    await world.service.conferenceEnded(id);
    expect(await rowOf(id)).toMatchObject({ participants: 0, max_participants: 3, kept: null });
    world.service.liveChanged(liveForTests(id, { participants: 1, maxParticipants: 5 }));
    await expect.poll(async () => (await rowOf(id))?.max_participants).toBe(5);
    expect(await rowOf(id)).toMatchObject({ participants: 0, kept: null });
  });

  it('that cannot be written is complained of, tried for seconds, and given up for the next one', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const table = new LiveConferences(world.ports.sql.withTables());
    const complaints: unknown[] = [];
    const error = (_fields: unknown, message: string) => void complaints.push(message);
    const logger = { debug: error, info: error, warn: error, error, child: () => logger };
    const writer = new LiveWriter(table, { clock: world.clock, logger });
    writer.tell(liveForTests(id, { participants: null as never }));
    await writer.settled(id);
    expect(complaints).toHaveLength(6);
    writer.tell(liveForTests(id, { participants: 4 }));
    await writer.close();
    expect((await rowOf(id))?.participants).toBe(4);
    writer.tell(liveForTests(id, { participants: 5 }));
    await writer.close();
    expect((await rowOf(id))?.participants).toBe(4);
  });
});

describe('a meeting that everybody has left', () => {
  it('ends after the time that is set, with its rooms; nobody is inside then', async () => {
    const { world } = meetings;
    const id = await leftMeeting();
    await world.service.roomsKept(id, [{ roomId: stranger, name: 'One' }]);
    world.clock.advance(emptyMeetingEndsMs - 1);
    expect(await world.service.sweep()).toBe(0);
    world.clock.advance(1);
    expect(await world.service.sweep()).toBe(1);
    expect(await endedAt(id)).toBe(inMs(0));
    expect(world.putOut).toEqual([id, stranger]);
    const rows = await world.tables().selectFrom('conference').select('ended_at').execute();
    expect(rows).toEqual([{ ended_at: inMs(0) }, { ended_at: inMs(0) }]);
    expect(await world.service.sweep()).toBe(0);
  });

  it('goes on while somebody is inside again, however long nothing was told', async () => {
    const { world } = meetings;
    const id = await leftMeeting();
    world.inside.set(id, 1);
    world.clock.advance(10 * emptyMeetingEndsMs);
    expect(await world.service.sweep()).toBe(0);
    world.inside.set(id, 0);
    expect(await world.service.sweep()).toBe(1);
  });

  it('by a crash is given the same time after the restart', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    world.service.liveChanged(liveForTests(id, { participants: 2 }));
    await expect.poll(() => rowOf(id)).toBeDefined();
    world.clock.advance(10 * emptyMeetingEndsMs);
    await world.restart();
    world.clock.advance(emptyMeetingEndsMs - 1);
    expect(await world.service.sweep()).toBe(0);
    world.clock.advance(1);
    expect(await world.service.sweep()).toBe(1);
    expect(await rowOf(id)).toMatchObject({ participants: 0, kept: null });
  });

  it('before its start waits for it, and as long again', async () => {
    const { world } = meetings;
    const id = await leftMeeting({ name: 'Board', startsAt: inMs(10 * hourMs) });
    world.clock.advance(10 * hourMs + emptyMeetingEndsMs - 1);
    expect(await world.service.sweep()).toBe(0);
    world.clock.advance(1);
    expect(await world.service.sweep()).toBe(1);
    expect(await endedAt(id)).toBe(inMs(0));
  });

  it('is not one in which nobody has been yet, prepared or not', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    await world.create({ name: 'Other' });
    const body = { rooms: [{ name: 'One', people: [] }] };
    expect((await world.send('PUT', `${path}/${id}/rooms`, { as: ann, body })).statusCode).toBe(200);
    world.clock.advance(100 * emptyMeetingEndsMs);
    expect(await world.service.sweep()).toBe(0);
  });
});
