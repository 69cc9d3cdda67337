/** In front of the door, and roles that change: what is decided by where people are in the running meeting. */
import { randomUUID } from 'node:crypto';
import type { CallEnvironment } from '@veche/client/call-environment.ts';
import { Chat } from '@veche/client/chat/chat.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ChatClient, ChatForTests } from './suite/chat-for-tests.ts';
import { chatInEachTest, hears } from './suite/chat-in-each-test.ts';
import { Uploader } from './suite/uploader.ts';

const chat = chatInEachTest();
const soon = { timeout: 2_000 };
const environment: CallEnvironment = {
  WebSocket: globalThis.WebSocket,
  nowMs: () => Date.now(),
  random01: () => 1,
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
const engines: Chat[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.close();
});

/** Inside, as this. */
async function comeIn(name: string, role: 'host' | 'coHost' | 'guest' = 'guest') {
  const place = chat.world.place(name, { role: role === 'coHost' ? 'guest' : role });
  chat.world.meeting.put(place.participantId, chat.world.conferenceId, role);
  return Object.assign(await chat.world.connect(place.token), { place });
}
const refusals = async (calls: Promise<unknown>[]): Promise<unknown[]> =>
  (await Promise.allSettled(calls)).map((settled) => (settled.status === 'rejected' ? settled.reason : undefined));
const everyCall = (client: ChatClient, receiverId: string): Promise<unknown>[] => [
  client.say('let me in'),
  client.say('let me in', { receiverId }),
  client.call('history', { limit: 10 }),
  client.call('history', { after: 0, limit: 10 }),
  client.call('fileLinks', { id: randomUUID() }),
  client.call('delete', { id: randomUUID() }),
  client.call('setPolicy', { messages: false }),
];
const outside: [string, (world: ChatForTests, participantId: string) => void][] = [
  ['waits', ({ meeting }, participantId) => meeting.put(participantId, 'waiting')],
  [
    'is absent, and the door is closed',
    ({ meeting }, participantId) => {
      meeting.leave(participantId);
      meeting.doorOpen = false;
    },
  ],
];

describe.each(outside)('who %s', (_what, goOut) => {
  it('is told nothing, and every call is refused', async () => {
    const anna = await comeIn('Anna', 'host');
    const place = chat.world.place('Boris');
    goOut(chat.world, place.participantId);
    const boris = await chat.world.knock(place.token);
    for (const refusal of await refusals(everyCall(boris, anna.place.participantId)))
      expect(refusal).toMatchObject({ code: 'waiting_for_host', retryable: true });
    await anna.say('among us');
    await hears(anna, 'among us');
    await anna.call('setPolicy', { files: false });
    expect(boris.heard).toEqual([]);
  });

  it('hears nothing more from then on, over a socket that was welcomed either', async () => {
    const anna = await comeIn('Anna', 'host');
    const boris = await comeIn('Boris');
    await anna.say('before');
    await hears(boris, 'before');
    goOut(chat.world, boris.place.participantId);
    await anna.say('among us');
    await hears(anna, 'before', 'among us');
    await expect(boris.history()).rejects.toMatchObject({ code: 'waiting_for_host' });
    await expect(boris.say('hello')).rejects.toMatchObject({ code: 'waiting_for_host' });
    expect(boris.texts()).toEqual(['before']);
  });

  it('is connected soon after they were let in, and sends what they wrote meanwhile', async () => {
    const anna = await comeIn('Anna', 'host');
    const place = chat.world.place('Boris');
    goOut(chat.world, place.participantId);
    const engine = new Chat({ chatUrl: chat.world.urlOf(place.token), environment, newId: randomUUID });
    engines.push(engine);
    engine.connect();
    engine.send('may I?', undefined);
    await anna.say('among us');
    await vi.waitFor(() => expect(chat.world.service.sockets).toBe(2));
    expect([engine.state.connection, engine.state.messages]).toEqual(['connecting', []]);
    chat.world.meeting.put(place.participantId);
    await vi.waitFor(() => expect(engine.state.connection).toBe('connected'), soon);
    await hears(anna, 'among us', 'may I?');
    await vi.waitFor(() => expect(engine.state).toMatchObject({ outgoing: [], messages: [{}, {}] }));
  });

  it('cannot be written to', async () => {
    const anna = await comeIn('Anna', 'host');
    const { participantId: receiverId } = chat.world.place('Boris');
    goOut(chat.world, receiverId);
    await expect(anna.say('psst', { receiverId })).rejects.toMatchObject({ code: 'receiver_not_found' });
  });

  it('brings no files', async () => {
    await comeIn('Anna');
    const place = chat.world.place('Boris');
    const uploader = new Uploader(chat.world.urlOf(place.token));
    const path = await uploader.mustBegin('notes.txt', 10);
    goOut(chat.world, place.participantId);
    expect(await uploader.begin('notes.txt', 10)).toMatchObject({ status: 403, code: 'waiting_for_host' });
    expect(await uploader.piece(path, 0, new Uint8Array(5))).toMatchObject({ code: 'waiting_for_host' });
  });
});

describe('who is not inside', () => {
  it('reads and writes where the door is open, to everybody', async () => {
    const anna = await comeIn('Anna');
    const boris = await chat.world.come('Boris');
    await boris.say('without a camera');
    await hears(anna, 'without a camera');
    expect(await boris.history()).toEqual(['without a camera']);
    await expect(boris.say('psst', { receiverId: anna.place.participantId })).rejects.toMatchObject({
      code: 'not_joined',
    });
  });

  it('and has a host’s place is let in through a closed door', async () => {
    await comeIn('Anna');
    chat.world.meeting.doorOpen = false;
    const host = await chat.world.come('Host', { role: 'host' });
    expect(host.heard[0]).toMatchObject({ method: 'welcome', params: { isHost: true } });
    await host.say('I am coming');
  });

  it('and must wait is out however open the door is, over a socket of whichever kind, until they are inside', async () => {
    const anna = await comeIn('Anna', 'host');
    await anna.say('among us');
    const place = chat.world.place('Eve', { mustWait: true });
    const eve = await chat.world.knock(place.token);
    for (const refusal of await refusals(everyCall(eve, anna.place.participantId)))
      expect(refusal).toMatchObject({ code: 'waiting_for_host' });
    const uploader = new Uploader(chat.world.urlOf(place.token));
    expect(await uploader.begin('notes.txt', 10)).toMatchObject({ status: 403, code: 'waiting_for_host' });
    await anna.say('among us, still');
    await hears(anna, 'among us', 'among us, still');
    expect(eve.heard).toEqual([]);
    chat.world.meeting.put(place.participantId);
    expect(await eve.history()).toEqual(['among us', 'among us, still']);
    await uploader.mustBegin('notes.txt', 10);
  });
});

describe('when somebody was put out', () => {
  it('whoever may be the same and is not inside has to wait over the socket that they hold; whoever is inside need not', async () => {
    const anna = await comeIn('Anna', 'host');
    const [eve, vera] = [await chat.world.come('Eve'), await comeIn('Vera')];
    const other = await chat.world.come('Other');
    for (const { place } of [eve, vera]) chat.world.change(place.token, { mustWait: true });
    chat.world.withdraw(other.place.token);
    await chat.world.service.lookAgain(chat.world.conferenceId);
    expect(await other.closed).toBe(4001);
    await anna.say('among us');
    await hears(vera, 'among us');
    await expect(eve.history()).rejects.toMatchObject({ code: 'waiting_for_host' });
    await expect(eve.say('hello')).rejects.toMatchObject({ code: 'waiting_for_host' });
    expect(eve.texts()).toEqual([]);
    chat.world.meeting.leave(vera.place.participantId);
    await expect(vera.say('hello')).rejects.toMatchObject({ code: 'waiting_for_host' });
  });

  it('a newer socket of the same place counts for the older one', async () => {
    await comeIn('Anna', 'host');
    const eve = await chat.world.come('Eve');
    chat.world.change(eve.place.token, { mustWait: true });
    const again = await chat.world.knock(eve.place.token);
    await expect(again.history()).rejects.toMatchObject({ code: 'waiting_for_host' });
    await expect(eve.history()).rejects.toMatchObject({ code: 'waiting_for_host' });
  });
});

describe('while the meeting does not go on', () => {
  it('whoever would be let in has the place’s role', async () => {
    const [anna, host] = [await chat.world.come('Anna'), await chat.world.come('Host', { role: 'host' })];
    await host.call('setPolicy', { messages: false });
    await expect(anna.say('hello')).rejects.toMatchObject({ code: 'chat_off' });
    await anna.say('psst', { receiverId: host.place.participantId });
  });

  it('whoever would not be let in neither reads nor writes nor hears, and brings no files; whoever was let in once does', async () => {
    const { meeting } = chat.world;
    meeting.doorOpen = false;
    const taken = chat.world.place('Anna');
    meeting.letIn.add(taken.participantId);
    const anna = await chat.world.connect(taken.token);
    await anna.say('among us');
    const place = chat.world.place('Eve');
    const eve = await chat.world.knock(place.token);
    for (const refusal of await refusals(everyCall(eve, taken.participantId)))
      expect(refusal).toMatchObject({ code: 'waiting_for_host' });
    const uploader = new Uploader(chat.world.urlOf(place.token));
    expect(await uploader.begin('notes.txt', 10)).toMatchObject({ status: 403, code: 'waiting_for_host' });
    await anna.say('still among us');
    await hears(anna, 'among us', 'still among us');
    expect(await anna.history()).toEqual(['among us', 'still among us']);
    await new Uploader(chat.world.urlOf(taken.token)).mustBegin('notes.txt', 10);
    expect(eve.heard).toEqual([]);
  });

  it('whoever was denied stays out when the last one leaves, and whoever was inside stays in', async () => {
    const { meeting } = chat.world;
    const anna = await comeIn('Anna', 'host');
    const boris = await comeIn('Boris');
    await anna.say('among us');
    meeting.doorOpen = false;
    const place = chat.world.place('Eve');
    meeting.put(place.participantId, 'waiting');
    const eve = await chat.world.knock(place.token);
    for (const { participantId } of [anna.place, boris.place]) meeting.letIn.add(participantId);
    for (const { participantId } of [place, anna.place, boris.place]) meeting.leave(participantId);
    await expect(eve.history()).rejects.toMatchObject({ code: 'waiting_for_host' });
    await expect(eve.say('hello')).rejects.toMatchObject({ code: 'waiting_for_host' });
    expect(await boris.history()).toEqual(['among us']);
    await boris.say('see you');
    // Told, or found when they are welcomed anew: until it is known what is written of them they hear nothing.
    expect(await anna.history()).toEqual(['among us', 'see you']);
    await boris.say('soon');
    await vi.waitFor(() => expect(anna.texts().at(-1)).toBe('soon'));
    expect(eve.heard).toEqual([]);
  });

  it('a door that is opened or shut meanwhile is noticed soon, and is not asked for with every message', async () => {
    const { meeting } = chat.world;
    const anna = await chat.world.come('Anna', { role: 'host' });
    meeting.letIn.add(anna.place.participantId);
    meeting.doorOpen = false;
    const boris = await chat.world.knock(chat.world.place('Boris').token);
    await expect(boris.history()).rejects.toMatchObject({ code: 'waiting_for_host' });
    meeting.doorOpen = true;
    await vi.waitFor(() => expect(boris.heard).toMatchObject([{ method: 'welcome' }]), { timeout: 5_000 });
    const before = meeting.doorsAsked;
    const texts = Array.from({ length: 30 }, (_, index) => `${index}`);
    await Promise.all(texts.map((text) => anna.say(text)));
    await hears(boris, ...texts);
    expect(meeting.doorsAsked - before).toBeLessThan(10);
    meeting.doorOpen = false;
    await vi.waitFor(() => expect(boris.history()).rejects.toMatchObject({ code: 'waiting_for_host' }), {
      timeout: 5_000,
    });
  });

  it('what was written before it went on says nothing of the next time', async () => {
    const { meeting } = chat.world;
    const eve = await chat.world.come('Eve');
    const anna = await comeIn('Anna', 'host');
    meeting.doorOpen = false;
    await anna.say('locked now');
    await hears(anna, 'locked now');
    meeting.leave(anna.place.participantId);
    await expect(eve.history()).rejects.toMatchObject({ code: 'waiting_for_host' });
    expect(eve.texts()).toEqual([]);
  });
});

describe('a role', () => {
  it('that was given in the meeting holds in the chat, and one that was taken away is gone at once', async () => {
    const anna = await comeIn('Anna');
    const [id, other] = [randomUUID(), randomUUID()];
    await anna.say('rude', { id });
    await anna.say('rude, too', { id: other });
    const boris = await comeIn('Boris');
    const { participantId } = boris.place;
    const { meeting, conferenceId } = chat.world;
    await expect(boris.call('delete', { id })).rejects.toMatchObject({ code: 'not_your_message' });
    meeting.put(participantId, conferenceId, 'coHost');
    await boris.call('delete', { id });
    expect(await boris.call('setPolicy', { messages: false, history: 'none' })).toMatchObject({ messages: false });
    await expect(anna.say('hello')).rejects.toMatchObject({ code: 'chat_off' });
    await boris.say('hosts may');
    expect(await boris.history()).toEqual(['', 'rude, too', 'hosts may']);
    meeting.put(participantId, conferenceId, 'guest');
    await expect(boris.call('delete', { id: other })).rejects.toMatchObject({ code: 'not_your_message' });
    await expect(boris.call('setPolicy', { messages: true })).rejects.toMatchObject({ code: 'not_a_host' });
    await expect(boris.say('no more')).rejects.toMatchObject({ code: 'chat_off' });
    expect(await boris.history()).toEqual([]);
  });

  it('of a host who was demoted is not brought back by the place', async () => {
    const host = await comeIn('Host', 'host');
    chat.world.meeting.put(host.place.participantId, chat.world.conferenceId, 'guest');
    await expect(host.call('setPolicy', { messages: false })).rejects.toMatchObject({ code: 'not_a_host' });
    const again = await chat.world.connect(host.place.token);
    expect(again.heard[0]).toMatchObject({ method: 'welcome', params: { isHost: false } });
  });

  it.each([
    ['is told at once', true],
    ['that nobody told of is noticed soon', false],
  ])('%s, to all sockets, once', async (_what, isTold) => {
    const anna = await comeIn('Anna');
    const { participantId } = anna.place;
    const other = await chat.world.connect(anna.place.token);
    const boris = await comeIn('Boris');
    const change = (role: 'host' | 'coHost' | 'guest'): void => {
      chat.world.meeting.put(participantId, chat.world.conferenceId, role);
      if (isTold) chat.world.service.roleChanged(chat.world.conferenceId, participantId, role);
    };
    const told = (client: ChatClient) =>
      client.heard.flatMap(({ method, params }) => (method === 'roleChanged' ? [params.isHost] : []));
    change('coHost');
    await vi.waitFor(() => expect([told(anna), told(other)]).toEqual([[true], [true]]), soon);
    change('host');
    change('guest');
    await vi.waitFor(
      () =>
        expect([told(anna), told(other)]).toEqual([
          [true, false],
          [true, false],
        ]),
      soon,
    );
    expect(told(boris)).toEqual([]);
  });

  it('is mirrored by the client’s engine', async () => {
    const place = chat.world.place('Anna');
    chat.world.meeting.put(place.participantId);
    const engine = new Chat({ chatUrl: chat.world.urlOf(place.token), environment, newId: randomUUID });
    engines.push(engine);
    engine.connect();
    await vi.waitFor(() => expect(engine.state).toMatchObject({ connection: 'connected', isHost: false }));
    chat.world.meeting.put(place.participantId, chat.world.conferenceId, 'coHost');
    chat.world.service.roleChanged(chat.world.conferenceId, place.participantId, 'coHost');
    await vi.waitFor(() => expect(engine.state.isHost).toBe(true));
  });
});
