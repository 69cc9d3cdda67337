import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rpcRequest } from '@veche/contracts/json-rpc.ts';
import { afterAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { endLeftovers, type RunningProgram, runProgram } from './fixtures/running-program.ts';

afterAll(endLeftovers);

async function enter(program: RunningProgram, participantToken: string) {
  const socket = new WebSocket(`ws://127.0.0.1:${program.port}/media/v1/signalling`);
  await new Promise((resolve) => socket.once('open', resolve));
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const answered = new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))));
  socket.send(rpcRequest(1, 'join', { participantToken }));
  const { result } = JSON.parse(await answered) as { result: { participantId: string; mediaEpoch: number } };
  return { socket, closed, joined: result };
}

it('a program asked to end sends people away to come back, and the next one gives them the same place with new media', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
  const first = await runProgram(folder, { VECHE_DRAIN_SECONDS: '10' });
  const ask = async (path: string, body: unknown, token?: string) => {
    const answer = await fetch(`${first.origin}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, string>;
  };
  const account = { name: 'Ada', email: 'ada@example.org', password: 'correct horse' };
  await ask('/users', account);
  const { token } = await ask('/sessions', account);
  const { id } = await ask('/conferences', { name: 'Talk' }, token);
  const { participantId, participantToken } = await ask(`/conferences/${id}/participants`, { name: 'Guest' });
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
  await rm(folder, { recursive: true });
});
