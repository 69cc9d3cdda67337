/** Breakout rooms with real libwebrtc: who sees and hears whom, in either sound mode, and what a move leaves as it was (B1 to B4). */
import type { SoundMode } from '@veche/contracts/signalling/conference-view.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackMeeting, startLoopbackMeeting } from './fixtures/loopback-meeting.ts';
import { MovingPicture } from './moving-picture.ts';
import type { HeadlessParticipant } from './participant.ts';
import { tone } from './sound-signal.ts';

let meeting: LoopbackMeeting;
beforeAll(async () => {
  meeting = await startLoopbackMeeting();
});
afterEach(() => meeting.everybodyOut());
afterAll(() => meeting.close());

const watch = { widthPx: 320, heightPx: 180 };
const eventually = { timeout: 10_000, interval: 50 };
const person = (name: string, colour: number, toneHz: number, role?: 'host') =>
  meeting.participant(name, {
    picture: { widthPx: 320, heightPx: 180, framesPerSecond: 15, colour },
    sound: tone(toneHz, 4_000),
    watch,
    ...(role === undefined ? {} : { role }),
  });

/** Of what is heard now, in whichever way the meeting's sound comes. A short stretch minds no pitch that is off while clocks are being matched. */
const shareHeard = (listener: HeadlessParticipant, of: HeadlessParticipant, toneHz: number): number =>
  (listener.call.state.heard === 'mix' ? listener.listenMix() : listener.listen(of.id!))?.toneShare(toneHz, 20) ?? 0;

/** Own streams as they are known to the server, and what they are sent over: a rejoin would change both. */
const footing = ({ call }: HeadlessParticipant) =>
  call.state.participants
    .find(({ isSelf }) => isSelf)!
    .producers.map(({ producerId, paused }) => `${producerId} ${paused}`);

describe.each<SoundMode>(['mixed', 'forwarded'])('rooms of a meeting whose sound is %s', (soundMode) => {
  it('people of one room see and hear each other and nobody else; a move and the way back change nothing of what they send', async () => {
    meeting.soundMode = soundMode;
    const olga = person('Olga', 2, 400, 'host');
    await olga.join();
    const [anna, boris] = [person('Anna', 5, 700), person('Boris', 9, 1_100)];
    await anna.join();
    await boris.join();
    for (const [listener, of, toneHz] of [
      [anna, boris, 1_100],
      [anna, olga, 400],
      [boris, anna, 700],
      [olga, anna, 700],
    ] as const) {
      await expect.poll(() => shareHeard(listener, of, toneHz), eventually).toBeGreaterThan(0.2);
    }
    await expect.poll(() => anna.look(boris.id!)?.last?.code?.colour, eventually).toBe(9);
    await boris.call.setPaused('camera', true);
    await anna.call.order('raiseHand', { raised: true });
    const before = [footing(anna), footing(boris)];

    const { roomIds } = await olga.call.order('createRooms', { names: ['One'], assign: 'byHand' });
    await olga.call.order('assign', { participantIds: [anna.id!, boris.id!], roomId: roomIds[0]! });
    await olga.call.order('openRooms', {});
    await expect.poll(() => anna.call.state.room?.name, eventually).toBe('One');
    expect(anna.call.state.participants.map(({ name }) => name)).toEqual(['Anna', 'Boris']);
    await expect.poll(() => shareHeard(anna, boris, 1_100), eventually).toBeGreaterThan(0.8);
    await expect.poll(() => shareHeard(boris, anna, 700), eventually).toBeGreaterThan(0.8);
    // Alone in the main room.
    await expect
      .poll(() => Math.max(shareHeard(olga, anna, 700), shareHeard(olga, boris, 1_100)), eventually)
      .toBeLessThan(0.01);
    expect(olga.look(anna.id!)).toBeUndefined();
    await expect.poll(() => boris.look(anna.id!)?.last?.code?.colour, eventually).toBe(5);
    expect(anna.look(olga.id!)).toBeUndefined();

    await olga.call.order('closeRooms', { inSeconds: 0 });
    await expect.poll(() => anna.call.state.room, eventually).toBeNull();
    await expect.poll(() => shareHeard(olga, anna, 700), eventually).toBeGreaterThan(0.2);
    await expect.poll(() => shareHeard(anna, olga, 400), eventually).toBeGreaterThan(0.2);
    await expect.poll(() => olga.look(anna.id!)?.last?.code?.colour, eventually).toBe(5);
    expect([footing(anna), footing(boris)]).toEqual(before);
    const seen = olga.call.state.participants.find(({ name }) => name === 'Anna')!;
    expect(seen).toMatchObject({ handOrder: 1, role: 'guest' });
    expect(olga.call.state.participants.find(({ name }) => name === 'Boris')!.producers).toContainEqual(
      expect.objectContaining({ source: 'camera', paused: true }),
    );
  });
});

it('M6: muted by a host, nobody hears more of it; unmuting is one’s own, unless it is forbidden and nobody asked', async () => {
  meeting.soundMode = 'mixed';
  const olga = person('Olga', 2, 400, 'host');
  const anna = person('Anna', 5, 700);
  await olga.join();
  await anna.join();
  await expect.poll(() => shareHeard(olga, anna, 700), eventually).toBeGreaterThan(0.8);
  await olga.call.order('setPolicy', { unmuteSelf: false });
  await olga.call.order('mute', { participantId: anna.id! });
  await expect.poll(() => anna.call.state.publishing.microphone, eventually).toBe('paused');
  await expect.poll(() => shareHeard(olga, anna, 700), eventually).toBeLessThan(0.01);
  await expect(anna.call.setPaused('microphone', false)).rejects.toMatchObject({ code: 'unmute_off' });
  expect(anna.call.state.publishing.microphone).toBe('paused');
  await olga.call.order('askToUnmute', { participantId: anna.id! });
  expect(anna.call.state.publishing.microphone).toBe('paused');
  await anna.call.setPaused('microphone', false);
  await expect.poll(() => shareHeard(olga, anna, 700), eventually).toBeGreaterThan(0.8);
});

it('M6: a host who stops a picture and forbids sharing ends both at once', async () => {
  const olga = person('Olga', 2, 400, 'host');
  const anna = person('Anna', 5, 700);
  await olga.join();
  await anna.join();
  const screen = new MovingPicture({ widthPx: 320, heightPx: 180, framesPerSecond: 15, colour: 11 });
  await anna.call.publish('screen', screen.track);
  await expect.poll(() => olga.look(anna.id!, 'screen')?.last?.code?.colour, eventually).toBe(11);
  await olga.call.order('setPolicy', { shareScreen: false });
  await olga.call.order('stopVideo', { participantId: anna.id! });
  await expect
    .poll(() => [anna.call.state.publishing.screen, anna.call.state.publishing.camera], eventually)
    .toEqual(['off', 'off']);
  await expect
    .poll(
      () => olga.call.state.participants.find(({ name }) => name === 'Anna')?.producers.map(({ source }) => source),
      eventually,
    )
    .toEqual(['microphone']);
  await expect(anna.call.publish('screen', screen.track)).rejects.toMatchObject({ code: 'sharing_off' });
  screen.stop();
});
