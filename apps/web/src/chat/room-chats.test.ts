import { CallFailure } from '@veche/client/call-error.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ChatPlace } from './chat-place.ts';
import { RoomChats } from './room-chats.ts';

/** What is done with one room's chat, without the chat. */
class FakePlace {
  readonly id: string;
  readonly told: string[];
  readonly chat = { state: { connection: 'connecting' } };
  isOpened = false;

  constructor(id: string, told: string[]) {
    this.id = id;
    this.told = told;
  }

  open(url: string): void {
    this.isOpened = true;
    this.told.push(`${this.id} opens ${url}`);
  }
  run(): void {
    if (this.isOpened) this.told.push(`${this.id} runs`);
  }
  rest(): void {
    this.told.push(`${this.id} rests`);
  }
  close(): void {
    this.told.push(`${this.id} closes`);
  }
}

const busy = new CallFailure({ code: 'connection_lost', message: '', retryable: true });
const over = new CallFailure({ code: 'not_in_a_room', message: '', retryable: false });

function open() {
  const told: string[] = [];
  const answers: { resolve(roomId: string, chatToken: string): void; reject(error: unknown): void }[] = [];
  const chats = new RoomChats({
    conferenceId: 'main',
    chatUrl: 'wss://here/chat/v1/socket/own',
    openRoomChat: () =>
      new Promise((resolve, reject) => {
        answers.push({ resolve: (roomId, chatToken) => resolve({ roomId, chatToken }), reject });
      }),
    newPlace: (id) => new FakePlace(id, told) as unknown as ChatPlace,
    onSwapped: (roomId) => told.push(`shows ${roomId ?? 'main'}`),
    onChanged: () => undefined,
  });
  chats.start();
  told.length = 0;
  return { told, answers, chats, heard: () => told.splice(0) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const settled = () => vi.advanceTimersByTimeAsync(0);

it('the main chat rests while one is in a room, and goes on when one is back', async () => {
  const { answers, chats, heard } = open();
  chats.follow('r1');
  expect(heard()).toEqual(['main rests', 'shows r1']);
  answers[0]?.resolve('r1', 'token');
  await settled();
  expect(heard()).toEqual(['r1 opens wss://here/chat/v1/socket/token', 'r1 runs']);
  chats.follow(null);
  expect(heard()).toEqual(['r1 rests', 'main runs', 'shows main']);
});

it('a room where one has been is opened once, and waits with what is in it', async () => {
  const { answers, chats, heard } = open();
  chats.follow('r1');
  answers[0]?.resolve('r1', 'token');
  await settled();
  const first = chats.current;
  chats.follow(null);
  heard();
  chats.follow('r1');
  await settled();
  expect(chats.current).toBe(first);
  expect(heard()).toEqual(['main rests', 'r1 runs', 'shows r1']);
  expect(answers).toHaveLength(1);
});

it('a server that does not answer is asked again, more and more seldom, for as long as one is in the room', async () => {
  const { answers, chats } = open();
  chats.follow('r1');
  for (const failures of [1, 2, 3]) {
    answers.at(-1)?.reject(busy);
    await settled();
    expect(answers).toHaveLength(failures);
    await vi.advanceTimersByTimeAsync(500 * 2 ** failures);
    expect(answers).toHaveLength(failures + 1);
  }
  chats.follow(null);
  answers.at(-1)?.reject(busy);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(answers).toHaveLength(4);
});

it('what can never be is not asked for again', async () => {
  const { answers, chats } = open();
  chats.follow('r1');
  answers[0]?.reject(over);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(answers).toHaveLength(1);
});

it('whoever is moved on while a chat is being opened gets that of the room where they are, by one question at a time', async () => {
  const { answers, chats, heard } = open();
  chats.follow('r1');
  chats.follow('r2');
  expect(answers).toHaveLength(1);
  heard();
  answers[0]?.resolve('r2', 'second');
  await settled();
  expect(heard()).toEqual(['r2 opens wss://here/chat/v1/socket/second', 'r2 runs']);
  expect(answers).toHaveLength(1);
  chats.follow('r1');
  chats.follow('r3');
  answers[1]?.resolve('r1', 'first');
  await settled();
  expect(answers).toHaveLength(3);
});
