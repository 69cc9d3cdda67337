import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { rpcNotification, rpcRequest } from '@veche/contracts/json-rpc.ts';
import { systemClock } from '@veche/kernel/clock.ts';
import { silentLogger } from '@veche/kernel/logger.ts';
import Type from 'typebox';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { callChecker } from './checked-call.ts';
import { FrameBudget } from './frame-budget.ts';
import { closeCodes, RpcSocket } from './rpc-socket.ts';
import { textFrame } from './text-frame.ts';

const methods = {
  echo: { params: Type.Object({ text: Type.String() }), result: Type.Object({ text: Type.String() }) },
};
const checkCall = callChecker(methods);
const bufferedMaxBytes = 64 * 1024;
const unlimited = { frameMaxBytes: 1e9, framesPerSecond: 1e9, framesBurst: 1e9 };
const rates = { ...unlimited, excessPerSecond: 1, excessBurst: 1, bytesPerSecond: 1e9, bytesBurst: 1e9 };

interface Pair {
  readonly rpc: RpcSocket<typeof methods>;
  /** The server's end, and what it runs over. */
  readonly socket: WebSocket;
  readonly wire: Duplex;
  readonly client: WebSocket;
  /** What the client was told, in order. */
  readonly heard: string[];
}

let server: Awaited<ReturnType<typeof listen>>;
beforeEach(async () => {
  server = await listen();
});
afterEach(() => server.close());

async function listen() {
  const sockets = new WebSocketServer({ noServer: true });
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const open = async (): Promise<Pair> => {
    const accepted = new Promise<{ socket: WebSocket; wire: Duplex }>((resolve) =>
      http.once('upgrade', (request, wire, head) =>
        sockets.handleUpgrade(request, wire, head, (socket) => resolve({ socket, wire })),
      ),
    );
    const client = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`);
    const heard: string[] = [];
    client.on('message', (data) => heard.push(String(data)));
    const { socket, wire } = await accepted;
    const rpc = new RpcSocket(socket, wire, 'en', {
      clock: systemClock,
      logger: silentLogger,
      checkCall,
      budget: new FrameBudget(rates, systemClock.nowMs()),
      bufferedMaxBytes,
      call: async ({ params }, answer) => answer(params),
      onClosed: () => undefined,
    });
    await once(client, 'open');
    return { rpc, socket, wire, client, heard };
  };
  const close = (): void => {
    for (const socket of sockets.clients) socket.terminate();
    http.close();
  };
  return { open, close };
}

const word = (number: number): string => rpcNotification('word', { number });
const words = (count: number): string[] => Array.from({ length: count }, (_, index) => word(index));

describe('what is sent', () => {
  it.each([0, 1, 125, 126, 65_535, 65_536, 300_000])('arrives as it was at a length of %i bytes', async (length) => {
    const { rpc, heard } = await server.open();
    rpc.send('x'.repeat(length));
    rpc.send(textFrame(`${'x'.repeat(Math.max(0, length - 2))}ж`));
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard[0]).toBe('x'.repeat(length));
    expect(heard[1]).toBe(`${'x'.repeat(Math.max(0, length - 2))}ж`);
  });

  it('in one turn leaves in one write, when the turn ends, in its order', async () => {
    const { rpc, wire, heard } = await server.open();
    const write = vi.spyOn(wire, 'write');
    for (const each of words(20)) rpc.send(each);
    expect(write).not.toHaveBeenCalled();
    await nextTurn();
    expect(write).toHaveBeenCalledTimes(1);
    await vi.waitFor(() => expect(heard).toEqual(words(20)));
  });

  it('much in one turn does not wait for its end: what the network takes does not count as being behind', async () => {
    const { rpc, wire, heard } = await server.open();
    const letter = 'x'.repeat(bufferedMaxBytes / 2);
    for (let letters = 0; letters < 4; letters += 1) rpc.send(letter);
    expect([rpc.isOpen, wire.writableLength]).toEqual([true, 0]);
    await vi.waitFor(() => expect(heard).toHaveLength(4));
  });

  it('to many is one frame, and each hears it between what is their own', async () => {
    const pairs: Pair[] = [];
    while (pairs.length < 5) pairs.push(await server.open());
    const toAll = textFrame(word(0));
    for (const [index, { rpc }] of pairs.entries()) {
      rpc.send(`before ${index}`);
      rpc.send(toAll);
      rpc.send(`after ${index}`);
    }
    for (const [index, { heard }] of pairs.entries()) {
      await vi.waitFor(() => expect(heard).toEqual([`before ${index}`, word(0), `after ${index}`]));
    }
  });

  it('arrives whole and in order over many turns, with answers and pings between', async () => {
    const { rpc, socket, client, heard } = await server.open();
    const sent: string[] = [];
    for (let turn = 0; turn < 200; turn += 1) {
      for (const each of words(turn % 4)) rpc.send(each);
      sent.push(...words(turn % 4));
      if (turn % 5 === 0) socket.ping();
      if (turn % 7 === 0) client.send(rpcRequest(turn, 'echo', { text: 'answer' }));
      await nextTurn();
    }
    await vi.waitFor(() => expect(heard.filter((frame) => frame.includes('answer'))).toHaveLength(29));
    await vi.waitFor(() => expect(heard.filter((frame) => !frame.includes('answer'))).toEqual(sent));
  });

  it('arrives before the close that follows it', async () => {
    const { rpc, client, heard } = await server.open();
    for (const each of words(3)) rpc.send(each);
    rpc.end('over');
    const [code] = await once(client, 'close');
    expect(code).toBe(closeCodes.done);
    expect(heard).toEqual([...words(3), rpcNotification('ended', { reason: 'over' })]);
  });

  it('is dropped when the other side closes in the same turn: nothing follows the answer to a close', async () => {
    const { rpc, socket, wire } = await server.open();
    rpc.send(word(0));
    socket.close(closeCodes.done);
    const write = vi.spyOn(wire, 'write');
    await nextTurn();
    expect(write).not.toHaveBeenCalled();
  });
});

describe('a reader that does not keep up', () => {
  it('is cut off at its bound, and others go on', async () => {
    const [slow, quick] = [await server.open(), await server.open()];
    slow.client.pause();
    const letter = textFrame('x'.repeat(8 * 1024));
    while (slow.rpc.isOpen) {
      slow.rpc.send(letter);
      quick.rpc.send(word(0));
      await nextTurn();
      expect(slow.wire.writableLength).toBeLessThanOrEqual(bufferedMaxBytes + letter.length);
    }
    slow.client.resume();
    expect((await once(slow.client, 'close'))[0]).toBe(closeCodes.tooSlow);
    quick.rpc.send('still there');
    await vi.waitFor(() => expect(quick.heard.at(-1)).toBe('still there'));
  });
});

it('a WebSocket that compresses is refused: frames are built here', async () => {
  const { socket, wire } = await server.open();
  vi.spyOn(socket, 'extensions', 'get').mockReturnValue('permessage-deflate');
  expect(() => new RpcSocket(socket, wire, 'en', undefined as never)).toThrow('not compressed');
});
