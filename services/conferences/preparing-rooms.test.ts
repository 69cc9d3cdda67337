/** Breakout rooms as the owner prepares them before the meeting (M6). */
import { limits } from '@veche/contracts/limits.ts';
import type { RoomPlan } from '@veche/contracts/rest/room-plan.ts';
import { describe, expect, it } from 'vitest';
import { ann, bob } from './suite/conferences-for-tests.ts';
import { conferencesInEachTest } from './suite/conferences-in-each-test.ts';
import { keptForTests, liveForTests } from './suite/kept-for-tests.ts';

const meetings = conferencesInEachTest();
const path = '/api/v1/conferences';
const one = '00000000-0000-4000-8000-000000000001';
const two = '00000000-0000-4000-8000-000000000002';
const three = '00000000-0000-4000-8000-000000000003';
const room = (roomId: string, name: string) => ({ roomId, name });
type Answer = Awaited<ReturnType<typeof meetings.world.join>>;
const outcome = (answer: Answer) => [answer.statusCode, answer.json().error.code, answer.json().error.field];
const codeOf = (answer: Answer): string => answer.json().error.code;
const rowOf = (id: string) =>
  meetings.world.tables().selectFrom('conference').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('rooms that are prepared', () => {
  const read = (id: string, as = ann) => meetings.world.send('GET', `${path}/${id}/rooms`, { as });
  const write = (id: string, body: object, as = ann) => meetings.world.send('PUT', `${path}/${id}/rooms`, { as, body });
  const named = (...names: string[]) => ({ rooms: names.map((name) => ({ name, people: [] })) });
  const keptOf = async (id: string) => {
    const { participantToken } = (await meetings.world.join(id)).json();
    return (await meetings.world.service.redeemPlace(participantToken))?.kept;
  };

  it('are none at first, and told to the owner alone', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    expect((await read(id)).json()).toEqual({ rooms: [], byChoice: false, mayReturn: true });
    expect(codeOf(await read(id, bob))).toBe('not_the_owner');
    expect(codeOf(await write(id, { rooms: [] }, bob))).toBe('not_the_owner');
    expect(codeOf(await world.send('GET', `${path}/${id}/rooms`))).toBe('not_signed_in');
  });

  it('are rooms of the meeting, with people by their addresses, and the meeting opens with them', async () => {
    const { world } = meetings;
    const { id } = await world.create({ name: 'Class', lobby: true });
    const people = [' Olga@Example.org ', 'igor@example.org'];
    const body = {
      rooms: [
        { name: ' Red ', people },
        { name: 'Green', people: [] },
      ],
      byChoice: true,
    };
    const answer = await write(id, body);
    expect(answer.statusCode).toBe(200);
    const plan = answer.json<RoomPlan>();
    const [red, green] = plan.rooms.map((planned) => planned.id);
    expect(plan).toEqual({
      rooms: [
        { id: red, name: 'Red', people: ['olga@example.org', 'igor@example.org'] },
        { id: green, name: 'Green', people: [] },
      ],
      byChoice: true,
      mayReturn: true,
    });
    expect((await read(id)).json()).toEqual(plan);
    expect(await world.service.rooms(id)).toEqual([
      { id: red, name: 'Red' },
      { id: green, name: 'Green' },
    ]);
    expect(await keptOf(id)).toEqual({
      policy: { lobby: true, locked: false, unmuteSelf: true, startVideo: true, shareScreen: true },
      rooms: [room(red!, 'Red'), room(green!, 'Green')],
      roomsMade: 2,
      open: false,
      byChoice: true,
      mayReturn: true,
      closesAtMs: null,
      prepared: [
        { email: 'olga@example.org', roomId: red },
        { email: 'igor@example.org', roomId: red },
      ],
      people: [],
      removed: [],
      hands: 0,
      attendance: { most: 0, personMs: 0, openMs: 0 },
    });
  });

  it('are changed as a whole: one that is left out is gone, one with its id stays the same room, options that are left out stay', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const { rooms } = (
      await write(id, { ...named('Red', 'Green'), byChoice: true, mayReturn: false })
    ).json<RoomPlan>();
    const [red, green] = rooms.map((planned) => planned.id);
    const changed = await write(id, { rooms: [{ id: green!.toUpperCase(), name: 'Blue', people: [] }] });
    expect(changed.json()).toEqual({
      rooms: [{ id: green, name: 'Blue', people: [] }],
      byChoice: true,
      mayReturn: false,
    });
    expect((await rowOf(red!)).ended_at).not.toBeNull();
    expect(world.putOut).toEqual([red]);
    expect(outcome(await write(id, { rooms: [{ id: red, name: 'Red', people: [] }] }))).toEqual([
      404,
      'room_not_found',
      undefined,
    ]);
  });

  it('leave what else is kept of the meeting, and nobody in a room that is gone', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const person = {
      participantId: three,
      role: 'coHost' as const,
      handOrder: null,
      ...{ mutedAtMs: 0, videoStoppedAtMs: 0, mayUnmute: false, mayStartVideo: false },
    };
    const kept = keptForTests({
      rooms: [room(one, 'Red'), room(two, 'Green')],
      open: true,
      closesAtMs: 5_000,
      people: [
        { ...person, roomId: one, assignedRoomId: two },
        { ...person, roomId: null, assignedRoomId: one },
      ],
    });
    await world.service.roomsKept(id, kept.rooms);
    world.service.liveChanged(liveForTests(id, { kept, participants: 0 }));
    await write(id, { rooms: [{ id: two, name: 'Green', people: [] }] });
    expect(await keptOf(id)).toEqual({
      ...kept,
      rooms: [room(two, 'Green')],
      people: [
        { ...person, roomId: null, assignedRoomId: two },
        { ...person, roomId: null, assignedRoomId: null },
      ],
    });
    await write(id, { rooms: [] });
    expect(await keptOf(id)).toMatchObject({ open: false, closesAtMs: null, hands: kept.hands });
  });

  it('are not prepared while somebody is inside, nor after the end', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    world.inside.set(id, 1);
    expect(outcome(await write(id, named('Red')))).toEqual([409, 'rooms_open', undefined]);
    // Nobody is inside, though somebody may wait in front of the door.
    world.inside.set(id, 0);
    expect((await write(id, named('Red'))).statusCode).toBe(200);
    expect(world.preparedRooms.get(id)).toMatchObject({ rooms: [{ name: 'Red' }], roomsMade: 1 });
    world.inside.delete(id);
    await world.service.conferenceEnded(id);
    expect(codeOf(await write(id, named('Red')))).toBe('conference_ended');
    expect((await read(id)).json()).toMatchObject({ rooms: [] });
  });

  it('are no more than so many, however often they are made anew', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const all = named(...new Array<string>(limits.roomsPerConference).fill('Red'));
    for (let made = 0; made < limits.roomsEverPerConference; made += limits.roomsPerConference) {
      expect((await write(id, all)).statusCode).toBe(200);
    }
    const before = await world.service.rooms(id);
    expect(outcome(await write(id, named('Green')))).toEqual([409, 'no_more_rooms', undefined]);
    expect(await world.service.rooms(id)).toEqual(before);
  });

  const refused: readonly [body: object, status: number, code: string, field: string | undefined][] = [
    [{}, 400, 'invalid_request', 'rooms'],
    [{ rooms: [{ name: 'Red' }] }, 400, 'invalid_request', 'rooms.0.people'],
    [named('  '), 400, 'name_missing', 'rooms.0.name'],
    [named('x'.repeat(limits.roomNameMaxLength + 1)), 400, 'name_too_long', 'rooms.0.name'],
    [named('a\nb'), 400, 'invalid_request', 'rooms.0.name'],
    [named(...new Array<string>(limits.roomsPerConference + 1).fill('Red')), 409, 'too_many_rooms', 'rooms'],
    [{ rooms: [{ name: 'Red', people: ['olga'] }] }, 400, 'email_invalid', 'rooms.0.people'],
    [{ rooms: [{ name: 'Red', people: ['a@b', 'A@b '] }] }, 400, 'invalid_request', 'rooms.0.people'],
    [
      {
        rooms: [
          { name: 'Red', people: ['a@b'] },
          { name: 'Green', people: ['a@b'] },
        ],
      },
      400,
      'invalid_request',
      'rooms.1.people',
    ],
    [
      { rooms: [{ name: 'Red', people: Array.from({ length: 501 }, (_, index) => `a${index}@b`) }] },
      400,
      'invalid_request',
      'rooms.0.people',
    ],
    [
      {
        rooms: [
          { id: one, name: 'Red', people: [] },
          { id: one, name: 'Green', people: [] },
        ],
      },
      400,
      'invalid_request',
      'rooms.1.id',
    ],
    [{ rooms: [{ id: one, name: 'Red', people: [] }] }, 404, 'room_not_found', undefined],
  ];
  it.each(refused.map(([body, ...why]) => [...why, body] as const))(
    '%i %s at %s: and nothing changes',
    async (status, code, field, body) => {
      const { world } = meetings;
      const { id } = await world.create();
      expect(outcome(await write(id, body))).toEqual([status, code, field]);
      expect(await world.service.rooms(id)).toEqual([]);
    },
  );
});
