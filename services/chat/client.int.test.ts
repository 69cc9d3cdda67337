/** The browser's chat engine against the real service, over sockets that are cut and a server that is restarted. */
import { randomUUID } from 'node:crypto';
import type { CallEnvironment } from '@veche/client/call-environment.ts';
import { Chat } from '@veche/client/chat/chat.ts';
import { seededRandom } from '@veche/testkit/random.ts';
import { afterEach, expect, it, vi } from 'vitest';
import type { ChatForTests } from './suite/chat-for-tests.ts';
import { chatInEachTest } from './suite/chat-in-each-test.ts';

const environment: CallEnvironment = {
  WebSocket: globalThis.WebSocket,
  nowMs: () => Date.now(),
  random01: () => 0,
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

const server = chatInEachTest({ mayLogErrors: true });
const chats: Chat[] = [];
afterEach(() => {
  for (const chat of chats.splice(0)) chat.close();
});

function join(name: string, changes: Parameters<ChatForTests['place']>[1] = {}) {
  const place = server.world.place(name, changes);
  const chat = new Chat({ chatUrl: server.world.urlOf(place.token), environment, newId: randomUUID });
  chats.push(chat);
  chat.connect();
  return { chat, place };
}
const texts = ({ state }: Chat) => state.messages.map(({ text }) => text);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('what is sent is shown at once, and stands among the messages when it is confirmed', async () => {
  const { chat: anna } = join('Anna');
  const { chat: boris } = join('Boris');
  anna.send('written before there is a connection', undefined);
  expect(anna.state.outgoing).toMatchObject([{ text: 'written before there is a connection', refused: undefined }]);
  await vi.waitFor(() => expect(texts(boris)).toEqual(['written before there is a connection']));
  await vi.waitFor(() => expect(anna.state).toMatchObject({ connection: 'connected', outgoing: [] }));
  expect(texts(anna)).toEqual(texts(boris));
});

it('what the server will not have is told in words, and can be taken back or tried again', async () => {
  const { chat: host } = join('Host', { role: 'host' });
  const { chat: anna } = join('Anna');
  await vi.waitFor(() => expect([host.state.isHost, anna.state.connection]).toEqual([true, 'connected']));
  await host.setPolicy({ messages: false });
  anna.send('first', undefined);
  anna.send('second', undefined);
  await vi.waitFor(() =>
    expect(anna.state.outgoing.map(({ refused }) => refused?.code)).toEqual(['chat_off', 'chat_off']),
  );
  expect(anna.state.policy?.messages).toBe(false);
  await host.setPolicy({ messages: true });
  const [first, second] = anna.state.outgoing;
  anna.takeBack(first?.id ?? '');
  anna.tryAgain(second?.id ?? '');
  await vi.waitFor(() => expect(texts(host)).toEqual(['second']));
  await vi.waitFor(() => expect(anna.state.outgoing).toEqual([]));
});

it('older messages come page by page, and deleted ones lose their text for everybody', async () => {
  const { chat: anna } = join('Anna');
  const all = Array.from({ length: 90 }, (_, index) => `message ${index}`);
  for (const text of all) anna.send(text, undefined);
  await vi.waitFor(() => expect(texts(anna)).toEqual(all), { timeout: 20_000 });
  const { chat: late } = join('Late');
  await vi.waitFor(() => expect(late.state).toMatchObject({ hasOlder: true }));
  expect(texts(late)).toEqual(all.slice(-50));
  await late.loadOlder();
  expect(texts(late)).toEqual(all);
  expect(late.state.hasOlder).toBe(false);
  await anna.delete(anna.state.messages[3]?.id ?? '');
  await vi.waitFor(() => expect(late.state.messages[3]).toMatchObject({ text: '', deleted: true }));
});

it.each([1, 2, 3])(
  'seed %i: sockets cut at random and restarts of the server lose, double and reorder nothing',
  async (seed) => {
    const random = seededRandom(seed);
    const people = ['Anna', 'Boris', 'Vera'].map((name) => ({ name, ...join(name) }));
    const written = new Map(people.map(({ name }) => [name, [] as string[]]));
    for (let round = 0; round < 60; round += 1) {
      const { name, chat } = people[Math.floor(random() * people.length)]!;
      const text = `${name} ${round}`;
      written.get(name)?.push(text);
      chat.send(text, undefined);
      if (random() < 0.15) server.world.cutAll();
      if (round === 30) await server.world.restart();
      await pause(random() * 20);
    }
    await vi.waitFor(
      () => {
        for (const { chat } of people)
          expect([chat.state.outgoing.length, chat.state.messages.length]).toEqual([0, 60]);
      },
      { timeout: 20_000 },
    );
    const [first, ...others] = people.map(({ chat }) => texts(chat));
    for (const other of others) expect(other).toEqual(first);
    for (const [name, own] of written) expect(first?.filter((text) => text.startsWith(name))).toEqual(own);
  },
);

it('the end of the meeting is the end of it', async () => {
  const { chat: anna } = join('Anna');
  await vi.waitFor(() => expect(anna.state.connection).toBe('connected'));
  server.world.service.conferenceEnded(server.world.conferenceId);
  await vi.waitFor(() => expect(anna.state.connection).toBe('ended'));
});
