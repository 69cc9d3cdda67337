/**
 * M8 with media flowing: libwebrtc participants, the real server, and a network between them whose ways can be cut. An ICE restart makes the
 * engine open new local ports, as a change from Wi-Fi to mobile data does.
 */
import type { CallEnvironment } from '@veche/client/call-environment.ts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type LoopbackMeeting, startLoopbackMeeting } from './fixtures/loopback-meeting.ts';
import { UdpRelay } from './fixtures/udp-relay.ts';
import { nodeEnvironment } from './node-environment.ts';
import type { HeadlessParticipant } from './participant.ts';

const relayAddress = '127.0.0.2';
const eventually = { timeout: 15_000, interval: 50 };
const picture = { widthPx: 640, heightPx: 360, framesPerSecond: 15, colour: 3 };
const watch = { widthPx: 640, heightPx: 360 };

let meeting: LoopbackMeeting;
let relay: UdpRelay;
beforeAll(async () => {
  meeting = await startLoopbackMeeting(relayAddress);
  relay = await UdpRelay.start(relayAddress, meeting.mediaPort);
});
afterEach(() => meeting.everybodyOut());
afterAll(async () => {
  relay.close();
  await meeting.close();
});

/** The machine's word that its network changed comes when the test gives it. */
function changingNetwork(): { environment: CallEnvironment; change(): void } {
  let tell = (): void => undefined;
  const onNetworkChange = (listener: () => void) => {
    tell = listener;
    return () => undefined;
  };
  return { environment: { ...nodeEnvironment(), onNetworkChange }, change: () => tell() };
}

/** The ways that are taken while `act` runs, and are new. */
async function waysOf(act: () => Promise<void>): Promise<string[]> {
  const before = relay.ways();
  await act();
  return relay.ways().filter((way) => !before.includes(way));
}

/** Anna sends a picture, Boris sees it. */
async function annaSeenByBoris() {
  const annasNetwork = changingNetwork();
  const borisNetwork = changingNetwork();
  const anna = meeting.participant('Anna', { picture, environment: annasNetwork.environment });
  const annasWays = await waysOf(async () => {
    await anna.join();
    await expect.poll(() => anna.call.state.publishing.camera, eventually).toBe('on');
    await expect.poll(() => anna.call.state.media, eventually).toBe('up');
  });
  const boris = meeting.participant('Boris', { watch, environment: borisNetwork.environment });
  const borisWays = await waysOf(async () => {
    await boris.join();
    await expect.poll(() => boris.look(anna.id!)?.last?.code?.colour, eventually).toBe(picture.colour);
  });
  return { anna, boris, annasWays, borisWays, annasNetwork, borisNetwork };
}

/** Everything that would be new if anybody or anything had been made anew. */
function identity(anna: HeadlessParticipant, boris: HeadlessParticipant) {
  const seen = boris.call.state.participants.find(({ participantId }) => participantId === anna.id);
  return {
    participantId: anna.id,
    role: seen?.role,
    joinedAtMs: seen?.joinedAtMs,
    producers: seen?.producers,
    sender: anna.call.track(anna.id!, 'camera'),
    receiver: boris.call.track(anna.id!, 'camera'),
  };
}

const newestSeen = (anna: HeadlessParticipant, boris: HeadlessParticipant): number =>
  boris.look(anna.id!)!.last!.code?.counter ?? -1;

async function seesNothingNew(anna: HeadlessParticipant, boris: HeadlessParticipant): Promise<void> {
  const frames = () => boris.look(anna.id!)!.frames;
  await expect
    .poll(async () => {
      const before = frames();
      await new Promise((resolve) => setTimeout(resolve, 500));
      return frames() - before;
    }, eventually)
    .toBe(0);
}

it.each([
  ['the sender', 'anna'],
  ['the receiver', 'boris'],
] as const)('%s moves to another network: pictures go on from new ports, and nobody is new', async (_role, who) => {
  const { anna, boris, annasWays, borisWays, annasNetwork, borisNetwork } = await annaSeenByBoris();
  const [mover, ways, network] = who === 'anna' ? [anna, annasWays, annasNetwork] : [boris, borisWays, borisNetwork];
  const before = identity(anna, boris);
  relay.cut(ways);
  await seesNothingNew(anna, boris);
  const drawn = anna.picture!.frame;
  const known = relay.ways();
  network.change();
  await expect.poll(() => newestSeen(anna, boris), eventually).toBeGreaterThan(drawn + 15);
  expect(relay.packetsBeside(known)).toBeGreaterThan(0);
  expect(identity(anna, boris)).toEqual(before);
  expect(mover.call.state.connection.name).toBe('connected');
  await expect.poll(() => mover.call.state.media, eventually).toBe('up');
});

it('the sender is told of a change that was none: pictures move to the new ports without a gap', async () => {
  const { anna, boris, annasNetwork, annasWays } = await annaSeenByBoris();
  const before = identity(anna, boris);
  const known = relay.ways();
  let lastAtMs = performance.now();
  let longestGapMs = 0;
  boris.look(anna.id!)!.onFrame(({ atMs }) => {
    longestGapMs = Math.max(longestGapMs, atMs - lastAtMs);
    lastAtMs = atMs;
  });
  annasNetwork.change();
  await expect.poll(() => relay.packetsBeside(known), eventually).toBeGreaterThan(100);
  relay.cut(annasWays);
  const drawn = anna.picture!.frame;
  await expect.poll(() => newestSeen(anna, boris), eventually).toBeGreaterThan(drawn + 15);
  expect(longestGapMs).toBeLessThan(2_000);
  expect(identity(anna, boris)).toEqual(before);
});

it('a way that dies without a word is noticed and mended', async () => {
  const { anna, boris, annasWays } = await annaSeenByBoris();
  const before = identity(anna, boris);
  relay.cut(annasWays);
  await seesNothingNew(anna, boris);
  const drawn = anna.picture!.frame;
  await expect.poll(() => newestSeen(anna, boris), eventually).toBeGreaterThan(drawn + 15);
  expect(identity(anna, boris)).toEqual(before);
});
