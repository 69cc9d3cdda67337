/** Breakout rooms: conferences with a parent, and their chats (M6). */
import { describe, expect, it } from 'vitest';
import { ann, bob, sessionOf } from './suite/conferences-for-tests.ts';
import { conferencesInEachTest } from './suite/conferences-in-each-test.ts';

const meetings = conferencesInEachTest();
const path = '/api/v1/conferences';
const one = '00000000-0000-4000-8000-000000000001';
const two = '00000000-0000-4000-8000-000000000002';
const three = '00000000-0000-4000-8000-000000000003';
const room = (roomId: string, name: string) => ({ roomId, name });
const hourMs = 3_600_000;
const inMs = (ms: number) => new Date(meetings.world.clock.nowMs() + ms).toISOString();
type Answer = Awaited<ReturnType<typeof meetings.world.join>>;
const codeOf = (answer: Answer): string => answer.json().error.code;
const idOf = (answer: Answer): string => answer.json().participantId;
const rowOf = (id: string) =>
  meetings.world.tables().selectFrom('conference').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

describe('a meeting’s rooms', () => {
  it('are conferences with this parent, its owner and its sound', async () => {
    const { world } = meetings;
    const { id } = await world.create({ name: 'Class', soundMode: 'forwarded', password: 'secret', lobby: true });
    expect(await world.service.roomsKept(id, [room(two, 'Red'), room(one, 'Green')])).toEqual([]);
    expect(await world.service.rooms(id)).toEqual([
      { id: two, name: 'Red' },
      { id: one, name: 'Green' },
    ]);
    expect(await rowOf(two)).toMatchObject({
      parent_id: id,
      owner_id: ann,
      join_link: `/j/${id}`,
      join_password: null,
      sound_mode: 'forwarded',
      lobby: 0,
      created_at: inMs(0),
      ended_at: null,
    });
    expect(await world.service.recordedConference(two)).toEqual({
      id: two,
      name: 'Class',
      ownerId: ann,
      parentId: id,
      roomName: 'Red',
    });
    expect(await world.service.recordedConference(id)).toMatchObject({ id, name: 'Class', roomName: undefined });
    expect(await world.service.recordedConference(three)).toBeUndefined();
    expect(await world.service.parentOf(two)).toBe(id);
    expect(await world.service.parentOf(id)).toBeUndefined();
    expect(await world.service.parentOf(three)).toBeUndefined();
  });

  it('take another name, end when they are named no more, and come back when they are again; none is ever deleted', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    await world.service.roomsKept(id, [room(one, 'Red'), room(two, 'Green')]);
    world.clock.advance(1_000);
    const rooms = [room(two, 'Blue'), room(three, 'Black')];
    expect(await world.service.roomsKept(id, rooms)).toEqual([one]);
    expect(await world.service.roomsKept(id, rooms)).toEqual([]);
    expect((await rowOf(one)).ended_at).toBe(inMs(0));
    expect((await world.service.rooms(id)).map(({ name }) => name)).toEqual(['Red', 'Blue', 'Black']);
    await world.service.roomsKept(id, [room(one, 'Red')]);
    expect(await rowOf(one)).toMatchObject({ ended_at: null, name: 'Red' });
    expect((await rowOf(two)).ended_at).toBe(inMs(0));
    await world.service.roomsKept(id, []);
    expect((await rowOf(one)).ended_at).toBe(inMs(0));
  });

  it('are never another meeting’s, nor a meeting; nothing changes then', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    const other = await world.create();
    await world.service.roomsKept(other.id, [room(one, 'Theirs')]);
    for (const foreign of [one, other.id]) {
      const refused = world.service.roomsKept(id, [room(two, 'Red'), room(foreign, 'Mine')]);
      await expect(refused).rejects.toMatchObject({ code: 'room_not_found' });
    }
    expect(await world.service.rooms(id)).toEqual([]);
    expect((await rowOf(one)).name).toBe('Theirs');
  });

  it('are none where the meeting has ended or is in no table', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    await world.service.conferenceEnded(id);
    for (const over of [id, three]) {
      const refused = world.service.roomsKept(over, [room(one, 'Red')]);
      await expect(refused).rejects.toMatchObject({ code: 'conference_ended' });
    }
  });

  it('are no meetings: not to be joined, read, changed, ended, deleted or listed, nor counted among the planned ones', async () => {
    const { world } = meetings;
    const { id } = await world.create({ name: 'Class', startsAt: inMs(hourMs) });
    await world.service.roomsKept(id, [room(one, 'Red')]);
    world.inside.set(one, 1);
    const answers = [
      await world.join(one, { name: '' }, { as: ann }),
      await world.send('GET', `${path}/${one}`, { as: ann }),
      await world.send('PATCH', `${path}/${one}`, { as: ann, body: { name: 'Mine' } }),
      await world.send('POST', `${path}/${one}/end`, { as: ann }),
      await world.send('DELETE', `${path}/${one}`, { as: ann }),
      await world.send('GET', `${path}/${one}/invitation.ics`, { as: ann }),
      await world.send('GET', `${path}/${one}/rooms`, { as: ann }),
      await world.send('PUT', `${path}/${one}/rooms`, { as: ann, body: { rooms: [] } }),
    ];
    expect(answers.map(codeOf)).toEqual(answers.map(() => 'conference_not_found'));
    const { conferences } = (await world.send('GET', path, { as: ann })).json();
    expect(conferences.map((conference: { id: string }) => conference.id)).toEqual([id]);
  });

  it('are their owner’s where it is asked who may take the chat along', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    await world.service.roomsKept(id, [room(one, 'Red')]);
    expect(await world.service.requireOwner(one, ann)).toEqual({ id: one, name: 'Red' });
    await expect(world.service.requireOwner(one, bob)).rejects.toMatchObject({ code: 'not_the_owner' });
  });

  it('end with their meeting, and everybody is put out of their chats', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    await world.service.roomsKept(id, [room(one, 'Red')]);
    await world.send('POST', `${path}/${id}/end`, { as: ann });
    expect((await rowOf(one)).ended_at).toBe(inMs(0));
    expect(world.putOut).toEqual([id, one]);
  });

  it('are deleted with their meeting, and what was said in them', async () => {
    const { world } = meetings;
    const { id } = await world.create();
    await world.service.roomsKept(id, [room(one, 'Red')]);
    await world.send('DELETE', `${path}/${id}`, { as: ann });
    expect(world.forgotten).toEqual([one, id]);
    expect(world.putOut).toEqual([id, one]);
    expect(await world.service.rooms(id)).toEqual([]);
  });

  it('go with their owner’s account, of meetings that are still to come, go on, or have been', async () => {
    const { world } = meetings;
    const ids = [];
    for (const [index, startsAt] of [inMs(hourMs), undefined, undefined].entries()) {
      const { id } = await world.create({ name: 'Class', startsAt });
      const roomId = [one, two, three][index]!;
      await world.service.roomsKept(id, [room(roomId, 'Red')]);
      ids.push(id, roomId);
    }
    await world.service.conferenceEnded(ids[4]!);
    await world.service.accountDeleted(ann);
    expect(new Set(world.forgotten)).toEqual(new Set(ids));
    expect((await rowOf(two)).ended_at).toBe(inMs(0));
  });
});

describe('the chat of a room', () => {
  const tokenOf = (answer: Answer): string => answer.json().chatUrl.split('/').at(-1);

  async function roomWithGuest(options: { as?: string } = {}) {
    const { world } = meetings;
    const { id } = await world.create();
    await world.service.roomsKept(id, [room(one, 'Red'), room(two, 'Green')]);
    const guest = await world.join(id, { name: 'Guest' }, options);
    const open = (roomId = one) => world.service.openRoomChat(id, roomId, idOf(guest));
    return { world, id, guest, open };
  }

  it('is opened by a token of its own, under the same name, for whoever has a place in the meeting', async () => {
    const { world, guest, open, id } = await roomWithGuest({ as: bob });
    const token = await open();
    expect(await world.service.redeemChatPlace(token)).toEqual({
      participantId: idOf(guest),
      conferenceId: one,
      name: 'Guest',
      role: 'guest',
      userId: bob,
      joinedAtMs: world.clock.nowMs(),
      mustWait: false,
    });
    expect(await world.service.redeemPlace(token)).toBeUndefined();
    expect(await world.service.redeemChatPlace(tokenOf(guest))).toMatchObject({ conferenceId: id });
    expect(await world.service.person(one, idOf(guest))).toEqual({ name: 'Guest', userId: bob });
    expect(await world.service.person(one, three)).toBeUndefined();
  });

  it('opened again is opened by the new token alone, and remembers since when somebody is there; other rooms stay open', async () => {
    const { world, open } = await roomWithGuest();
    const before = await open();
    const elsewhere = await open(two);
    const joinedAtMs = world.clock.nowMs();
    world.clock.advance(1_000);
    const after = await open();
    expect(await world.service.redeemChatPlace(before)).toBeUndefined();
    expect(await world.service.redeemChatPlace(after)).toMatchObject({ joinedAtMs });
    expect(await world.service.redeemChatPlace(elsewhere)).toMatchObject({ conferenceId: two });
  });

  it('is not opened in a room of another meeting, in one that is gone, or for somebody without a place', async () => {
    const { world, open, id } = await roomWithGuest();
    const other = await world.create();
    await world.service.roomsKept(other.id, [room(three, 'Theirs')]);
    await expect(open(three)).rejects.toMatchObject({ code: 'room_not_found' });
    await expect(open(id)).rejects.toMatchObject({ code: 'room_not_found' });
    await expect(world.service.openRoomChat(id, one, three)).rejects.toMatchObject({ code: 'participant_not_found' });
    await world.service.roomsKept(id, []);
    await expect(open()).rejects.toMatchObject({ code: 'room_not_found' });
  });

  it('closes with the room', async () => {
    const { world, open, id } = await roomWithGuest();
    const token = await open();
    await world.service.roomsKept(id, [room(two, 'Green')]);
    expect(await world.service.redeemChatPlace(token)).toBeUndefined();
  });

  it('closes with the meeting', async () => {
    const { world, open, id } = await roomWithGuest();
    const token = await open();
    await world
      .tables()
      .updateTable('conference')
      .set({ ended_at: inMs(0) })
      .where('id', '=', id)
      .execute();
    expect(await world.service.redeemChatPlace(token)).toBeUndefined();
  });

  it.each([
    ['is put out', (id: string, participantId: string) => meetings.world.service.participantRemoved(id, participantId)],
    ['is signed out', () => meetings.world.service.sessionsEnded([sessionOf(bob)])],
    ['has the meeting ended', (id: string) => meetings.world.service.conferenceEnded(id)],
  ])('closes for whoever %s, in every room', async (_what, happens) => {
    const { world, open, id, guest } = await roomWithGuest({ as: bob });
    const tokens = [await open(one), await open(two)];
    await happens(id, idOf(guest));
    for (const token of tokens) expect(await world.ports.tokens.kind('chat-place').get(token)).toBeUndefined();
    expect(await world.ports.tokens.kind('room-chat-of-place').list(`${id}/${idOf(guest)}`)).toEqual([]);
  });

  it('is not left open by one who is put out while it opens', async () => {
    const { world, open, id, guest } = await roomWithGuest({ as: bob });
    const [opened] = await Promise.allSettled([open(), world.service.participantRemoved(id, idOf(guest))]);
    if (opened.status === 'fulfilled') expect(await world.service.redeemChatPlace(opened.value)).toBeUndefined();
    await expect(open()).rejects.toMatchObject({ code: 'participant_not_found' });
  });
});
