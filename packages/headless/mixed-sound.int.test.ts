/** The server's mix at the ear of headless participants: real libwebrtc against the media server on loopback. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { type LoopbackMeeting, startLoopbackMeeting } from './fixtures/loopback-meeting.ts';
import { HeardTone } from './heard-tone.ts';
import type { HeadlessParticipant } from './participant.ts';
import { tone } from './sound-signal.ts';

let meeting: LoopbackMeeting;
beforeAll(async () => {
  meeting = await startLoopbackMeeting();
  meeting.soundMode = 'mixed';
});
afterEach(() => meeting.everybodyOut());
afterAll(() => meeting.close());

const participant = (...of: Parameters<LoopbackMeeting['participant']>): HeadlessParticipant =>
  meeting.participant(...of);
const eventually = { timeout: 10_000, interval: 50 };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const longestGapMs = 200;

it('the tones of two others arrive in one stream, and one’s own is not in it', async () => {
  const anna = participant('Anna', { sound: tone(440) });
  const boris = participant('Boris', { sound: tone(1_000) });
  const clara = participant('Clara', { sound: tone(1_700) });
  await Promise.all([anna.join(), boris.join(), clara.join()]);
  await expect.poll(() => anna.listenMix()?.toneShare(1_000, 20), eventually).toBeGreaterThan(0.3);
  await expect.poll(() => anna.listenMix()?.toneShare(1_700, 20), eventually).toBeGreaterThan(0.3);
  await expect.poll(() => boris.listenMix()?.toneShare(440, 20), eventually).toBeGreaterThan(0.3);
  expect(anna.listenMix()!.toneShare(440)).toBeLessThan(0.001);
  expect(anna.listen(boris.id!)).toBeUndefined();
});

it('whoever is alone hears nothing, and whoever comes', async () => {
  const anna = participant('Anna', { sound: tone(440) });
  await anna.join();
  await expect.poll(() => anna.listenMix(), eventually).toBeDefined();
  expect(anna.listenMix()!.loudness()).toBeLessThan(50);
  const boris = participant('Boris', { sound: tone(1_000) });
  await boris.join();
  await expect.poll(() => anna.listenMix()?.toneShare(1_000, 20), eventually).toBeGreaterThan(0.8);
});

it('a muted microphone is not in the mix, and comes back', async () => {
  const anna = participant('Anna', { sound: tone(440) });
  const boris = participant('Boris');
  await Promise.all([anna.join(), boris.join()]);
  await expect.poll(() => boris.listenMix()?.toneShare(440, 20), eventually).toBeGreaterThan(0.8);
  await anna.call.setPaused('microphone', true);
  await expect.poll(() => boris.listenMix()?.loudness(), eventually).toBeLessThan(50);
  await anna.call.setPaused('microphone', false);
  await expect.poll(() => boris.listenMix()?.toneShare(440, 20), eventually).toBeGreaterThan(0.8);
});

it('the host changes the mode, and a tone goes on without a gap', async () => {
  const host = participant('Host', { role: 'host', sound: tone(440) });
  const guest = participant('Guest');
  await Promise.all([host.join(), guest.join()]);
  await expect(guest.call.setSoundMode('forwarded')).rejects.toMatchObject({ code: 'not_the_host' });
  await expect.poll(() => guest.listenMix()?.toneShare(440, 20), eventually).toBeGreaterThan(0.8);
  const heard = new HeardTone(guest, host.id!, 440);
  for (const [mode, path] of [
    ['forwarded', 'each'],
    ['mixed', 'mix'],
  ] as const) {
    heard.reset();
    await host.call.setSoundMode(mode);
    await expect.poll(() => guest.call.state.heard, eventually).toBe(path);
    await pause(1_000);
    expect(heard.longestGapMs, mode).toBeLessThan(longestGapMs);
    expect(heard.heardMs).toBeGreaterThan(500);
    await expect
      .poll(() => (mode === 'mixed' ? guest.listen(host.id!) : guest.listenMix()), eventually)
      .toBeUndefined();
  }
  heard.stop();
});

it.each(['mixed', 'forwarded'] as const)(
  'original sound and back: a tone goes on without a gap in a %s meeting',
  async (mode) => {
    meeting.soundMode = mode;
    const anna = participant('Anna', { sound: tone(440) });
    const boris = participant('Boris');
    await Promise.all([anna.join(), boris.join()]);
    meeting.soundMode = 'mixed';
    const reader = () => (mode === 'mixed' ? boris.listenMix() : boris.listen(anna.id!));
    await expect.poll(() => reader()?.toneShare(440, 20), eventually).toBeGreaterThan(0.8);
    const heard = new HeardTone(boris, anna.id!, 440);
    for (const treatment of ['original', 'plain'] as const) {
      await anna.call.setVoiceTreatment(treatment);
      await pause(1_000);
      expect(heard.longestGapMs, treatment).toBeLessThan(longestGapMs);
    }
    expect(heard.heardMs).toBeGreaterThan(1_000);
    heard.stop();
  },
);
