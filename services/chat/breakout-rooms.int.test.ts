/** Each room has a chat of its own: who is in it hears and writes there, and nowhere else. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { owner } from './suite/chat-for-tests.ts';
import { chatInEachTest, hears } from './suite/chat-in-each-test.ts';
import { Uploader } from './suite/uploader.ts';

const chat = chatInEachTest();

/** In the main room, connected to its chat. */
async function comeIn(name: string, role: 'host' | 'guest' = 'guest') {
  const place = chat.world.place(name, { role });
  chat.world.meeting.put(place.participantId, chat.world.conferenceId, role);
  return Object.assign(await chat.world.connect(place.token), { place });
}
type Comer = Awaited<ReturnType<typeof comeIn>>;

/** Moved, and connected to the chat of the room. */
async function moveTo(roomId: string, { place }: Comer) {
  const { participantId, role, name } = place;
  chat.world.meeting.put(participantId, roomId, role);
  const { token } = chat.world.place(name, { participantId, role, conferenceId: roomId });
  return Object.assign(await chat.world.connect(token), { token });
}
const moveBack = ({ place }: Comer): void =>
  chat.world.meeting.put(place.participantId, chat.world.conferenceId, place.role);

describe('who is in another room', () => {
  it('neither reads nor writes here, and hears nothing', async () => {
    const [anna, boris] = [await comeIn('Anna'), await comeIn('Boris')];
    const id = randomUUID();
    await boris.say('before', { id });
    await hears(boris, 'before');
    await moveTo(chat.world.meeting.addRoom('Room 1'), boris);
    await anna.say('in the main room');
    await hears(anna, 'before', 'in the main room');
    const calls = await Promise.allSettled([
      boris.say('hello'),
      boris.say('hello', { receiverId: anna.place.participantId }),
      boris.call('history', { limit: 10 }),
      boris.call('history', { after: 0, limit: 10 }),
      boris.call('fileLinks', { id }),
      boris.call('delete', { id }),
      boris.call('setPolicy', { messages: false }),
    ]);
    for (const call of calls) expect(call).toMatchObject({ reason: { code: 'not_in_this_room', retryable: false } });
    expect(boris.texts()).toEqual(['before']);
    expect(await anna.history()).toEqual(['before', 'in the main room']);
  });

  it('is welcomed when they are back, and asks for exactly what they missed', async () => {
    const [anna, boris] = [await comeIn('Anna'), await comeIn('Boris')];
    const id = randomUUID();
    await anna.say('a mistake', { id });
    const { position } = await anna.say('before');
    await hears(boris, 'a mistake', 'before');
    await moveTo(chat.world.meeting.addRoom('Room 1'), boris);
    await anna.say('missed');
    await anna.call('delete', { id });
    await hears(anna, 'a mistake', 'before', 'missed');
    moveBack(boris);
    await vi.waitFor(() => expect(boris.heard.at(-1)).toMatchObject({ method: 'welcome' }), { timeout: 2_000 });
    expect(boris.heard.at(-1)?.params.position).toBeGreaterThan(position);
    expect(await boris.history({ after: position })).toEqual(['missed', '']);
    await anna.say('after');
    await hears(boris, 'a mistake', 'before', 'after');
  });

  it('and comes back before anything was said has missed nothing, and is not welcomed anew', async () => {
    const [anna, boris] = [await comeIn('Anna'), await comeIn('Boris')];
    await moveTo(chat.world.meeting.addRoom('Room 1'), boris);
    moveBack(boris);
    await anna.say('after');
    await hears(boris, 'after');
  });

  it('cannot be written to from here, and is told in words', async () => {
    const [anna, boris] = [await comeIn('Anna'), await comeIn('Boris')];
    const room = chat.world.meeting.addRoom('Room 1');
    const borisThere = await moveTo(room, boris);
    const receiverId = boris.place.participantId;
    await expect(anna.say('psst', { receiverId })).rejects.toMatchObject({ code: 'receiver_in_another_room' });
    const annaThere = await moveTo(room, anna);
    await annaThere.say('psst', { receiverId });
    await hears(borisThere, 'psst');
    moveBack(anna);
    await expect(borisThere.say('psst', { receiverId: anna.place.participantId })).rejects.toMatchObject({
      code: 'receiver_in_another_room',
    });
  });

  it('keeps the confirmation of what they sent before', async () => {
    const boris = await comeIn('Boris');
    const id = randomUUID();
    const first = await boris.say('once', { id });
    await moveTo(chat.world.meeting.addRoom('Room 1'), boris);
    expect(await boris.say('once', { id })).toEqual(first);
  });

  it('may bring a file to its end: its message waits until they are back', async () => {
    const [anna, boris] = [await comeIn('Anna'), await comeIn('Boris')];
    const uploader = new Uploader(chat.world.urlOf(boris.place.token));
    await moveTo(chat.world.meeting.addRoom('Room 1'), boris);
    const attachmentId = await uploader.upload('notes.txt', new TextEncoder().encode('notes'));
    const message = { id: randomUUID(), attachmentId };
    await expect(boris.say('', message)).rejects.toMatchObject({ code: 'not_in_this_room' });
    moveBack(boris);
    await boris.say('', message);
    await hears(anna, '');
  });
});

describe('a room’s chat', () => {
  it('is heard by those who are there', async () => {
    const [anna, boris, vera] = [await comeIn('Anna'), await comeIn('Boris'), await comeIn('Vera')];
    const room = chat.world.meeting.addRoom('Room 1');
    const [annaThere, borisThere] = [await moveTo(room, anna), await moveTo(room, boris)];
    await annaThere.say('among us');
    await hears(borisThere, 'among us');
    await vera.say('in the main room');
    await hears(vera, 'in the main room');
    expect([anna.texts(), boris.texts(), borisThere.texts()]).toEqual([[], [], ['among us']]);
  });

  it('is nobody’s who has left the meeting, or whom the room is taken from', async () => {
    const boris = await comeIn('Boris');
    const anna = await comeIn('Anna');
    const room = chat.world.meeting.addRoom('Room 1');
    const [annaThere, borisThere] = [await moveTo(room, anna), await moveTo(room, boris)];
    chat.world.meeting.leave(boris.place.participantId);
    await annaThere.say('alone');
    await hears(annaThere, 'alone');
    await expect(borisThere.say('hello')).rejects.toMatchObject({ code: 'not_in_this_room' });
    moveBack(anna);
    chat.world.meeting.removeRoom(room);
    await expect(annaThere.say('hello')).rejects.toMatchObject({ code: 'not_in_this_room' });
    expect(borisThere.texts()).toEqual([]);
  });

  it('is nobody’s any more when the meeting has emptied, but the owner’s by their account', async () => {
    const [anna, host] = [await comeIn('Anna'), await comeIn('Host', 'host')];
    const room = chat.world.meeting.addRoom('Room 1');
    const [annaThere, hostThere] = [await moveTo(room, anna), await moveTo(room, host)];
    await annaThere.say('among us');
    await hears(hostThere, 'among us');
    for (const { place } of [anna, host]) chat.world.meeting.leave(place.participantId);
    for (const there of [annaThere, hostThere]) {
      await expect(there.history()).rejects.toMatchObject({ code: 'not_in_this_room' });
      await expect(there.say('hello')).rejects.toMatchObject({ code: 'not_in_this_room' });
      expect(there.texts()).toEqual(['among us']);
    }
    const again = await chat.world.knock(annaThere.token);
    await expect(again.history()).rejects.toMatchObject({ code: 'not_in_this_room' });
    expect(again.heard).toEqual([]);
    const list = await chat.world.get(`/api/v1/conferences/${room}/messages`, owner);
    expect(list.json().messages).toMatchObject([{ text: 'among us' }]);
  });

  it('has the meeting’s policy: as it stands, and as it is changed in whichever room, over a restart', async () => {
    const [anna, boris, host] = [await comeIn('Anna'), await comeIn('Boris'), await comeIn('Host', 'host')];
    await host.call('setPolicy', { directMessages: false });
    const { meeting } = chat.world;
    const [one, two] = [meeting.addRoom('Room 1'), meeting.addRoom('Room 2')];
    const [annaThere, borisThere] = [await moveTo(one, anna), await moveTo(two, boris)];
    expect(annaThere.heard[0]?.params).toMatchObject({ policy: { directMessages: false } });
    await host.call('setPolicy', { messages: false });
    await vi.waitFor(() =>
      expect(annaThere.heard.at(-1)).toMatchObject({
        method: 'policyChanged',
        params: { policy: { messages: false, directMessages: false } },
      }),
    );
    await expect(annaThere.say('hello')).rejects.toMatchObject({ code: 'chat_off' });
    const hostThere = await moveTo(one, host);
    await hostThere.say('hosts may');
    expect(await hostThere.call('setPolicy', { files: false })).toMatchObject({ messages: false, files: false });
    await vi.waitFor(() =>
      expect(borisThere.heard.at(-1)).toMatchObject({ method: 'policyChanged', params: { policy: { files: false } } }),
    );
    const uploader = new Uploader(chat.world.urlOf(borisThere.token));
    expect(await uploader.begin('notes.txt', 10)).toMatchObject({ code: 'files_off' });
    await chat.world.restart();
    const [main, room] = [await chat.world.knock(host.place.token), await chat.world.connect(borisThere.token)];
    const policy = { messages: false, directMessages: false, files: false, history: 'all' };
    expect(room.heard[0]?.params).toMatchObject({ policy });
    expect(main.heard).toEqual([]);
    moveBack(host);
    await vi.waitFor(() => expect(main.heard[0]?.params).toMatchObject({ policy }), { timeout: 2_000 });
  });

  it('has the policy that is changed while it is being opened', async () => {
    const [anna, host] = [await comeIn('Anna'), await comeIn('Host', 'host')];
    for (let round = 0; round < 10; round += 1) {
      const room = chat.world.meeting.addRoom(`Room ${round}`);
      const change = host.call('setPolicy', { files: round % 2 === 0 });
      const annaThere = await moveTo(room, anna);
      await change;
      await vi.waitFor(() =>
        expect(annaThere.heard.at(-1)?.params).toMatchObject({ policy: { files: round % 2 === 0 } }),
      );
      annaThere.socket.close();
    }
  });

  it('ends with the meeting, and for those whose place becomes void', async () => {
    const [anna, boris] = [await comeIn('Anna'), await comeIn('Boris')];
    const room = chat.world.meeting.addRoom('Room 1');
    const [annaThere, borisThere] = [await moveTo(room, anna), await moveTo(room, boris)];
    chat.world.service.placeWithdrawn(chat.world.conferenceId, anna.place.participantId);
    await annaThere.closed;
    expect(annaThere.heard.at(-1)).toMatchObject({ method: 'ended', params: { reason: 'signedOut' } });
    chat.world.service.conferenceEnded(chat.world.conferenceId);
    await borisThere.closed;
    expect(borisThere.heard.at(-1)).toMatchObject({ method: 'ended', params: { reason: 'endedForAll' } });
  });
});

describe('the export', () => {
  const path = () => `/api/v1/conferences/${chat.world.conferenceId}/messages`;

  async function talk() {
    const anna = await comeIn('Anna');
    await anna.say('in the main room\n# Room 1');
    const { meeting } = chat.world;
    const rooms = [meeting.addRoom('Room 1'), meeting.addRoom('Room 2')] as const;
    await (await moveTo(rooms[1], anna)).say('in the second');
    await (await moveTo(rooms[0], anna)).say('in the first');
    return rooms;
  }

  it('as text has the main room first, then every room under its name', async () => {
    await talk();
    expect((await chat.world.get(`${path()}/export`, owner)).body).toBe(
      [
        'Standup',
        '',
        '2026-03-01 12:00:00 Anna: in the main room',
        '    # Room 1',
        '',
        '# Room 1',
        '',
        '2026-03-01 12:00:00 Anna: in the first',
        '',
        '# Room 2',
        '',
        '2026-03-01 12:00:00 Anna: in the second',
        '',
      ].join('\n'),
    );
  });

  it('as JSON has a list of rooms; one of a room has that room', async () => {
    const [one, two] = await talk();
    const { messages, rooms } = (await chat.world.get(`${path()}/export?format=json`, owner)).json();
    expect(messages).toMatchObject([{ text: 'in the main room\n# Room 1' }]);
    expect(rooms).toMatchObject([
      { id: one, name: 'Room 1', messages: [{ text: 'in the first' }] },
      { id: two, name: 'Room 2', messages: [{ text: 'in the second' }] },
    ]);
    const ofRoom = await chat.world.get(`/api/v1/conferences/${one}/messages/export?format=json`, owner);
    expect(Object.keys(ofRoom.json())).toEqual(['conference', 'messages']);
    const list = await chat.world.get(`/api/v1/conferences/${two}/messages`, owner);
    expect(list.json().messages).toMatchObject([{ text: 'in the second' }]);
  });

  it('is nobody else’s', async () => {
    const [one] = await talk();
    const answer = await chat.world.get(`/api/v1/conferences/${one}/messages/export`, randomUUID());
    expect(answer.json().error.code).toBe('not_the_owner');
  });
});
