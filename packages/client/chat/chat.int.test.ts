/** What the server may do at awkward moments: here it is written by the test, frame by frame. */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ChatMessageView } from '@veche/contracts/chat/chat-view.ts';
import { parseRpc, rpcError, rpcNotification, rpcResult } from '@veche/contracts/json-rpc.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import type { CallEnvironment } from '../call-environment.ts';
import { Chat } from './chat.ts';

const environment: CallEnvironment = {
  WebSocket: globalThis.WebSocket,
  nowMs: () => Date.now(),
  random01: () => 0,
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
const policy = { messages: true, directMessages: true, files: true, history: 'all' } as const;
const view = (position: number): ChatMessageView => ({
  id: `m${position}`,
  position,
  changedPosition: position,
  sender: { participantId: 'anna', name: 'Anna' },
  receiver: null,
  text: `${position}`,
  createdAtMs: position,
  attachment: null,
  deleted: false,
});
const all = Array.from({ length: 100 }, (_, index) => view(index + 1));

let server: WebSocketServer;
let chat: Chat;
/** Runs for each socket that the client opens. */
let greet: (socket: ServerSocket, turn: number) => void;
let refusesHistory = false;
/** Does not confirm what is sent. */
let silent = false;
beforeEach(async () => {
  refusesHistory = false;
  silent = false;
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  let turns = 0;
  server.on('connection', (socket) => {
    socket.on('message', (data) => answer(socket, String(data)));
    greet(socket, ++turns);
  });
  const { port } = server.address() as { port: number };
  chat = new Chat({ chatUrl: `ws://127.0.0.1:${port}`, environment, newId: randomUUID });
});
afterEach(() => {
  chat.close();
  for (const socket of server.clients) socket.terminate();
  server.close();
});

function answer(socket: ServerSocket, text: string): void {
  const frame = parseRpc(text);
  if (frame.kind !== 'request') return;
  const { id, method, params } = frame.request;
  if (method === 'send' && !silent) socket.send(rpcResult(id, { position: 101, createdAtMs: 1 }));
  if (method !== 'history') return;
  if (refusesHistory) {
    const error = { code: 'overloaded', message: 'Busy', retryable: true } as const;
    socket.send(rpcError(id, { error }));
    return;
  }
  const { after, limit } = params as { after?: number; limit: number };
  const found = after === undefined ? all.slice(0, 10) : all.filter(({ position }) => position > after);
  socket.send(rpcResult(id, { messages: found.slice(0, limit), more: found.length > limit }));
}
const welcome = (position: number) =>
  rpcNotification('welcome', { participantId: 'boris', position, policy, isHost: false });
const shown = () => chat.state.messages.map(({ position }) => position);

it('a message that is told before the welcome hides nothing of what was missed', async () => {
  greet = (socket, turn) => {
    if (turn === 2) socket.send(rpcNotification('message', { message: view(100) }));
    socket.send(welcome(turn === 1 ? 10 : 100));
  };
  chat.connect();
  await vi.waitFor(() => expect(shown()).toHaveLength(10));
  for (const socket of server.clients) socket.terminate();
  await vi.waitFor(() => expect(shown()).toEqual(all.map(({ position }) => position)), { timeout: 5_000 });
});

it('a try of an older socket to catch up does not hold the newer one up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const sent = new Promise<void>((resolve) => {
      greet = (socket, turn) => {
        refusesHistory = turn === 1;
        socket.send(welcome(10));
        socket.on('message', (data) => {
          if (String(data).includes('"send"')) resolve();
        });
      };
    });
    chat.connect();
    await vi.waitFor(() => expect(chat.state.connection).toBe('connected'));
    // The first catch-up was refused and waits; then the wire is cut.
    await vi.advanceTimersByTimeAsync(500);
    for (const socket of server.clients) socket.terminate();
    await vi.waitFor(() => expect(chat.state.connection).toBe('reconnecting'));
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.waitFor(() => expect(shown()).toHaveLength(10));
    await vi.advanceTimersByTimeAsync(5_000);
    chat.send('not held up', undefined);
    await sent;
  } finally {
    vi.useRealTimers();
  }
});

it('a second welcome on the same socket: what was not told meanwhile is asked for', async () => {
  greet = (socket) => socket.send(welcome(10));
  chat.connect();
  await vi.waitFor(() => expect(shown()).toHaveLength(10));
  const [socket] = server.clients;
  // In one turn, as a server tells whoever was out.
  socket?.send(welcome(99));
  socket?.send(rpcNotification('message', { message: view(100) }));
  await vi.waitFor(() => expect(shown()).toEqual(all.map(({ position }) => position)));
  expect(server.clients.size).toBe(1);
});

it('a cut after a second welcome, before it was answered what was missed, hides nothing', async () => {
  greet = (socket, turn) => socket.send(welcome(turn === 1 ? 10 : 100));
  chat.connect();
  await vi.waitFor(() => expect(shown()).toHaveLength(10));
  const [socket] = server.clients;
  socket?.removeAllListeners('message');
  socket?.on('message', () => socket.terminate());
  socket?.send(welcome(99));
  socket?.send(rpcNotification('message', { message: view(100) }));
  await vi.waitFor(() => expect(shown()).toEqual(all.map(({ position }) => position)), { timeout: 5_000 });
});

it('a role that changed is mirrored', async () => {
  greet = (socket) => socket.send(welcome(10));
  chat.connect();
  await vi.waitFor(() => expect(chat.state).toMatchObject({ connection: 'connected', isHost: false }));
  for (const socket of server.clients) socket.send(rpcNotification('roleChanged', { isHost: true }));
  await vi.waitFor(() => expect(chat.state.isHost).toBe(true));
});

describe('while it rests', () => {
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  let turns = 0;
  beforeEach(() => {
    turns = 0;
    greet = (socket) => {
      turns += 1;
      socket.send(welcome(turns === 1 ? 10 : 100));
    };
  });

  it('there is no socket and no try; afterwards it goes on where it stood, with what was written', async () => {
    const sent: string[] = [];
    server.on('connection', (socket) => socket.on('message', (data) => sent.push(String(data))));
    chat.connect();
    await vi.waitFor(() => expect(shown()).toHaveLength(10));
    chat.pause();
    chat.pause();
    chat.send('waits', undefined);
    await vi.waitFor(() => expect(server.clients.size).toBe(0));
    await pause(600);
    expect([turns, chat.state.connection, chat.state.outgoing.length]).toEqual([1, 'paused', 1]);
    await expect(chat.delete('m1')).rejects.toMatchObject({ code: 'connection_lost' });
    chat.resume();
    chat.resume();
    await vi.waitFor(() => expect(shown()).toEqual(all.map(({ position }) => position)));
    await vi.waitFor(() => expect(sent.filter((text) => text.includes('"send"'))).toHaveLength(1));
    expect([turns, chat.state.connection]).toEqual([2, 'connected']);
  });

  it('what was on its way is kept, and sent again under its id', async () => {
    const sent: string[] = [];
    silent = true;
    server.on('connection', (socket) =>
      socket.on('message', (data) => {
        const frame = parseRpc(String(data));
        if (frame.kind === 'request' && frame.request.method === 'send')
          sent.push((frame.request.params as { id: string }).id);
      }),
    );
    chat.connect();
    chat.send('on its way', undefined);
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    chat.pause();
    silent = false;
    chat.resume();
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    expect(sent).toEqual([chat.state.outgoing[0]?.id, chat.state.outgoing[0]?.id]);
  });

  it('may begin before there ever was a socket, and end at another address', async () => {
    chat.pause();
    chat.connect();
    await pause(100);
    expect([turns, chat.state.connection]).toEqual([0, 'paused']);
    const { port } = server.address() as { port: number };
    const asked = once(server, 'connection');
    chat.resume(`ws://127.0.0.1:${port}/another`);
    expect((await asked)[1].url).toBe('/another');
    await vi.waitFor(() => expect(chat.state.connection).toBe('connected'));
  });

  it('closing is for good', async () => {
    chat.connect();
    await vi.waitFor(() => expect(chat.state.connection).toBe('connected'));
    chat.pause();
    chat.close();
    chat.resume();
    await pause(400);
    expect(turns).toBe(1);
  });
});
