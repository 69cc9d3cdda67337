/** People move between the main room and two others at random while messages are told; judged at the very moment of telling. */
import { parseRpc } from '@veche/contracts/json-rpc.ts';
import type { Line } from '@veche/rpc/rpc-socket.ts';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type ChatEvent, writeEvent } from '../domain/chat-event.ts';
import type { Whereabouts } from '../needs.ts';
import { ChatRoom } from './chat-room.ts';

const chats = ['main', 'one', 'two'] as const;
type ChatName = (typeof chats)[number];
const people = ['anna', 'boris', 'vera', 'gleb'] as const;
type Name = (typeof people)[number];

const name = fc.constantFrom(...people);
const step = fc.oneof(
  fc.record({ type: fc.constant('move' as const), who: name, to: fc.constantFrom(...chats, 'waiting', 'gone') }),
  fc.record({ type: fc.constant('say' as const), who: name, receiver: fc.option(name, { nil: undefined }) }),
  /** What was said in a chat first is told. */
  fc.record({ type: fc.constant('tell' as const), chat: fc.constantFrom(...chats) }),
  fc.record({ type: fc.constant('policy' as const) }),
  fc.record({ type: fc.constant('role' as const), who: name, role: fc.constantFrom('host', 'guest') }),
  fc.record({ type: fc.constant('tick' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface Said {
  readonly id: string;
  readonly sender: Name;
  readonly receiver: Name | undefined;
}

class World {
  readonly at = new Map<Name, ChatName | 'waiting' | 'gone'>(people.map((who) => [who, 'main']));
  readonly role = new Map<Name, 'host' | 'guest'>();
  readonly rooms = new Map<ChatName, ChatRoom>();
  /** Said and not told yet; and told, in this order. */
  readonly queued = new Map<ChatName, Said[]>(chats.map((chat) => [chat, []]));
  readonly told = new Map<ChatName, Said[]>(chats.map((chat) => [chat, []]));
  /** What each of them has by being told, and by asking for what a welcome says they missed. */
  readonly seen = new Map<string, string[]>();
  /** By the welcome, or what came after it. */
  readonly knowsIsHost = new Map<string, boolean>();

  constructor() {
    for (const chat of chats) {
      const needs = {
        conferenceId: chat,
        parentId: chat === 'main' ? undefined : 'main',
        whereabouts: (conferenceId: string, participantId: string) => this.#whereabouts(conferenceId, participantId),
        doorWhileClosed: async () => 'shut' as const,
      };
      const room = new ChatRoom(needs, [], undefined);
      this.rooms.set(chat, room);
      for (const who of people) {
        this.seen.set(`${who} ${chat}`, []);
        const place = { participantId: who, conferenceId: chat, name: who, userId: undefined, joinedAtMs: 0 };
        room.attach({ ...place, role: 'guest', mustWait: false }, this.#line(who, chat));
      }
    }
  }

  isHere = (who: Name, chat: ChatName): boolean => {
    const at = this.at.get(who);
    return at === chat || (at === 'gone' && chat === 'main');
  };

  visible = (chat: ChatName, who: Name): string[] =>
    this.told
      .get(chat)!
      .filter(({ sender, receiver }) => receiver === undefined || receiver === who || sender === who)
      .map(({ id }) => id);

  tell(chat: ChatName): void {
    const said = this.queued.get(chat)!.shift();
    if (said === undefined) return;
    const person = (participantId: Name) => ({ participantId, userId: undefined, name: participantId });
    const event: ChatEvent = {
      type: 'posted',
      message: {
        ...{ id: said.id, sender: person(said.sender), text: said.id, createdAtMs: 1 },
        receiver: said.receiver === undefined ? undefined : person(said.receiver),
      },
    };
    const position = this.told.get(chat)!.push(said);
    this.rooms.get(chat)!.apply({ ...writeEvent(chat, event), position, appendedAtMs: 1 });
    // Nothing is lost for those who are there.
    for (const who of people)
      if (this.isHere(who, chat)) expect(this.seen.get(`${who} ${chat}`)).toEqual(this.visible(chat, who));
  }

  #whereabouts(conferenceId: string, participantId: string): Whereabouts | undefined {
    const at = this.at.get(participantId as Name);
    if (at === 'waiting') return { where: 'waiting' };
    if (at === 'gone') return { where: 'absent', doorOpen: true };
    if (at !== conferenceId) return { where: 'elsewhere' };
    return { where: 'here', role: this.role.get(participantId as Name) ?? 'guest' };
  }

  #line(who: Name, chat: ChatName): Line {
    const hear = (frame: Buffer): void => {
      const heard = parseRpc(frame.subarray(frame.indexOf('{')).toString('utf8'));
      if (heard.kind !== 'notification') throw new Error(heard.kind);
      expect(this.isHere(who, chat)).toBe(true);
      const params = heard.params as { isHost: boolean; position: number; message: { id: string } };
      const key = `${who} ${chat}`;
      if (heard.method === 'welcome' || heard.method === 'roleChanged') this.knowsIsHost.set(key, params.isHost);
      if (heard.method === 'welcome') {
        const upTo = this.told.get(chat)!.slice(0, params.position);
        const missed = this.visible(chat, who).filter((id) => upTo.some((said) => said.id === id));
        this.seen.set(key, missed);
      }
      if (heard.method === 'message') {
        // Nothing comes twice.
        expect(this.seen.get(key)).not.toContain(params.message.id);
        this.seen.get(key)!.push(params.message.id);
      }
    };
    return { isOpen: true, send: (frame) => hear(frame as Buffer), end: () => undefined, giveWay: () => undefined };
  }
}

function take(world: World, taken: Step, index: number): void {
  switch (taken.type) {
    case 'move':
      world.at.set(taken.who, taken.to);
      return;
    case 'say': {
      const at = world.at.get(taken.who);
      if (at === undefined || at === 'waiting' || at === 'gone') return;
      world.queued.get(at)!.push({ id: `m${index}`, sender: taken.who, receiver: taken.receiver });
      return;
    }
    case 'tell':
      world.tell(taken.chat);
      return;
    case 'policy':
      for (const room of world.rooms.values()) room.changePolicy({ files: index % 2 === 0 });
      return;
    case 'role':
      world.role.set(taken.who, taken.role);
      return;
    case 'tick':
      for (const room of world.rooms.values()) room.lookAround();
  }
}

it('nobody hears a room in which they are not, and those who are there miss nothing and hear nothing twice', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const world = new World();
      for (const [index, taken] of steps.entries()) take(world, taken, index);
      for (const chat of chats) {
        for (const who of people) world.at.set(who, chat);
        while (world.queued.get(chat)!.length > 0) world.tell(chat);
        world.rooms.get(chat)!.lookAround();
        for (const who of people) {
          expect(world.seen.get(`${who} ${chat}`)).toEqual(world.visible(chat, who));
          expect(world.knowsIsHost.get(`${who} ${chat}`)).toBe(world.role.get(who) === 'host');
        }
      }
    }),
    { numRuns: 300 },
  );
});
