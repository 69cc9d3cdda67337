/** The call engine against the media server: two or three participants with real libwebrtc in one meeting on loopback. */

import { execFileSync } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallEnvironment } from '@veche/client/call-environment.ts';
import { systemClock } from '@veche/kernel/clock.ts';
import { silentLogger } from '@veche/kernel/logger.ts';
import { type MediaServer, type Place, startMediaServer } from '@veche/media/host/media-server.ts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { freeUdpPort } from './free-udp-port.ts';
import { nodeEnvironment } from './node-environment.ts';
import { type HeadlessOptions, HeadlessParticipant } from './participant.ts';
import { tone } from './sound-signal.ts';

const places = new Map<string, Place>();
const present: HeadlessParticipant[] = [];
let media: MediaServer;
let http: Server;
let conferenceId: string;

beforeAll(async () => {
  media = await startMediaServer(
    { listenAddresses: ['127.0.0.1'], announcedAddresses: ['127.0.0.1'], firstPort: await freeUdpPort(), workers: 1 },
    {
      redeemPlace: async (participantToken) => places.get(participantToken),
      conferenceEnded: async () => undefined,
      logger: silentLogger,
      clock: systemClock,
      random: { bytes: (length) => new Uint8Array(randomBytes(length)) },
    },
  );
  http = createServer();
  const upgrades = new WebSocketServer({ server: http });
  upgrades.on('connection', (socket) => media.accept(socket, { address: '127.0.0.1', language: 'en' }));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await media.close();
  http.closeAllConnections();
  http.close();
});
afterEach(() => {
  for (const participant of present.splice(0)) participant.close();
});

/** A fresh meeting begins with the first participant of a test. */
function participant(
  name: string,
  options: Omit<HeadlessOptions, 'place'> & { role?: 'host' } = {},
): HeadlessParticipant {
  if (present.length === 0) conferenceId = randomUUID();
  const participantToken = randomUUID();
  places.set(participantToken, {
    participantId: randomUUID(),
    conferenceId,
    conferenceName: 'Standup',
    name,
    role: options.role ?? 'guest',
  });
  const mediaUrl = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/media/v1/signalling`;
  const made = new HeadlessParticipant({ ...options, place: { mediaUrl, participantToken, iceServers: [] } });
  present.push(made);
  return made;
}
const picture = (colour: number) => ({ widthPx: 640, heightPx: 360, framesPerSecond: 15, colour });
const watch = { widthPx: 640, heightPx: 360 };
const eventually = { timeout: 10_000, interval: 50 };

/** The media workers are this process's only children. */
function workerPids(): number[] {
  const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  return listed
    .split('\n')
    .map((line) => line.trim().split(/\s+/, 3).concat(line))
    .filter(([, parent, , line]) => Number(parent) === process.pid && line?.includes('worker-main'))
    .map(([pid]) => Number(pid));
}

/** Everything of one socket class, so that a test can cut them. */
function cuttableEnvironment(): { environment: CallEnvironment; cut(): void } {
  const base = nodeEnvironment();
  const opened: WebSocket[] = [];
  class Remembered extends WebSocket {
    constructor(url: string) {
      super(url);
      opened.push(this);
    }
  }
  return {
    environment: { ...base, WebSocket: Remembered },
    cut: () => {
      for (const socket of opened.splice(0)) socket.close();
    },
  };
}

it('two participants see each other’s counters and colours and hear each other’s tones', async () => {
  const anna = participant('Anna', { picture: picture(3), sound: tone(440), watch });
  const boris = participant('Boris', { picture: picture(9), sound: tone(1_000), watch });
  await Promise.all([anna.join(), boris.join()]);
  await expect.poll(() => anna.look(boris.id!)?.last?.code?.colour, eventually).toBe(9);
  await expect.poll(() => boris.look(anna.id!)?.last?.code?.colour, eventually).toBe(3);
  await expect.poll(() => anna.listen(boris.id!)?.toneShare(1_000), eventually).toBeGreaterThan(0.8);
  await expect.poll(() => boris.listen(anna.id!)?.toneShare(440), eventually).toBeGreaterThan(0.8);
  const before = anna.look(boris.id!)!.last!.code!.counter;
  await expect.poll(() => anna.look(boris.id!)!.last!.code!.counter, eventually).toBeGreaterThan(before + 15);
  expect(boris.picture!.frame - anna.look(boris.id!)!.last!.code!.counter).toBeLessThan(15);
  expect(anna.call.state.media).toBe('up');
});

it('who comes later sees and hears who is there, and is seen', async () => {
  const anna = participant('Anna', { picture: picture(3), sound: tone(440), watch });
  await anna.join();
  await expect.poll(() => anna.call.state.publishing.camera, eventually).toBe('on');
  const late = participant('Late', { picture: picture(5), watch });
  await late.join();
  await expect.poll(() => late.look(anna.id!)?.last?.code?.colour, eventually).toBe(3);
  await expect.poll(() => anna.look(late.id!)?.last?.code?.colour, eventually).toBe(5);
  await expect.poll(() => late.listen(anna.id!)?.toneShare(440), eventually).toBeGreaterThan(0.8);
});

it('mute silences and shows, and both come back', async () => {
  const anna = participant('Anna', { sound: tone(440) });
  const boris = participant('Boris');
  await Promise.all([anna.join(), boris.join()]);
  const seen = () => boris.call.state.participants.find(({ participantId }) => participantId === anna.id);
  await expect.poll(() => boris.listen(anna.id!)?.toneShare(440), eventually).toBeGreaterThan(0.8);
  await anna.call.setPaused('microphone', true);
  await expect.poll(() => seen()?.producers, eventually).toMatchObject([{ source: 'microphone', paused: true }]);
  await expect.poll(() => boris.listen(anna.id!)?.loudness(), eventually).toBeLessThan(50);
  await anna.call.setPaused('microphone', false);
  await expect.poll(() => seen()?.producers, eventually).toMatchObject([{ paused: false }]);
  await expect.poll(() => boris.listen(anna.id!)?.toneShare(440), eventually).toBeGreaterThan(0.8);
});

it('a stopped camera comes back with moving pictures', async () => {
  const anna = participant('Anna', { picture: picture(3) });
  const boris = participant('Boris', { watch });
  await Promise.all([anna.join(), boris.join()]);
  await expect.poll(() => boris.look(anna.id!)?.last?.code?.colour, eventually).toBe(3);
  await anna.call.setPaused('camera', true);
  const frames = () => boris.look(anna.id!)!.frames;
  await expect
    .poll(async () => {
      const before = frames();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return frames() - before;
    }, eventually)
    .toBe(0);
  await anna.call.setPaused('camera', false);
  const before = frames();
  await expect.poll(frames, eventually).toBeGreaterThan(before + 10);
});

it('a picture off the screen is not sent, and comes back when shown again', async () => {
  const anna = participant('Anna', { picture: picture(3) });
  const boris = participant('Boris', { watch });
  await Promise.all([anna.join(), boris.join()]);
  await expect.poll(() => boris.look(anna.id!)?.last?.code?.colour, eventually).toBe(3);
  boris.call.setTiles([]);
  const frames = () => boris.look(anna.id!)!.frames;
  await expect
    .poll(async () => {
      const before = frames();
      await new Promise((resolve) => setTimeout(resolve, 300));
      return frames() - before;
    }, eventually)
    .toBe(0);
  const before = frames();
  boris.call.setTiles([{ participantId: anna.id!, source: 'camera', ...watch }]);
  await expect.poll(frames, eventually).toBeGreaterThan(before + 10);
});

it('a small tile gets a small layer, a large one the full picture', async () => {
  const anna = participant('Anna', { picture: picture(3) });
  const boris = participant('Boris', { watch: { widthPx: 160, heightPx: 90 } });
  await Promise.all([anna.join(), boris.join()]);
  await expect.poll(() => boris.look(anna.id!)?.last?.widthPx, eventually).toBe(320);
  boris.call.setTiles([{ participantId: anna.id!, source: 'camera', ...watch }]);
  await expect.poll(() => boris.look(anna.id!)?.last?.widthPx, eventually).toBe(640);
  expect(boris.look(anna.id!)?.last?.code?.colour).toBe(3);
});

it('speaking is seen by everybody, and who speaks is active', async () => {
  const anna = participant('Anna', { sound: tone(440) });
  const boris = participant('Boris');
  await Promise.all([anna.join(), boris.join()]);
  const seen = () => boris.call.state.participants.find(({ participantId }) => participantId === anna.id);
  await expect.poll(() => seen()?.speaking, eventually).toBe(true);
  await expect.poll(() => boris.call.state.activeParticipantId, eventually).toBe(anna.id);
  await anna.call.setPaused('microphone', true);
  await expect.poll(() => seen()?.speaking, eventually).toBe(false);
});

it('a new name and a leave are seen', async () => {
  const anna = participant('Anna');
  const boris = participant('Boris');
  await Promise.all([anna.join(), boris.join()]);
  await expect
    .poll(() => boris.call.state.participants.map(({ name }) => name).sort(), eventually)
    .toEqual(['Anna', 'Boris']);
  await anna.call.rename('Anna Maria');
  await expect
    .poll(() => boris.call.state.participants.map(({ name }) => name).sort(), eventually)
    .toEqual(['Anna Maria', 'Boris']);
  expect(anna.call.state.participants.find(({ isSelf }) => isSelf)?.name).toBe('Anna Maria');
  await anna.leave();
  await expect.poll(() => boris.call.state.participants.map(({ name }) => name), eventually).toEqual(['Boris']);
});

it('a cut socket resumes with pictures and sound never gone', async () => {
  const { environment, cut } = cuttableEnvironment();
  const anna = participant('Anna', { picture: picture(3), sound: tone(440), watch, environment });
  const boris = participant('Boris', { picture: picture(9), watch });
  await Promise.all([anna.join(), boris.join()]);
  await expect.poll(() => anna.look(boris.id!)?.last?.code?.colour, eventually).toBe(9);
  await expect.poll(() => boris.look(anna.id!)?.last?.code?.colour, eventually).toBe(3);
  const theirs = anna.call.track(boris.id!, 'camera');
  cut();
  await expect.poll(() => anna.call.state.connection.name, eventually).toBe('reconnecting');
  await expect.poll(() => anna.call.state.connection.name, eventually).toBe('connected');
  expect(anna.call.track(boris.id!, 'camera')).toBe(theirs);
  const before = anna.look(boris.id!)!.frames;
  await expect.poll(() => anna.look(boris.id!)!.frames, eventually).toBeGreaterThan(before + 10);
  await boris.call.rename('Boris the Second');
  await expect
    .poll(() => anna.call.state.participants.map(({ name }) => name), eventually)
    .toContain('Boris the Second');
});

it('pictures and sound come back after the media worker was killed', async () => {
  const anna = participant('Anna', { picture: picture(3), sound: tone(440), watch });
  const boris = participant('Boris', { picture: picture(9), sound: tone(1_000), watch });
  await Promise.all([anna.join(), boris.join()]);
  await expect.poll(() => anna.look(boris.id!)?.last?.code?.colour, eventually).toBe(9);
  const before = anna.call.track(boris.id!, 'camera');
  for (const pid of workerPids()) process.kill(pid, 'SIGKILL');
  await expect.poll(() => anna.call.track(boris.id!, 'camera') !== before, eventually).toBe(true);
  await expect.poll(() => anna.look(boris.id!)?.last?.code?.colour, eventually).toBe(9);
  await expect.poll(() => boris.look(anna.id!)?.last?.code?.colour, eventually).toBe(3);
  await expect.poll(() => anna.listen(boris.id!)?.toneShare(1_000), eventually).toBeGreaterThan(0.8);
  expect(anna.call.state).toMatchObject({ connection: { name: 'connected' }, media: 'up' });
});

it('the host ends the meeting for everybody', async () => {
  const host = participant('Host', { role: 'host' });
  const guest = participant('Guest');
  await Promise.all([host.join(), guest.join()]);
  await expect(guest.call.endForAll()).rejects.toMatchObject({ code: 'not_the_host' });
  await host.call.endForAll();
  await expect.poll(() => guest.call.state.connection, eventually).toEqual({ name: 'ended', reason: 'endedForAll' });
});

it('a token of nobody is refused in words', async () => {
  const nobody = participant('Nobody');
  places.clear();
  await expect(nobody.join()).rejects.toMatchObject({ code: 'participant_token_invalid' });
});
