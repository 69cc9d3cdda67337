/** The call engine against the media server: two or three participants with real libwebrtc in one meeting on loopback. */

import { execFileSync } from 'node:child_process';
import type { CallEnvironment } from '@veche/client/call-environment.ts';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type LoopbackMeeting, startLoopbackMeeting } from './fixtures/loopback-meeting.ts';
import { nodeEnvironment } from './node-environment.ts';
import type { HeadlessParticipant } from './participant.ts';
import { tone } from './sound-signal.ts';

let meeting: LoopbackMeeting;
beforeAll(async () => {
  meeting = await startLoopbackMeeting();
});
afterEach(() => meeting.everybodyOut());
afterAll(() => meeting.close());

const participant = (...of: Parameters<LoopbackMeeting['participant']>): HeadlessParticipant =>
  meeting.participant(...of);
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

/** The first socket's frames are on their way until the test lets them arrive, and so is its closing; patience is short. */
function congestedEnvironment(): { environment: CallEnvironment; opened: () => number; arrive(): void } {
  const base = nodeEnvironment();
  const late: (() => void)[] = [];
  let opened = 0;
  class Congested extends WebSocket {
    readonly #isFirst = ++opened === 1;
    override send(text: string): void {
      if (this.#isFirst) late.push(() => super.send(text));
      else super.send(text);
    }
    override close(): void {
      if (!this.#isFirst) super.close();
    }
  }
  return {
    environment: {
      ...base,
      WebSocket: Congested,
      setTimeout: (callback, delayMs) => base.setTimeout(callback, delayMs / 5),
    },
    opened: () => opened,
    arrive: () => {
      for (const send of late.splice(0)) send();
    },
  };
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

it('a join that the network held up does not throw out who has joined on a newer socket since', async () => {
  const { environment, opened, arrive } = congestedEnvironment();
  const anna = participant('Anna', { environment });
  const boris = participant('Boris');
  await Promise.all([anna.join(), boris.join()]);
  expect(opened()).toBe(2);
  arrive();
  await new Promise((resolve) => setTimeout(resolve, 300));
  await anna.call.rename('Anna Maria');
  expect(opened()).toBe(2);
  expect(anna.call.state.connection.name).toBe('connected');
  await expect.poll(() => boris.call.state.participants.map(({ name }) => name), eventually).toContain('Anna Maria');
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
  meeting.forgetTokens();
  await expect(nobody.join()).rejects.toMatchObject({ code: 'participant_token_invalid' });
});
