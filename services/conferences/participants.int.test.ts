/** Comings and goings, through the log into the table. */
import { type Log, LogUnavailable, type NewEvent } from '@veche/ports/log/log.ts';
import { describe, expect, it } from 'vitest';
import {
  type AttendanceEvent,
  participantsTopic,
  participantWriterGroup,
  readAttendance,
  writeAttendance,
} from './domain/attendance-event.ts';
import { nameOfDeleted } from './store/participations.ts';
import { ann, bob } from './suite/conferences-for-tests.ts';
import { conferencesInEachTest } from './suite/conferences-in-each-test.ts';
import { liveForTests } from './suite/kept-for-tests.ts';
import { AttendanceTeller } from './workers/tell-attendance.ts';

const meetings = conferencesInEachTest();
const one = '00000000-0000-4000-8000-00000000000a';
const other = '00000000-0000-4000-8000-00000000000b';
const at = (atMs: number) => new Date(atMs).toISOString();

function eventsOf(conferenceId: string): readonly AttendanceEvent[] {
  const event = { conferenceId, participantId: one, userId: bob, name: 'Bob' };
  return [
    { ...event, type: 'came', atMs: 1_000 },
    { ...event, type: 'renamed', name: 'Robert', atMs: 2_000 },
    { ...event, participantId: other, userId: null, type: 'came', name: 'Guest', atMs: 2_500 },
    { ...event, type: 'left', name: 'Robert', atMs: 3_000 },
    { ...event, type: 'came', name: 'Robert', atMs: 4_000 },
    { ...event, participantId: other, userId: null, type: 'left', name: 'Guest', atMs: 5_000 },
  ];
}

const rowsOf = (conferenceId: string) => [
  {
    id: one,
    user_id: bob,
    conference_id: conferenceId,
    participant_name: 'Robert',
    left_at: null,
    created_at: at(1_000),
    updated_at: at(4_000),
  },
  {
    id: other,
    user_id: null,
    conference_id: conferenceId,
    participant_name: 'Guest',
    left_at: at(5_000),
    created_at: at(2_500),
    updated_at: at(5_000),
  },
];

const rows = () => meetings.world.tables().selectFrom('conference_participant').selectAll().orderBy('id').execute();
const append = (events: readonly NewEvent[]) => meetings.world.ports.log.append(participantsTopic, events);

async function written(): Promise<void> {
  const { log } = meetings.world.ports;
  const last = await log.lastPosition(participantsTopic, '');
  await expect.poll(() => log.handledUpTo(participantsTopic, participantWriterGroup, '')).toBe(last);
}

/** Every order of the numbers below `count`. */
function orders(count: number): number[][] {
  if (count === 0) return [[]];
  return orders(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, index) => order.toSpliced(index, 0, count - 1)),
  );
}

describe('who was in a meeting', () => {
  it('stands in the table as it was told', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    for (const event of eventsOf(id)) world.service.attended(event);
    await expect.poll(rows).toEqual(rowsOf(id));
  });

  it('is the same however often it is told, and in whatever order', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const events = eventsOf(id).map(writeAttendance);
    await append([...events, ...events]);
    await written();
    expect(await rows()).toEqual(rowsOf(id));
    for (const order of orders(events.length).filter((_, index) => index % 24 === 0)) {
      await world.tables().deleteFrom('conference_participant').execute();
      const shuffled = order.map((index) => events[index]!);
      await append([...shuffled, ...shuffled]);
      await written();
      expect(await rows(), String(order)).toEqual(rowsOf(id));
      await append([events[1]!]);
      await written();
      expect(await rows(), String(order)).toEqual(rowsOf(id));
    }
  });

  it('goes on over a restart: what was told before the end is written, and what stays in the log is repeated without harm', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const events = eventsOf(id);
    for (const event of events.slice(0, 3)) world.service.attended(event);
    await world.restart();
    await written();
    expect(await rows()).toHaveLength(2);
    for (const event of events) world.service.attended(event);
    await expect.poll(rows).toEqual(rowsOf(id));
  });

  it('whom a server left inside that died, and who does not come back, has gone when their meeting was last heard of', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const [came, , guest] = eventsOf(id);
    const inside = [came!, guest!].map((event) => ({ ...event, atMs: world.clock.nowMs() }));
    for (const event of inside) world.service.attended(event);
    await expect.poll(rows).toHaveLength(2);
    world.clock.advance(5_000);
    const heardAtMs = world.clock.nowMs();
    await world.service.liveChanged(liveForTests(id));
    world.clock.advance(10_000);
    await world.restart();
    world.clock.advance(30_000);
    await world.service.sweep();
    // One of them is back.
    const backAtMs = world.clock.nowMs();
    await world.service.liveChanged(liveForTests(id));
    world.service.attended({ ...guest!, atMs: backAtMs });
    await expect.poll(async () => (await rows())[1]?.updated_at).toBe(at(backAtMs));
    expect((await rows()).map(({ left_at }) => left_at)).toEqual([null, null]);
    world.clock.advance(31_000);
    await world.service.sweep();
    await expect.poll(async () => (await rows()).map(({ left_at }) => left_at)).toEqual([at(heardAtMs), null]);
  });

  it('is passed over where the meeting is gone or was in no table, or where the event is of another version; those behind it go on', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const gone = await world.create();
    await world.send('DELETE', `/api/v1/conferences/${gone.id}`, { as: ann });
    const strange = ['{', 'null', '{"type":"blinked"}', '{"type":"came","participantId":"x","name":"","atMs":1}'];
    await append([
      ...eventsOf(gone.id).map(writeAttendance),
      ...eventsOf(other).map(writeAttendance),
      ...strange.map((value) => ({ key: id, value })),
      ...eventsOf(id).map(writeAttendance),
    ]);
    await written();
    expect(await rows()).toEqual(rowsOf(id));
    expect(await world.ports.log.setAside(participantsTopic, participantWriterGroup)).toEqual([]);
    expect(world.complaints).toEqual([]);
  });

  it('goes with the meeting', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    for (const event of eventsOf(id)) world.service.attended(event);
    await expect.poll(rows).toHaveLength(2);
    await world.send('DELETE', `/api/v1/conferences/${id}`, { as: ann });
    expect(await rows()).toEqual([]);
  });

  it('is nobody in particular once the account is deleted, whatever is told late', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const [came, renamed, , left] = eventsOf(id);
    world.service.attended(came!);
    await expect.poll(rows).toHaveLength(1);
    await world.service.accountDeleted(bob);
    expect(await rows()).toMatchObject([{ user_id: null, participant_name: nameOfDeleted, left_at: null }]);
    // Told before the account is quite gone, and after.
    await append([renamed!, { ...came!, participantId: other }].map(writeAttendance));
    await written();
    world.accounts.delete(bob);
    await world.restart();
    await append([left!, { ...came!, participantId: '00000000-0000-4000-8000-00000000000c' }].map(writeAttendance));
    await written();
    const nobody = { user_id: null, participant_name: nameOfDeleted };
    expect(await rows()).toMatchObject([{ ...nobody, left_at: at(3_000) }, nobody, nobody]);
  });
});

describe('an event of somebody’s coming', () => {
  const [event] = eventsOf(one);

  it('is read as it was written, whatever a later version has added', () => {
    const { key, value } = writeAttendance(event!);
    const added = JSON.stringify({ ...JSON.parse(value), mood: 'good' });
    expect(readAttendance({ key, value: added })).toEqual(event);
  });
});

describe('while the log refuses', () => {
  const tries = { max: 3, firstDelayMs: 1, maxDelayMs: 1 };
  const complaints: string[] = [];
  const complain = (_fields: unknown, message: string) => void complaints.push(message);
  const logger = { debug: complain, info: complain, warn: complain, error: complain, child: () => logger };
  const events = eventsOf(one);

  function refusing(times: number): Pick<Log, 'append'> & { readonly appended: string[] } {
    const appended: string[] = [];
    let left = times;
    return {
      appended,
      append: async (_topic, batch) => {
        left -= 1;
        if (left >= 0) throw new LogUnavailable('The disk is full');
        appended.push(...batch.map(({ value }) => value));
        return batch.map(() => 1);
      },
    };
  }

  it('comings and goings are held and told in their order once it takes them', async () => {
    const log = refusing(2);
    const teller = new AttendanceTeller(log, logger, tries);
    for (const event of events) teller.tell(event);
    await expect.poll(() => log.appended).toEqual(events.map((event) => writeAttendance(event).value));
    await teller.close();
  });

  it('for too long, they are given up with a complaint, and the next ones are told', async () => {
    const log = refusing(3);
    const teller = new AttendanceTeller(log, logger, tries);
    complaints.length = 0;
    teller.tell(events[0]!);
    await expect.poll(() => complaints).toContain('Comings and goings could not be put into the log');
    teller.tell(events[1]!);
    await teller.close();
    expect(log.appended).toEqual([writeAttendance(events[1]!).value]);
  });

  it('no more are held than are bearable, and closing does not wait for the log', async () => {
    const log = refusing(Number.POSITIVE_INFINITY);
    const teller = new AttendanceTeller(log, logger, { max: 100, firstDelayMs: 60_000, maxDelayMs: 60_000 });
    for (let count = 0; count < 10_100; count += 1) teller.tell(events[0]!);
    await teller.close();
    teller.tell(events[0]!);
    expect(complaints.at(-1)).toBe('Comings and goings could not be put into the log');
  });
});
