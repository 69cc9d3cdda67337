/** The browser's chat engines, one for each person and room, against the real service, while people are moved about at random. */
import { randomUUID } from 'node:crypto';
import type { CallEnvironment } from '@veche/client/call-environment.ts';
import { Chat } from '@veche/client/chat/chat.ts';
import { seededRandom } from '@veche/testkit/random.ts';
import { afterEach, expect, it, vi } from 'vitest';
import { chatInEachTest } from './suite/chat-in-each-test.ts';

const environment: CallEnvironment = {
  WebSocket: globalThis.WebSocket,
  nowMs: () => Date.now(),
  random01: () => 0,
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

const server = chatInEachTest();
const engines: Chat[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.close();
});
const texts = ({ state }: Chat) => state.messages.map(({ text }) => text);
const breathe = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

interface Written {
  readonly text: string;
  readonly roomId: string;
  readonly sender: string;
  readonly receiver: string | undefined;
}

class Person {
  readonly name: string;
  readonly participantId = randomUUID();
  /** Whether the app rests the engines of rooms in which they are not; else the server alone keeps them quiet. */
  readonly #pauses: boolean;
  readonly #chats = new Map<string, Chat>();
  /** How much had been written at all when they last left a room. */
  readonly leftAt = new Map<string, number>();
  at: string;

  constructor(name: string, pauses: boolean, at: string) {
    this.name = name;
    this.#pauses = pauses;
    this.at = at;
    this.go(at, 0);
  }

  get chats(): ReadonlyMap<string, Chat> {
    return this.#chats;
  }

  get chat(): Chat {
    return this.#chats.get(this.at)!;
  }

  go(roomId: string, written: number): void {
    const { world } = server;
    const before = this.#chats.get(this.at);
    if (this.at !== roomId) {
      this.leftAt.set(this.at, written);
      if (this.#pauses) before?.pause();
    }
    this.at = roomId;
    world.meeting.put(this.participantId, roomId);
    const known = this.#chats.get(roomId);
    known?.resume();
    if (known !== undefined) return;
    const { token } = world.place(this.name, { participantId: this.participantId, conferenceId: roomId });
    const chat = new Chat({ chatUrl: world.urlOf(token), environment, newId: randomUUID });
    engines.push(chat);
    this.#chats.set(roomId, chat);
    chat.connect();
  }
}

it.each([1, 2, 3, 4])('seed %i: messages stay in their rooms, and none is lost or doubled', async (seed) => {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const { world } = server;
  const rooms = [world.conferenceId, world.meeting.addRoom('Room 1'), world.meeting.addRoom('Room 2')];
  const people = ['Anna', 'Boris', 'Vera', 'Gleb'].map((name, index) => new Person(name, index % 2 === 0, rooms[0]!));
  const written: Written[] = [];
  for (let round = 0; round < 150; round += 1) {
    const person = pick(people);
    if (random() < 0.3) person.go(pick(rooms), written.length);
    else {
      const beside = people.filter((other) => other !== person && other.at === person.at);
      const receiver = random() < 0.3 && beside.length > 0 ? pick(beside) : undefined;
      const text = `${person.name} ${round}`;
      written.push({ text, roomId: person.at, sender: person.name, receiver: receiver?.name });
      person.chat.send(text, receiver);
    }
    if (random() < 0.03) world.cutAll();
    await breathe(random() * 15);
  }
  for (const { name, at, chats, leftAt } of people) {
    for (const [roomId, chat] of chats) {
      if (roomId === at) continue;
      // Whatever was written after they had left.
      const later = written.slice(leftAt.get(roomId)).filter((each) => each.roomId === roomId && each.sender !== name);
      for (const { text } of later) expect(texts(chat)).not.toContain(text);
    }
  }
  for (const roomId of rooms) {
    for (const person of people) person.go(roomId, written.length);
    await vi.waitFor(
      () => {
        for (const { chat } of people) {
          // Refused while they or their receiver were elsewhere.
          for (const { id, refused } of chat.state.outgoing) if (refused !== undefined) chat.tryAgain(id);
        }
        for (const { name, chat } of people) {
          const theirs = written.filter(
            (each) =>
              each.roomId === roomId && (each.receiver === undefined || each.receiver === name || each.sender === name),
          );
          expect([chat.state.outgoing, texts(chat).toSorted()]).toEqual([
            [],
            theirs.map(({ text }) => text).toSorted(),
          ]);
        }
      },
      { timeout: 15_000, interval: 100 },
    );
  }
});
