import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chatSocketPath } from '@veche/contracts/chat/chat-files.ts';
import { limits } from '@veche/contracts/limits.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { addSocketUpgrade, signallingPath, type UpgradedFrom } from './socket-upgrade.ts';

const most = limits.signallingSocketsBeforeJoinPerAddress;

let http: Server;
let stop: () => void;
let accepted: UpgradedFrom[];
let chatTokens: string[];
beforeEach(async () => {
  accepted = [];
  chatTokens = [];
  http = createServer();
  stop = addSocketUpgrade(http, {
    publicUrl: '',
    trustedProxies: 1,
    acceptSignalling: (_socket, remote) => accepted.push(remote),
    acceptChat: (_socket, { chatToken }) => chatTokens.push(chatToken),
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
});
afterEach(() => {
  stop();
  http.closeAllConnections();
  http.close();
});

/** The status of the answer: 101 = the socket is open. */
async function open(address: string, path = signallingPath): Promise<{ status: number; socket: WebSocket }> {
  const { port } = http.address() as AddressInfo;
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { 'x-forwarded-for': address } });
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_request, { statusCode = 0 }) => resolve(statusCode));
    socket.on('error', () => undefined);
  });
  return { status, socket };
}
const openAll = (addressOf: (index: number) => string) =>
  Promise.all(Array.from({ length: most }, (_, index) => open(addressOf(index))));

describe('sockets that have not joined', () => {
  it('are let in from one address up to a number, whatever others do', async () => {
    const opened = await openAll(() => '192.0.2.1');
    expect(new Set(opened.map(({ status }) => status))).toEqual(new Set([101]));
    expect((await open('192.0.2.1')).status).toBe(429);
    expect((await open('192.0.2.2')).status).toBe(101);
    expect(accepted).toHaveLength(most + 1);
  });

  it('are counted for a whole IPv6 /64', async () => {
    await openAll((index) => `2001:db8:1:2::${index.toString(16)}`);
    expect((await open('2001:db8:1:2:ffff::1')).status).toBe(429);
    expect((await open('2001:db8:1:3::1')).status).toBe(101);
  });

  it('make room when one of them joins, once, and none when that one goes', async () => {
    const member = await open('192.0.2.1');
    accepted[0]!.joined();
    accepted[0]!.joined();
    await openAll(() => '192.0.2.1');
    expect((await open('192.0.2.1')).status).toBe(429);
    member.socket.close();
    await once(member.socket, 'close');
    expect((await open('192.0.2.1')).status).toBe(429);
  });

  it('make room when one of them goes', async () => {
    const [first] = await openAll(() => '192.0.2.1');
    first!.socket.close();
    await expect.poll(async () => (await open('192.0.2.1')).status).toBe(101);
    expect((await open('192.0.2.1')).status).toBe(429);
  });
});

it('goes to the chat with the token of its address, and nowhere by any other address', async () => {
  expect((await open('192.0.2.1', `${chatSocketPath}some-token?x=1`)).status).toBe(101);
  expect(chatTokens).toEqual(['some-token']);
  for (const path of ['/', '/chat/v1/socket', '/chat/v2/socket/some-token', `${signallingPath}/x`]) {
    expect((await open('192.0.2.1', path)).status).toBe(404);
  }
  expect(accepted).toEqual([]);
});

it('a message in pieces without end is not waited for', async () => {
  const { socket } = await open('192.0.2.1');
  const closed = once(socket, 'close');
  for (let piece = 0; piece <= limits.signallingFragmentsMax; piece += 1) socket.send('', { fin: false });
  expect((await closed)[0]).toBe(1_008);
});
