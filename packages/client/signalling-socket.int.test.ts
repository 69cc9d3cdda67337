import { afterEach, expect, it } from 'vitest';
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws';
import type { CallEnvironment } from './call-environment.ts';
import { SignallingSocket } from './signalling-socket.ts';

const environment: CallEnvironment = {
  WebSocket: globalThis.WebSocket,
  nowMs: () => Date.now(),
  random01: () => 0,
  setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimeout: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0).toReversed()) close();
});

type Answer = (request: { id: number; method: string; params: unknown }, socket: ServerSocket) => void;

async function server(
  answer: Answer,
  port = 0,
): Promise<{ url: string; port: number; sockets: Set<ServerSocket>; stop(): void }> {
  const listening = new WebSocketServer({ host: '127.0.0.1', port });
  await new Promise((resolve) => listening.once('listening', resolve));
  listening.on('connection', (socket) => socket.on('message', (text) => answer(JSON.parse(String(text)), socket)));
  const stop = () => {
    for (const socket of listening.clients) socket.terminate();
    listening.close();
  };
  closers.push(stop);
  const { port: bound } = listening.address() as { port: number };
  return { url: `ws://127.0.0.1:${bound}`, port: bound, sockets: listening.clients, stop };
}

function client(url: string): SignallingSocket {
  const socket = new SignallingSocket(url, environment);
  closers.push(() => socket.close());
  return socket;
}

const next = (socket: SignallingSocket, name: 'opened' | 'cut' | 'notification') =>
  new Promise<unknown>((resolve) => {
    const off = socket.events.on(name, (event) => {
      off();
      resolve(event);
    });
  });

it('answers each request with its own result, in whatever order they come', async () => {
  const held: (() => void)[] = [];
  const { url } = await server(({ id, params }, socket) => {
    held.unshift(() =>
      socket.send(
        JSON.stringify({ jsonrpc: '2.0', id, result: { transportId: (params as { direction: string }).direction } }),
      ),
    );
    if (held.length === 2) for (const send of held) send();
  });
  const socket = client(url);
  const opened = next(socket, 'opened');
  socket.connect();
  await opened;
  socket.settled();
  const answers = await Promise.all([
    socket.ask('createTransport', { direction: 'send' }),
    socket.ask('createTransport', { direction: 'receive' }),
  ]);
  expect(answers.map(({ transportId }) => transportId)).toEqual(['send', 'receive']);
});

it('rejects with the words of the server', async () => {
  const data = { code: 'conference_ended', message: 'Встреча закончилась.', retryable: false };
  const { url } = await server(({ id }, socket) =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, error: { code: -32_000, message: data.message, data } })),
  );
  const socket = client(url);
  const opened = next(socket, 'opened');
  socket.connect();
  await opened;
  socket.settled();
  await expect(socket.ask('leave', {})).rejects.toMatchObject(data);
});

it('hands on the notifications it knows and passes over everything else', async () => {
  const { url, sockets } = await server(() => undefined);
  const socket = client(url);
  const opened = next(socket, 'opened');
  const heard = next(socket, 'notification');
  socket.connect();
  await opened;
  for (const remote of sockets) {
    remote.send('{"jsonrpc":');
    remote.send(JSON.stringify({ jsonrpc: '2.0', id: 77, result: {} }));
    remote.send(JSON.stringify({ jsonrpc: '2.0', method: 'constructor', params: {} }));
    remote.send(JSON.stringify({ jsonrpc: '2.0', method: 'mediaRestarted', params: { mediaEpoch: 3 } }));
  }
  expect(await heard).toEqual({ method: 'mediaRestarted', params: { mediaEpoch: 3 } });
});

it('asks for nothing but the join on a fresh socket, until that is answered', async () => {
  const asked: string[] = [];
  const { url } = await server(({ id, method }, socket) => {
    asked.push(method);
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, result: {} }));
  });
  const socket = client(url);
  const opened = next(socket, 'opened');
  socket.connect();
  await opened;
  const joined = socket.ask('join', { participantToken: 'token' });
  await expect(socket.ask('setTiles', { tiles: [] })).rejects.toMatchObject({ code: 'connection_lost' });
  await joined;
  socket.settled();
  await socket.ask('leave', {});
  expect(asked).toEqual(['join', 'leave']);
});

it('rejects what is under way when the socket is cut, and opens another', async () => {
  const { url } = await server((_, socket) => socket.terminate());
  const socket = client(url);
  const opened = next(socket, 'opened');
  socket.connect();
  await opened;
  socket.settled();
  const cut = next(socket, 'cut');
  const openedAgain = next(socket, 'opened');
  await expect(socket.ask('leave', {})).rejects.toMatchObject({ code: 'connection_lost', retryable: true });
  await cut;
  await openedAgain;
});

it('keeps trying until the server is there', async () => {
  const first = await server(() => undefined);
  const { url, port } = first;
  first.stop();
  const socket = client(url);
  const opened = next(socket, 'opened');
  const cut = next(socket, 'cut');
  socket.connect();
  await cut;
  await server(() => undefined, port);
  socket.hurry();
  await opened;
});

it('tries no more once it is closed', async () => {
  const { url, sockets } = await server(() => undefined);
  const socket = client(url);
  const opened = next(socket, 'opened');
  socket.connect();
  await opened;
  socket.close();
  await expect(socket.ask('leave', {})).rejects.toMatchObject({ code: 'connection_lost' });
  socket.hurry();
  socket.connect();
  await expect.poll(() => sockets.size).toBe(0);
});
