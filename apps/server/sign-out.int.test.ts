import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { endLeftovers, type RunningProgram, runProgram } from './fixtures/running-program.ts';

const account = { name: 'Ada', email: 'ada@example.org', password: 'correct horse' };

let folder: string;
let program: RunningProgram;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
  program = await runProgram(folder);
  await ask('POST', '/users', account);
});
afterAll(async () => {
  await program.end('SIGKILL');
  await rm(folder, { recursive: true });
  endLeftovers();
});

async function ask(method: string, path: string, body?: unknown, token?: string): Promise<unknown> {
  const answer = await fetch(`${program.origin}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answer.status === 204 ? undefined : answer.json();
}

interface Frame {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly data: { readonly code: string } };
}

/** Joins over a socket; answers the first frame, and a promise of the goodbye. */
async function enter(place: { mediaUrl: string; participantToken: string }) {
  const socket = new WebSocket(place.mediaUrl);
  const frames: Frame[] = [];
  const first = new Promise<Frame>((resolve) => {
    socket.on('message', (data) => {
      frames.push(JSON.parse(String(data)) as Frame);
      resolve(frames[0]!);
    });
  });
  const closed = new Promise<Frame | undefined>((resolve) => {
    socket.on('close', () => resolve(frames.find(({ method }) => method === 'ended')));
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const params = { participantToken: place.participantToken };
  socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'join', params }));
  return { socket, first: await first, closed };
}

describe('signing out', () => {
  it.each([
    ['everywhere', '/sessions'],
    ['on this device', '/sessions/current'],
  ])('%s ends the open meeting of that session, for that session alone', async (_where, path) => {
    const signIn = async () => ((await ask('POST', '/sessions', account)) as { token: string }).token;
    const token = await signIn();
    const { id } = (await ask('POST', '/conferences', { name: 'Talk' }, token)) as { id: string };
    const joinAs = async (name: string, session?: string) =>
      (await ask('POST', `/conferences/${id}/participants`, { name }, session)) as {
        mediaUrl: string;
        participantToken: string;
      };
    const place = await joinAs('Ada', token);
    const owner = await enter(place);
    const guest = await enter(await joinAs('Guest'));
    expect(owner.first.result).toBeDefined();

    await ask('DELETE', path, undefined, token);
    expect(await owner.closed).toMatchObject({ params: { reason: 'signedOut' } });
    expect(guest.socket.readyState).toBe(WebSocket.OPEN);
    guest.socket.terminate();

    const again = await enter(place);
    expect(again.first.error?.data.code).toBe('participant_token_invalid');
    again.socket.terminate();
  });
});
