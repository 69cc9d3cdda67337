/** Somebody is put out of a meeting, over the real program: what holds their other places together (media, conferences, chat). */
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { endLeftovers, type RunningProgram, runProgram } from './fixtures/running-program.ts';

const account = { name: 'Ada', email: 'ada@example.org', password: 'correct horse' };
let folder: string;
let program: RunningProgram;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'veche-test-'));
  program = await runProgram(folder);
});
afterAll(async () => {
  await program.end('SIGKILL');
  await rm(folder, { recursive: true });
  endLeftovers();
});

interface Place {
  readonly participantId: string;
  readonly participantToken: string;
  readonly mediaUrl: string;
  readonly chatUrl: string;
}

async function ask<Answer>(path: string, body: object, headers: Record<string, string> = {}) {
  const answer = await fetch(`${program.origin}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  return { status: answer.status, cookie, body: (await answer.json()) as Answer };
}

interface Frame {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly data: { readonly code: string } };
}

class Line {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, (frame: Frame) => void>();
  #calls = 0;
  /** The goodbye. */
  readonly ended: Promise<Frame | undefined>;

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    let goodbye: Frame | undefined;
    this.#socket.on('message', (data) => {
      const frame = JSON.parse(String(data)) as Frame;
      if (frame.method === 'ended') goodbye = frame;
      if (frame.id !== undefined) this.#answers.get(frame.id)?.(frame);
    });
    this.ended = new Promise((resolve) => this.#socket.on('close', () => resolve(goodbye)));
  }

  async call(method: string, params: object): Promise<Frame> {
    if (this.#socket.readyState === WebSocket.CONNECTING) {
      await new Promise((resolve) => this.#socket.once('open', resolve));
    }
    this.#calls += 1;
    const id = this.#calls;
    this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    return new Promise((resolve) => this.#answers.set(id, resolve));
  }

  end(): void {
    this.#socket.terminate();
  }
}

it('they lose every place of that browser, in the meeting and its chat, and wait where they come back as somebody new', async () => {
  await ask('/users', account);
  const { token } = (await ask<{ token: string }>('/sessions', account)).body;
  const authorization = `Bearer ${token}`;
  const { id } = (await ask<{ id: string }>('/conferences', { name: 'Talk' }, { authorization })).body;
  const join = (name: string, headers: Record<string, string> = {}) =>
    ask<Place>(`/conferences/${id}/participants`, { name }, headers);
  const enter = async ({ mediaUrl, participantToken }: Place) => {
    const line = new Line(mediaUrl);
    await line.call('join', { participantToken });
    return line;
  };
  const ada = await enter((await join('Ada', { authorization })).body);
  const eve = await join('Eve');
  const { cookie } = eve;
  const [tab, shadow] = [await join('Eve too', { cookie }), await join('Shadow', { cookie })];
  // Taken in another browser at the same address.
  const inAdvance = new Line((await join('Nobody')).body.chatUrl);
  const first = await enter(eve.body);
  const second = await enter(tab.body);
  const chat = new Line(shadow.body.chatUrl);
  for (const line of [chat, inAdvance]) {
    expect((await line.call('history', { limit: 10 })).result).toEqual({ messages: [], more: false });
  }

  expect((await ada.call('remove', { participantId: eve.body.participantId })).result).toEqual({});
  for (const line of [first, second]) expect(await line.ended).toMatchObject({ params: { reason: 'removed' } });
  expect(await chat.ended).toMatchObject({ method: 'ended' });
  expect((await join('Eve', { cookie })).body).toMatchObject({ error: { code: 'removed_from_meeting' } });
  const again = new Line((await join('Eve')).body.chatUrl);
  await expect
    .poll(async () => (await inAdvance.call('history', { limit: 10 })).error?.data.code)
    .toBe('waiting_for_host');
  for (const line of [again, inAdvance]) {
    const said = await line.call('send', { id: randomUUID(), text: 'let me in' });
    expect(said.error?.data.code).toBe('waiting_for_host');
  }
  for (const line of [ada, again, inAdvance]) line.end();
});
