import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rpcRequest } from '@veche/contracts/json-rpc.ts';
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

async function ask(program: RunningProgram, path: string, body: unknown, { token = '', method = 'POST' } = {}) {
  const answer = await fetch(`${program.origin}/api/v1${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, string>;
}

/** A meeting, and the token of the account that owns it. */
async function meeting(program: RunningProgram): Promise<{ readonly id: string; readonly token: string }> {
  await ask(program, '/users', account);
  const token = (await ask(program, '/sessions', account))['token']!;
  return { id: (await ask(program, '/conferences', { name: 'Talk' }, { token }))['id']!, token };
}

async function enter(program: RunningProgram, participantToken: string) {
  const socket = new WebSocket(`ws://127.0.0.1:${program.port}/media/v1/signalling`);
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const answered = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
  socket.send(rpcRequest(1, 'join', { participantToken }));
  const { result } = JSON.parse(await answered) as {
    result: { participantId: string; mediaEpoch: number; conference: { soundMode: string } };
  };
  return { socket, closed, joined: result };
}

type Frame = { readonly id?: number; readonly method?: string };

function nextFrame(socket: WebSocket, isWanted: (frame: Frame) => boolean): Promise<Frame> {
  return new Promise((resolve) => {
    socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      if (isWanted(frame)) resolve(frame);
    });
  });
}

it('a program asked to end sends people away to come back, and the next one gives them the same place with new media', async () => {
  const first = await runProgram(folder, { VECHE_DRAIN_SECONDS: '10' });
  const { id } = await meeting(first);
  const { participantId, participantToken } = await ask(first, `/conferences/${id}/participants`, { name: 'Guest' });
  const before = await enter(first, participantToken!);

  const ended = first.end('SIGTERM');
  expect(await before.closed).toBe(1012);
  expect(await ended).toBe(0);

  const second = await runProgram(folder);
  const after = await enter(second, participantToken!);
  expect(after.joined).toMatchObject({ participantId, transportIds: [] });
  expect(after.joined.mediaEpoch).not.toBe(before.joined.mediaEpoch);
  after.socket.terminate();
  await second.end('SIGKILL');
});

it('the sound that a host chose is the meeting’s, after a restart too; what its owner chooses reaches those who are inside', async () => {
  const first = await runProgram(folder);
  const { id, token } = await meeting(first);
  const { participantToken } = await ask(first, `/conferences/${id}/participants`, { name: 'Host' }, { token });
  const host = await enter(first, participantToken!);
  expect(host.joined.conference.soundMode).toBe('mixed');
  const answered = nextFrame(host.socket, ({ id }) => id === 2);
  host.socket.send(rpcRequest(2, 'setSoundMode', { mode: 'forwarded' }));
  expect(await answered).toMatchObject({ result: {} });
  host.socket.terminate();
  await first.end('SIGKILL');

  const second = await runProgram(folder);
  const after = await enter(second, participantToken!);
  expect(after.joined.conference.soundMode).toBe('forwarded');
  const told = nextFrame(after.socket, ({ method }) => method === 'soundModeChanged');
  await ask(second, `/conferences/${id}`, { soundMode: 'mixed' }, { token, method: 'PATCH' });
  expect(await told).toMatchObject({ params: { mode: 'mixed' } });
  after.socket.terminate();
  await second.end('SIGKILL');
});
