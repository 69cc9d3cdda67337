/** What the server may do at awkward moments: here it is written by the test, frame by frame. */

import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ChatMessageView } from '@veche/contracts/chat/chat-view.ts';
import { parseRpc, rpcError, rpcNotification, rpcResult } from '@veche/contracts/json-rpc.ts';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
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
beforeEach(async () => {
  refusesHistory = false;
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
  if (method === 'send') socket.send(rpcResult(id, { position: 101, createdAtMs: 1 }));
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
