import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { runMediaServer } from './fixtures/running-media-server.ts';

it.each([1, 2])(
  'all of %i workers are killed: the meeting gets media again under a new epoch, on a socket that never closed',
  async (workers) => {
    await using server = await runMediaServer({ workers });
    const { peer, joined } = await server.join(server.token({ conferenceId: randomUUID() }));
    const before = await peer.call('createTransport', { direction: 'send' });
    for (const pid of server.media.workerProcessIds()) process.kill(pid, 'SIGKILL');
    const { mediaEpoch } = await peer.notified('mediaRestarted');
    expect(mediaEpoch).toBeGreaterThan(joined.mediaEpoch);
    await expect.poll(() => server.media.health().workersUp, { timeout: 10_000 }).toBe(workers);
    const after = await peer.call('createTransport', { direction: 'send' });
    expect(after.transportId).not.toBe(before.transportId);
  },
);

it('the worker of a meeting dies beside a live one: the meeting moves there at once', async () => {
  await using server = await runMediaServer({ workers: 2 });
  const [first] = server.media.workerProcessIds();
  const { peer } = await server.join(server.token({ conferenceId: randomUUID() }));
  const before = await peer.call('createTransport', { direction: 'send' });
  process.kill(first!, 'SIGKILL');
  await peer.notified('mediaRestarted');
  const after = await peer.call('createTransport', { direction: 'send' });
  expect(after.iceCandidates[0]!.port).not.toBe(before.iceCandidates[0]!.port);
  await expect.poll(() => server.media.health().workersUp, { timeout: 10_000 }).toBe(2);
});

it('a worker whose port somebody else took meanwhile comes back on another', async () => {
  await using server = await runMediaServer();
  const { peer } = await server.join(server.token({ conferenceId: randomUUID() }));
  const before = await peer.call('createTransport', { direction: 'send' });
  // Where the system chooses, TCP has another port than UDP, and the worker that comes back asks for UDP's on both.
  const { port } = before.iceCandidates.find(({ protocol }) => protocol === 'udp')!;
  const thief = createServer().listen(port, '127.0.0.1');
  await once(thief, 'listening');
  try {
    process.kill(server.media.workerProcessIds()[0]!, 'SIGKILL');
    await peer.notified('mediaRestarted');
    const after = await peer.call('createTransport', { direction: 'send' });
    expect(after.iceCandidates.map((candidate) => candidate.port)).not.toContain(port);
  } finally {
    thief.close();
  }
});

/** The only worker dies, and none can be started while `act` goes on, as during an update of Node. */
async function withoutNode(server: Awaited<ReturnType<typeof runMediaServer>>, act: () => Promise<unknown>) {
  const { execPath } = process;
  try {
    process.execPath = '/nowhere/node';
    process.kill(server.media.workerProcessIds()[0]!, 'SIGKILL');
    await expect.poll(() => server.media.health().workersUp).toBe(0);
    await act();
  } finally {
    process.execPath = execPath;
  }
}

it('a worker that cannot even be started is tried until it can', async () => {
  await using server = await runMediaServer();
  const { peer } = await server.join(server.token({ conferenceId: randomUUID() }));
  await withoutNode(server, () => pause(500));
  await peer.notified('mediaRestarted');
  await expect.poll(() => server.media.health().workersUp, { timeout: 10_000 }).toBe(1);
  await peer.call('createTransport', { direction: 'send' });
});

it('a server closes whose worker cannot be started', async () => {
  const server = await runMediaServer();
  await withoutNode(server, async () => {
    await pause(100);
    await server[Symbol.asyncDispose]();
  });
});

it('draining sends everybody away to come back, lets nobody in, and leaves no process', async () => {
  const server = await runMediaServer();
  const token = server.token({ conferenceId: randomUUID() });
  const { peer } = await server.join(token);
  const late = await server.open();
  const [pid] = server.media.workerProcessIds();
  const drained = server.media.drain(5_000);
  expect(await peer.closed).toBe(1_012);
  expect(peer.methodsHeard()).not.toContain('ended');
  late.socket.terminate();
  await drained;
  const refused = await server.open();
  await expect(refused.call('join', { participantToken: token })).rejects.toMatchObject({ code: 'shutting_down' });
  await server[Symbol.asyncDispose]();
  expect(() => process.kill(pid!, 0)).toThrow();
});
