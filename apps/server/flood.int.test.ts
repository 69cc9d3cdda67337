import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rpcRequest } from '@veche/contracts/json-rpc.ts';
import { limits } from '@veche/contracts/limits.ts';
import { type Ask, askHttp } from '@veche/identity/suite/ask-http.ts';
import { expectAsBefore, measureUnderFlood } from '@veche/identity/suite/flood.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { endLeftovers, type RunningProgram, runProgram } from './fixtures/running-program.ts';

const account = { name: 'Ada', email: 'ada@example.org', password: 'correct horse' };

let folder: string;
let program: RunningProgram;
let token: string;
let meetingId: string;
let socket: WebSocket;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
  program = await runProgram(folder, { VECHE_TRUST_PROXY: '1' });
  await post('/users', account);
  ({ token } = await post<{ token: string }>('/sessions', account));
  ({ id: meetingId } = await post<{ id: string }>('/conferences', { name: 'Talk' }));
  const { participantToken } = await post<{ participantToken: string }>(`/conferences/${meetingId}/participants`, {
    name: 'Ada',
  });
  socket = new WebSocket(`ws://127.0.0.1:${program.port}/media/v1/signalling`);
  await new Promise((resolve) => socket.once('open', resolve));
  await call('join', { participantToken });
});
afterAll(async () => {
  socket?.terminate();
  await program?.end('SIGKILL');
  await rm(folder, { recursive: true });
  endLeftovers();
});

async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const answer = await fetch(`${program.origin}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  expect(answer.status, path).toBe(201);
  return (await answer.json()) as Answer;
}

let calls = 0;

/** A signalling call of the running meeting. */
function call(method: 'join' | 'rename', params: object): Promise<void> {
  const id = ++calls;
  return new Promise((resolve, reject) => {
    const listen = (data: unknown): void => {
      const frame = JSON.parse(String(data)) as { id?: number; error?: unknown };
      if (frame.id !== id) return;
      socket.off('message', listen);
      if (frame.error === undefined) resolve();
      else reject(new Error(JSON.stringify(frame.error)));
    };
    socket.on('message', listen);
    socket.send(rpcRequest(id, method, params));
  });
}

const measure = (perSecond: number, ask: (index: number) => Ask) =>
  measureUnderFlood(() => call('rename', { name: `Ada ${calls}` }), {
    port: program.port,
    ask,
    perSecond,
    rounds: 3,
  });

describe('a running meeting’s signalling answers as before', () => {
  it('while 200 log-ins a second arrive from many addresses', async () => {
    const measured = await measure(200, (index) => ({
      method: 'POST',
      path: '/api/v1/sessions',
      body: { email: `person${index}@example.org`, password: 'wrong password' },
      headers: { 'x-forwarded-for': `198.51.${index >> 8}.${index & 255}` },
    }));
    expectAsBefore(measured);
    expect([...measured.statuses.keys()].sort()).toEqual([401, 503]);
  });

  it('while one account changes things without end, once its changes for this minute are used up', async () => {
    const rename = (index: number): Ask => ({
      method: 'PATCH',
      path: `/api/v1/conferences/${meetingId}`,
      body: { name: `Talk ${index}` },
      headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': `203.0.${index >> 8}.${index & 255}` },
    });
    for (let index = 0; index < limits.changesPerAccountPerMinute; index += 1) {
      await askHttp(program.port, rename(index));
    }
    const measured = await measure(400, rename);
    expectAsBefore(measured);
    expect([...measured.statuses.keys()].sort()).toEqual([200, 429]);
    expect(measured.statuses.get(429)).toBeGreaterThan(1_000);
  });
});
