import { randomUUID } from 'node:crypto';
import { rpcRequest } from '@veche/contracts/json-rpc.ts';
import { limits } from '@veche/contracts/limits.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Peer, type RunningMediaServer, runMediaServer } from './fixtures/running-media-server.ts';

let server: RunningMediaServer;
beforeAll(async () => {
  server = await runMediaServer();
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => {
  vi.useRealTimers();
});

/** Two people in a meeting of their own. */
async function pair() {
  const conferenceId = randomUUID();
  const annasToken = server.token({ conferenceId, name: 'Anna' });
  const anna = await server.join(annasToken);
  const boris = await server.join(server.token({ conferenceId, name: 'Boris' }));
  return { annasToken, anna, boris };
}

/** How the other side closed it. */
const closing = (peer: Peer) =>
  new Promise<{ code: number; reason: string }>((resolve) => {
    peer.socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });

describe('hostile sockets', () => {
  it.each([
    ['no JSON', 'hello'],
    ['another protocol', '{"jsonrpc":"1.0","id":1,"method":"join"}'],
    ['a list', '[]'],
    ['bytes', Buffer.from([1, 2, 3])],
  ])('are closed for %s', async (_name, frame) => {
    const peer = await server.open();
    peer.socket.send(frame);
    expect(await peer.closed).toBe(1_008);
  });

  it('are refused unknown methods and ill-shaped parameters, and go on', async () => {
    const { anna } = await pair();
    const wrong = { transportId: 'x'.repeat(500) };
    await expect(anna.peer.call('closeTransport', wrong)).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(anna.peer.call('constructor' as 'leave', {})).rejects.toMatchObject({ code: 'invalid_request' });
    await anna.peer.call('rename', { name: 'Still here' });
  });

  it('are slowed down when they ask too much', async () => {
    const { anna, boris } = await pair();
    const flood = Array.from({ length: limits.signallingBurst * 2 }, () => anna.peer.call('setTiles', { tiles: [] }));
    const outcomes = await Promise.allSettled(flood);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toMatchObject({ reason: { code: 'too_many_requests' } });
    await boris.peer.call('rename', { name: 'Not disturbed' });
  });

  it.each([
    ['requests', (peer: Peer) => peer.socket.send('{"jsonrpc":"2.0","id":1,"method":"rename"}')],
    ['notifications', (peer: Peer) => peer.socket.send('{"jsonrpc":"2.0","method":"rename"}')],
    ['results', (peer: Peer) => peer.socket.send('{"jsonrpc":"2.0","id":1,"result":{}}')],
    ['pongs', (peer: Peer) => peer.socket.pong()],
  ])('are closed when they keep sending too many %s', async (_kind, sendOne) => {
    const { anna, boris } = await pair();
    const closed = closing(anna.peer);
    const flood = setInterval(() => {
      for (let frame = 0; frame < 200 && anna.peer.socket.readyState === anna.peer.socket.OPEN; frame += 1)
        sendOne(anna.peer);
    }, 10);
    expect(await closed).toEqual({ code: 4_029, reason: 'too many frames' });
    clearInterval(flood);
    await boris.peer.call('rename', { name: 'Not disturbed' });
  });

  it('are closed when they keep pinging', async () => {
    const { anna, boris } = await pair();
    const flood = setInterval(() => {
      // Not more at once: of those, ws takes care itself.
      for (let frame = 0; frame < 20 && anna.peer.socket.readyState === anna.peer.socket.OPEN; frame += 1)
        anna.peer.socket.ping();
    }, 5);
    await anna.peer.closed;
    clearInterval(flood);
    await boris.peer.call('rename', { name: 'Not disturbed' });
  });

  it('gain nothing by coming back: the rate is the participant’s', async () => {
    const { anna, annasToken } = await pair();
    const flood = (peer: Peer, frames: number) => {
      for (let frame = 0; frame < frames; frame += 1) peer.socket.send('{"jsonrpc":"2.0","method":"rename"}');
    };
    flood(anna.peer, 1_000);
    expect(await anna.peer.closed).toBe(4_029);
    const again = await server.join(annasToken);
    flood(again.peer, 600);
    expect(await again.peer.closed).toBe(4_029);
  });

  it('are read more slowly when they bring too many bytes, and lose nothing', async () => {
    const { anna, boris } = await pair();
    const tiles = Array.from({ length: 1_200 }, (_, index) => ({
      consumerId: `${index}`.padEnd(36, 'c'),
      widthPx: 1_000,
      heightPx: 1_000,
    }));
    const frameBytes = rpcRequest(100, 'setTiles', { tiles }).length;
    const overMs = 500;
    const frames = Math.ceil(
      (limits.signallingBytesBurst + (limits.signallingBytesPerSecond * overMs) / 1_000) / frameBytes,
    );
    const startedAtMs = performance.now();
    const sent = Array.from({ length: frames + 1 }, () => anna.peer.call('setTiles', { tiles }));
    let isThrough = false;
    const through = Promise.all(sent).then(() => {
      isThrough = true;
    });
    await boris.peer.call('rename', { name: 'Not disturbed' });
    expect(isThrough).toBe(false);
    await through;
    expect(performance.now() - startedAtMs).toBeGreaterThan(overMs);
  });
});

describe('a socket that has not joined', () => {
  it('is closed at its first frame that is larger than any join', async () => {
    const peer = await server.open();
    const closed = closing(peer);
    for (let frame = 0; frame < 600; frame += 1)
      peer.socket.send(rpcRequest(frame, 'join', { participantToken: 'x'.repeat(100_000) }), () => undefined);
    expect(await closed).toEqual({ code: 1_009, reason: 'too large' });
    expect(peer.heard).toEqual([]);
  });

  it('is closed after a few frames of any kind', async () => {
    const peer = await server.open();
    const closed = closing(peer);
    for (let frame = 0; frame <= limits.signallingFramesBeforeJoin; frame += 1)
      peer.socket.send('{"jsonrpc":"2.0","id":1,"result":{}}');
    expect(await closed).toEqual({ code: 4_029, reason: 'too many frames' });
  });

  it('is closed when no join comes in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const peer = await server.open();
    const closed = closing(peer);
    vi.advanceTimersByTime(limits.signallingJoinTimeoutMs - 1);
    await expect(peer.call('leave', {})).rejects.toMatchObject({ code: 'not_joined' });
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    expect(await closed).toEqual({ code: 1_008, reason: 'nobody joined' });
  });

  it('is told of once when it has', async () => {
    const before = server.joins();
    const peer = await server.open();
    await expect(peer.call('join', { participantToken: 'nobody' })).rejects.toThrow();
    expect(server.joins()).toBe(before);
    await peer.call('join', { participantToken: server.token({ conferenceId: randomUUID() }) });
    await expect.poll(() => server.joins()).toBe(before + 1);
  });
});
