/** The program is killed in the middle of a meeting with rooms: everybody comes back as what they were, where they were, and whoever was put out does not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { rpcRequest } from '@veche/contracts/json-rpc.ts';
import type { MethodName, MethodParams, MethodResult } from '@veche/contracts/signalling/methods.ts';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { endLeftovers, type RunningProgram, runProgram } from './fixtures/running-program.ts';

afterAll(endLeftovers);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

const account = { name: 'Ada', email: 'ada@example.org', password: 'correct horse' };

class Person {
  readonly socket: WebSocket;
  readonly joined: MethodResult<'join'>;
  #nextId = 2;

  private constructor(socket: WebSocket, joined: MethodResult<'join'>) {
    this.socket = socket;
    this.joined = joined;
  }

  /** Rejects with the code where the place opens nothing. */
  static async enter(program: RunningProgram, participantToken: string): Promise<Person> {
    const socket = new WebSocket(`ws://127.0.0.1:${program.port}/media/v1/signalling`);
    await new Promise((resolve) => socket.once('open', resolve));
    const joined = await request<MethodResult<'join'>>(socket, 1, 'join', { participantToken });
    return new Person(socket, joined);
  }

  call<Name extends MethodName>(method: Name, params: MethodParams<Name>): Promise<MethodResult<Name>> {
    return request(this.socket, this.#nextId++, method, params);
  }
}

async function request<Result>(socket: WebSocket, id: number, method: string, params: unknown): Promise<Result> {
  const answered = new Promise<{ result: Result; error?: { data: { code: string } } }>((resolve) => {
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data));
      if (frame.id === id) resolve(frame);
    });
  });
  socket.send(rpcRequest(id, method, params));
  const { result, error } = await answered;
  if (error !== undefined) throw new Error(error.data.code);
  return result;
}

async function ask(program: RunningProgram, path: string, body: unknown, token = '') {
  const answer = await fetch(`${program.origin}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, string>;
}

it('M6, M8, B4: kill -9 changes nobody’s role, room or hand, lets nobody in who was put out, and leaves the lobby shut', async () => {
  const first = await runProgram(folder);
  await ask(first, '/users', account);
  const token = (await ask(first, '/sessions', account))['token']!;
  const { id } = await ask(first, '/conferences', { name: 'Defence' }, token);
  const place = async (name: string, as = '') =>
    (await ask(first, `/conferences/${id}/participants`, { name }, as))['participantToken']!;
  const tokens = {
    ada: await place('Ada', token),
    boris: await place('Boris'),
    vera: await place('Vera'),
    eve: await place('Eve'),
  };
  const ada = await Person.enter(first, tokens.ada);
  const boris = await Person.enter(first, tokens.boris);
  const vera = await Person.enter(first, tokens.vera);
  const eve = await Person.enter(first, tokens.eve);
  const idOf = ({ joined }: Person): string => joined.participantId;
  const { roomIds } = await ada.call('createRooms', { names: ['One', 'Two'], assign: 'byHand' });
  await ada.call('setRole', { participantId: idOf(boris), role: 'coHost' });
  await ada.call('assign', { participantIds: [idOf(vera)], roomId: roomIds[1]! });
  await ada.call('openRooms', {});
  await ada.call('setPolicy', { lobby: true, unmuteSelf: false });
  await vera.call('raiseHand', { raised: true });
  await ada.call('remove', { participantId: idOf(eve) });
  // The last thing before the end, by a host: it must stand.
  await ada.call('enterRoom', { roomId: roomIds[0]! });
  await first.end('SIGKILL');

  const second = await runProgram(folder);
  const veraAgain = await Person.enter(second, tokens.vera);
  const borisAgain = await Person.enter(second, tokens.boris);
  const adaAgain = await Person.enter(second, tokens.ada);
  expect(veraAgain.joined).toMatchObject({ standing: 'guest', room: { roomId: roomIds[1], name: 'Two' } });
  expect(veraAgain.joined.participants).toMatchObject([{ name: 'Vera', handOrder: 1 }]);
  expect(borisAgain.joined).toMatchObject({ standing: 'coHost', room: null });
  expect(adaAgain.joined).toMatchObject({ standing: 'host', room: { name: 'One' } });
  expect(adaAgain.joined.conference.policy).toMatchObject({ lobby: true, unmuteSelf: false });
  expect(adaAgain.joined.breakout).toMatchObject({ open: true, rooms: [{ name: 'One' }, { name: 'Two' }] });
  await expect(Person.enter(second, tokens.eve)).rejects.toThrow('participant_token_invalid');
  const { participantToken: late } = await ask(second, `/conferences/${id}/participants`, { name: 'Late' });
  expect((await Person.enter(second, late!)).joined).toMatchObject({ standing: 'waiting', participants: [] });
  await second.end('SIGTERM');

  // What the seed's tables say of it.
  const database = new DatabaseSync(join(folder, 'veche.sqlite'), { readOnly: true });
  const participants = database
    .prepare('select participant_name, left_at from conference_participant order by participant_name')
    .all();
  expect(participants.map(({ participant_name }) => participant_name)).toEqual(['Ada', 'Boris', 'Eve', 'Vera']);
  const live = database.prepare('select max_participants, average_participants from live_conference').all();
  expect(live).toEqual([{ max_participants: 4, average_participants: expect.any(Number) }]);
  const rooms = database.prepare('select name from conference where parent_id is not null order by created_at').all();
  expect(rooms.map(({ name }) => name)).toEqual(['One', 'Two']);
  database.close();
});
