import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Standing } from '@veche/contracts/signalling/conference-view.ts';
import type { MethodName } from '@veche/contracts/signalling/methods.ts';
import { permissions, refusal, type StandingMethod } from '@veche/contracts/signalling/permissions.ts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { heardOf, type Named, paramsWith } from './fixtures/every-call.ts';
import { type Peer, type RunningMediaServer, runMediaServer } from './fixtures/running-media-server.ts';
import { openScene, type Scene } from './fixtures/scene.ts';

const standings = ['waiting', 'guest', 'coHost', 'host'] as const satisfies readonly Standing[];
const methods = Object.keys(permissions) as StandingMethod[];
/** Where the rooms must be open before, or the caller in one. */
const inOpenRooms: ReadonlySet<StandingMethod> = new Set([
  'enterRoom',
  'closeRooms',
  'extendRooms',
  'askForHelp',
  'openRoomChat',
]);
const fromARoom: ReadonlySet<StandingMethod> = new Set(['openRoomChat']);
/** What names things that are gone is without effect, as when both sides close at once. */
const forgiving: ReadonlySet<StandingMethod> = new Set(['closeConsumers']);

const nobodys = (): Named => ({
  participantId: randomUUID(),
  waitingId: randomUUID(),
  roomId: randomUUID(),
  transportId: 't-nobody',
  receiveTransportId: 't-nobody',
  producerId: 'p-nobody',
  othersProducerId: 'p-nobody',
});

let server: RunningMediaServer;
let elsewhere: Scene;
beforeAll(async () => {
  server = await runMediaServer();
  elsewhere = await openScene(server);
});
afterAll(() => server[Symbol.asyncDispose]());

async function answer(peer: Peer, method: MethodName, params: never): Promise<string> {
  try {
    await peer.call(method, params);
    return 'done';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

type Marks = ReadonlyMap<Peer, readonly string[]>;

/** What everybody has heard once what was sent to them has arrived. */
async function quiet(scene: Scene): Promise<Marks> {
  const peers = Object.values(scene.peers);
  await Promise.all(
    peers.map(async ({ socket }) => {
      const ponged = once(socket, 'pong');
      socket.ping();
      await ponged;
    }),
  );
  return new Map(peers.map((peer) => [peer, peer.methodsHeard()]));
}

const newlyHeard = (now: Marks, before: Marks): string[] =>
  [...now].flatMap(([peer, methods]) => methods.slice(before.get(peer)?.length ?? 0));

/** Comes back when the call has had its effect at somebody else's. */
async function requireHeard(scene: Scene, method: StandingMethod, standing: Standing, marks: Marks): Promise<void> {
  const told = heardOf[method];
  if (told === null) return;
  const anotherHost = scene.peers[standing === 'host' ? 'coHost' : 'host'];
  const peer = { ...scene.peers, caller: scene.peers[standing], anotherHost }[told[0]];
  const wanted = standing !== 'waiting' ? told[1] : method === 'leave' ? 'waitingGone' : 'waitingChanged';
  await vi.waitFor(() => {
    const since = peer.methodsHeard().slice(marks.get(peer)?.length ?? 0);
    expect(since, `${method} by ${standing}`).toContain(wanted);
  });
}

/** In a meeting of its own, as it stands before anything was done to it. */
async function answerTo(
  method: StandingMethod,
  standing: Standing,
  ids: 'good' | 'missing' | 'foreign',
): Promise<string> {
  const scene = await openScene(server);
  if (inOpenRooms.has(method)) await scene.peers.host.call('openRooms', {});
  const { roomId } = scene.named(standing);
  if (fromARoom.has(method) && standing !== 'waiting') await scene.peers[standing].call('enterRoom', { roomId });
  const named = { good: () => scene.named(standing), missing: nobodys, foreign: () => elsewhere.named(standing) }[
    ids
  ]();
  const marks = await quiet(scene);
  const given = await answer(scene.peers[standing], method, paramsWith(named)[method] as never);
  if (given === 'done' && ids === 'good') await requireHeard(scene, method, standing, marks);
  else if (given !== 'done')
    expect(newlyHeard(await quiet(scene), marks), `heard of ${method} by ${standing}`).toEqual([]);
  server.media.endConference(scene.conferenceId, 'endedForAll');
  return given;
}

/** Ids that differ make no other call. */
function namesNothing(method: StandingMethod): boolean {
  const other = { ...nobodys(), transportId: 't', receiveTransportId: 't', producerId: 'p', othersProducerId: 'p' };
  return JSON.stringify(paramsWith(nobodys())[method]) === JSON.stringify(paramsWith(other)[method]);
}

const rows: string[] = [];

describe('M6: every method by everybody answers as the table of permissions says', () => {
  it.each(methods)('%s', async (method) => {
    const heardBefore = Object.values(elsewhere.peers).map(({ heard }) => heard.length);
    const cells: string[] = [];
    for (const standing of standings) {
      const refused = refusal(standing, method);
      const good = await answerTo(method, standing, 'good');
      expect(good, `${method} by ${standing}`).toBe(refused ?? 'done');
      if (namesNothing(method)) {
        cells.push(good);
        continue;
      }
      const missing = await answerTo(method, standing, 'missing');
      const foreign = await answerTo(method, standing, 'foreign');
      // Nobody learns from an answer what there is in another meeting.
      expect(foreign, `${method} by ${standing} with foreign ids`).toBe(missing);
      if (refused === undefined) expect(missing, method).toMatch(forgiving.has(method) ? /^done$/ : /_not_found$/);
      else expect(missing).toBe(refused);
      cells.push(missing === good ? good : `${good}; ${missing}`);
    }
    rows.push(`| \`${method}\` | ${cells.join(' | ')} |`);
    expect(Object.values(elsewhere.peers).map(({ heard }) => heard.length)).toEqual(heardBefore);
  });

  it('the table that was seen is the one that is documented', async () => {
    const page = [
      '# Who may do what',
      '',
      'Generated from what a running server answered. Each cell: the answer with good ids; then, where it differs, with ids that nobody has, which is the same as',
      'with ids of another meeting. `join` gives the standing.',
      '',
      '| method | waiting | guest | co-host | host |',
      '| --- | --- | --- | --- | --- |',
      ...rows,
      '',
    ].join('\n');
    await expect(page).toMatchFileSnapshot('../../docs/reference/permissions.md');
  });
});
