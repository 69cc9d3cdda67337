/**
 * Nothing that was confirmed is lost, doubled, reordered or shown to the wrong person: 20 people in 4 meetings send 20,000 messages, a fifth of
 * them to one person, while their sockets are cut at random and the server is killed with -9 ten times. Each person's own screen, the history
 * of somebody new, and the owner's export must all tell the same story.
 * Usage: chat-chaos.ts [short: 4,000 messages, three kills | messages] [seed]
 */
import { randomBytes } from 'node:crypto';
import { WebSocket } from 'ws';
import type { CallEnvironment } from '../../packages/client/call-environment.ts';
import { Chat } from '../../packages/client/chat/chat.ts';
import { messageId } from '../../packages/client/chat/message-id.ts';
import type { ChatMessageView } from '../../packages/contracts/chat/chat-view.ts';
import { seededRandom } from '../../packages/testkit/random.ts';
import { createMeeting, type Owner, registerOwner } from '../harness/api.ts';
import { type Program, startProgram } from '../harness/program.ts';

const [, , length = '20000', seedText] = process.argv;
const messages = length === 'short' ? 4_000 : Number(length);
const kills = length === 'short' ? 3 : 10;
const seed = seedText === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(seedText);
const meetings = 4;
const peoplePerMeeting = 5;
const directShare = 0.2;
/** As fast as one person may, with some room for the catching up after each cut. */
const sendEveryMs = 75;
const patienceMs = 120_000;

console.log(`Seed ${seed}: chat-chaos.ts ${length} ${seed} runs it again`);
const random = seededRandom(seed);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** To be cut without a word, in the middle of whatever is on its way. */
const sockets = new Set<WebSocket>();
class CuttableSocket extends WebSocket {
  constructor(url: string) {
    super(url);
    sockets.add(this);
    this.addEventListener('close', () => sockets.delete(this));
  }
}
const environment: CallEnvironment = {
  WebSocket: CuttableSocket as unknown as CallEnvironment['WebSocket'],
  nowMs: () => Date.now(),
  random01: () => Math.random(),
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};

interface Person {
  readonly name: string;
  readonly participantId: string;
  readonly meeting: number;
  readonly chat: Chat;
  /** What was written, in order; `to` = the name of a direct message's receiver. */
  readonly written: { readonly text: string; readonly to: string | undefined }[];
}

async function join(program: Program, conferenceId: string, name: string, meeting: number): Promise<Person> {
  const response = await fetch(`${program.origin}/api/v1/conferences/${conferenceId}/participants`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  if (response.status !== 201) throw new Error(`Joining was answered ${response.status}: ${await response.text()}`);
  const { chatUrl, participantId } = (await response.json()) as { chatUrl: string; participantId: string };
  const chat = new Chat({ chatUrl, environment, newId: () => messageId(Date.now(), randomBytes(10)) });
  chat.connect();
  return { name, participantId, meeting, chat, written: [] };
}

function sayOne(person: Person, neighbours: readonly Person[], number: number): void {
  const isDirect = random() < directShare;
  const others = neighbours.filter((other) => other !== person);
  const receiver = isDirect ? others[Math.floor(random() * others.length)] : undefined;
  const text = `${person.name} ${number}`;
  person.written.push({ text, to: receiver?.name });
  person.chat.send(
    text,
    receiver === undefined ? undefined : { participantId: receiver.participantId, name: receiver.name },
  );
}

async function until(what: string, isTrue: () => boolean): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error(`Waited ${patienceMs / 1_000} s in vain: ${what}`);
    await pause(100);
  }
}

const problems: string[] = [];
const check = (isRight: boolean, words: string): void => {
  if (!isRight) problems.push(words);
};

/** What is told in one order to everybody, read off one list. */
function checkList(whose: string, list: readonly ChatMessageView[], expected: ReadonlyMap<string, string[]>): void {
  const positions = list.map(({ position }) => position);
  check(
    positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? 0)),
    `${whose}: not in one order`,
  );
  for (const [sender, texts] of expected) {
    const shown = list.filter((message) => message.sender.name === sender).map(({ text }) => text);
    check(shown.length === texts.length, `${whose}: ${shown.length} messages of ${sender} instead of ${texts.length}`);
    check(
      shown.every((text, index) => text === texts[index]),
      `${whose}: messages of ${sender} in another order`,
    );
  }
  check(list.length === [...expected.values()].flat().length, `${whose}: ${list.length} messages in all`);
}

/** What a reader must see of each sender; undefined = who is no party to any direct message. */
function expectedFor(reader: string | undefined, people: readonly Person[]): Map<string, string[]> {
  return new Map(
    people.map(({ name, written }) => [
      name,
      written.filter(({ to }) => to === undefined || to === reader || name === reader).map(({ text }) => text),
    ]),
  );
}

async function exported(program: Program, owner: Owner, conferenceId: string): Promise<ChatMessageView[]> {
  const url = `${program.origin}/api/v1/conferences/${conferenceId}/messages/export?format=json`;
  const response = await fetch(url, { headers: { authorization: `Bearer ${owner.token}` } });
  return ((await response.json()) as { messages: ChatMessageView[] }).messages;
}

const startedMs = performance.now();
let program = await startProgram({ workers: 1 });
let cuts = 0;
try {
  const owner = await registerOwner(program.origin);
  const ids: string[] = [];
  const people: Person[] = [];
  for (let meeting = 0; meeting < meetings; meeting += 1) {
    const { id } = await createMeeting(program.origin, owner, { name: `Assembly ${meeting}` });
    ids.push(id);
    for (let index = 0; index < peoplePerMeeting; index += 1) {
      people.push(await join(program, id, `Person${meeting}${index}`, meeting));
    }
  }
  const inMeeting = (meeting: number) => people.filter((person) => person.meeting === meeting);

  const rounds = Math.ceil(messages / people.length);
  const killRounds = new Set(
    Array.from({ length: kills }, (_, kill) => Math.floor(((kill + 0.5) / kills) * rounds + random() * 5)),
  );
  let restarting: Promise<void> | undefined;
  for (let round = 0; round < rounds; round += 1) {
    for (const person of people) sayOne(person, inMeeting(person.meeting), round);
    if (killRounds.has(round)) {
      await restarting;
      restarting = (async () => {
        await program.crash();
        await pause(random() * 500);
        program = await program.startAgain();
      })();
    }
    for (const socket of [...sockets]) {
      if (random() >= 0.02) continue;
      cuts += 1;
      socket.terminate();
    }
    await pause(sendEveryMs);
  }
  await restarting;
  console.log(`${rounds * people.length} messages written, ${killRounds.size} kills, ${cuts} cuts`);

  await until('everything is confirmed', () => people.every(({ chat }) => chat.state.outgoing.length === 0));
  await until('everybody has caught up', () =>
    people.every(({ chat, name, meeting }) => {
      const expected = [...expectedFor(name, inMeeting(meeting)).values()].flat().length;
      return chat.state.messages.length >= expected;
    }),
  ).catch((error: unknown) => problems.push((error as Error).message));

  for (const { chat, name, meeting } of people) {
    checkList(`${name}’s screen`, chat.state.messages, expectedFor(name, inMeeting(meeting)));
  }
  for (const [meeting, id] of ids.entries()) {
    const expected = expectedFor(undefined, inMeeting(meeting));
    checkList(`The export of meeting ${meeting}`, await exported(program, owner, id), expected);
    const newcomer = await join(program, id, 'Newcomer', meeting);
    await until('a newcomer is shown something', () => newcomer.chat.state.hasOlder !== undefined);
    while (newcomer.chat.state.hasOlder === true) await newcomer.chat.loadOlder().catch(() => pause(500));
    checkList(`A newcomer to meeting ${meeting}`, newcomer.chat.state.messages, expected);
    newcomer.chat.close();
  }
  check(!program.log().includes('set aside'), 'An event was set aside');
  for (const { chat } of people) chat.close();
} finally {
  await program.stop();
}
if (problems.length > 0) {
  console.error([...problems.slice(0, 30), `${problems.length} problems; seed ${seed}`].join('\n'));
  process.exit(1);
}
console.log(
  `Nothing lost, doubled, reordered or misdirected in ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`,
);
process.exit(0);
