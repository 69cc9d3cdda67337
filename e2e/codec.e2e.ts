/**
 * The codec of a meeting's pictures in real browsers: H.264 among those who have it, VP8 for everybody as soon as somebody comes who has not (Debian's Firefox
 * here), and H.264 again after a quiet time. Read from the browsers' own figures and from the pixels that arrive.
 */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, type Meeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import {
  type Beginnings,
  beginningsOf,
  flowingOf,
  heardBy,
  pictureWatchScript,
  watchedBy,
  watchOf,
} from './harness/picture-watch.ts';
import { type Program, startProgram } from './harness/program.ts';

const anna = { name: 'Anna', colour: 2, toneHz: 440 } as const;
const boris = { name: 'Boris', colour: 5, toneHz: 700 } as const;
const clara = { name: 'Clara', colour: 9, toneHz: 1_100 } as const;
type Person = typeof anna | typeof boris | typeof clara;

const switchMaxMs = 2_000;
const freezeMaxMs = 1_000;
const h264 = 'video/H264';
const vp8 = 'video/VP8';

async function joins(browser: Browser, { joinLink }: Meeting, who: Person): Promise<Guest> {
  const guest = await Guest.open(browser, joinLink, { name: who.name, devices: who, scripts: [pictureWatchScript()] });
  await guest.join();
  return guest;
}

const sees = (guest: Guest, whom: Person) =>
  eventually(
    `${guest.name} sees ${whom.name}`,
    () => guest.sees(whom.name),
    (frame) => frame !== undefined && frame.colour === whom.colour && frame.ageMs < 1_000,
  );

/** Nothing else flows, in the given directions. */
async function allIn(guest: Guest, mimeType: string, directions: readonly ('in' | 'out')[] = ['in', 'out']) {
  await eventually(
    `all that flows at ${guest.name}’s is ${mimeType}`,
    () => flowingOf(guest),
    (pictures) =>
      directions.every((wanted) => pictures.some(({ direction }) => direction === wanted)) &&
      pictures.every((picture) => picture.mimeType === mimeType || !directions.includes(picture.direction)),
  );
}

/** When they were told so for the nth time. */
async function heardTimes(guest: Guest, method: string, times: number, withinMs = 15_000): Promise<number> {
  const { value } = await eventually(
    `${guest.name} is told ${method} for the ${times}th time`,
    async () => (await heardBy(guest)).filter((heard) => heard.method === method),
    ({ length }) => length >= times,
    withinMs,
  );
  return value[times - 1]!.atMs;
}

describe('R3: two in Chromium, and one in Firefox who comes and goes', () => {
  const quietMs = 4_000;
  let program: Program;
  let chromium: Browser;
  let firefox: Browser;
  let meeting: Meeting;
  let two: readonly [Guest, Guest];
  let third: Guest;
  let begun: readonly Beginnings[];
  const others = [boris, anna] as const;

  beforeAll(async () => {
    program = await startProgram({ environment: { VECHE_VIDEO_CODEC_QUIET_SECONDS: String(quietMs / 1_000) } });
    const owner = await registerOwner(program.origin);
    meeting = await createMeeting(program.origin, owner, { name: 'Codecs' });
    [chromium, firefox] = await Promise.all([launch('chromium'), launch('firefox')]);
    two = [await joins(chromium, meeting, anna), await joins(chromium, meeting, boris)];
  });

  afterAll(async () => {
    await chromium?.close();
    await firefox?.close();
    await program?.stop();
  });

  /** What the two see of each other stood no second longer at the change than a machine that is busy with browsers lets it stand in any such time. */
  async function picturesWentOn(changedAtMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, changedAtMs + 3_000 - Date.now())));
    for (const [index, guest] of two.entries()) {
      const { name } = others[index]!;
      const before = await watchedBy(guest, name, changedAtMs - 3_000, changedAtMs);
      const then = await watchedBy(guest, name, changedAtMs, changedAtMs + 3_000);
      console.log(
        `  ${guest.name}'s picture of ${name} stood ${then.longestGapMs} ms at most (${before.longestGapMs} in the three seconds before), was blank for ${then.blankMs} ms`,
      );
      expect(then.longestGapMs).toBeLessThan(freezeMaxMs + before.longestGapMs);
      expect(then.blankMs).toBeLessThan(freezeMaxMs + before.longestGapMs);
    }
  }

  it('speak H.264 to each other, in several layers', async () => {
    for (const [index, guest] of two.entries()) {
      await sees(guest, others[index]!);
      await allIn(guest, h264);
      const { value } = await eventually(
        `${guest.name} sends layers`,
        () => flowingOf(guest, 1_500),
        (pictures) => pictures.filter(({ direction }) => direction === 'out').length >= 2,
      );
      const layers = value.flatMap(({ direction, rid }) => (direction === 'out' ? [rid] : []));
      expect(layers.toSorted()).toEqual(['r0', 'r1']);
      await watchOf(guest, others[index]!.name);
    }
    begun = await Promise.all(two.map(beginningsOf));
  });

  it('speak VP8 within two seconds of Firefox’s coming, and the pictures go on', async () => {
    third = await Guest.open(firefox, meeting.joinLink, {
      name: clara.name,
      devices: clara,
      scripts: [pictureWatchScript()],
    });
    for (const { name } of [anna, boris]) await watchOf(third, name);
    await third.join();
    const toldAtMs = await Promise.all(two.map((guest) => heardTimes(guest, 'videoCodecChanged', 1)));
    const comesAtMs = Math.min(...toldAtMs);
    for (const whom of [anna, boris]) await sees(third, whom);
    const firstSeen: number[] = [];
    for (const { name } of [anna, boris]) {
      const { value } = await eventually(
        `the watch has seen ${name}`,
        async () => (await watchedBy(third, name, 0)).firstAtMs,
        (atMs) => atMs !== undefined,
      );
      firstSeen.push(value! - comesAtMs);
    }
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, comesAtMs + switchMaxMs - Date.now())));
    for (const guest of two) {
      const now = (await flowingOf(guest)).map(({ mimeType }) => mimeType);
      expect(new Set(now), `${guest.name}, two seconds after`).toEqual(new Set([vp8]));
    }
    console.log(`To VP8: Firefox sees the two after ${firstSeen.join(' and ')} ms`);
    await picturesWentOn(comesAtMs);
    expect(Math.max(...firstSeen)).toBeLessThan(switchMaxMs);
    for (const [index, guest] of two.entries()) {
      await sees(guest, others[index]!);
      await sees(guest, clara);
    }
  });

  it('began nothing anew for it: no socket, no connection, no device, and nobody left', async () => {
    expect(await Promise.all(two.map(beginningsOf))).toEqual(begun);
    for (const guest of two) {
      const methods = (await heardBy(guest)).map(({ method }) => method);
      expect(methods).not.toContain('participantsLeft');
      expect(methods).not.toContain('mediaRestarted');
    }
  });

  it('speak H.264 again when Firefox has been gone for the quiet time, not before, and the pictures go on', async () => {
    await third.press('Leave');
    const goneAtMs = await Promise.all(two.map((guest) => heardTimes(guest, 'participantsLeft', 1)));
    const toldAtMs = await Promise.all(two.map((guest) => heardTimes(guest, 'videoCodecChanged', 2, quietMs + 5_000)));
    for (const [index, atMs] of toldAtMs.entries()) expect(atMs - goneAtMs[index]!).toBeGreaterThan(quietMs - 200);
    for (const guest of two) await allIn(guest, h264);
    const backAtMs = Math.min(...toldAtMs);
    console.log('Back to H.264');
    await picturesWentOn(backAtMs);
    for (const [index, guest] of two.entries()) await sees(guest, others[index]!);
    expect(await Promise.all(two.map(beginningsOf))).toEqual(begun);
  });

  it('a screen that is shared goes over too, with its sound, and is what keeps a meeting from going back', async () => {
    const [first, second] = two;
    await first.page.bringToFront();
    await first.press('Share screen');
    const screen = `${anna.name}'s screen`;
    const seesScreen = () =>
      eventually(
        'the screen is seen',
        () => second.sees(screen),
        (frame) => frame !== undefined && frame.colour === 15 && frame.ageMs < 1_500,
      );
    await seesScreen();
    await allIn(first, h264, ['out']);
    third = await joins(firefox, meeting, clara);
    await allIn(first, vp8, ['out']);
    await seesScreen();
    await eventually(
      'Clara sees the screen',
      () => third.sees(screen),
      (frame) => frame !== undefined && frame.colour === 15,
    );
    await eventually(
      'the screen is heard',
      () => second.hearsDb(1_900),
      (db) => db > -60,
    );
    await third.press('Leave');
    await heardTimes(first, 'participantsLeft', 2);
    // Twice as long, since it is the second time.
    await new Promise((resolve) => setTimeout(resolve, 2 * quietMs + 1_000));
    await allIn(first, vp8, ['out']);
    await first.press('Stop sharing');
    await heardTimes(first, 'videoCodecChanged', 4, 2 * quietMs + 5_000);
    await allIn(first, h264, ['out']);
    await sees(second, anna);
  });
});

describe.each([
  { setting: 'vp8', mimeType: vp8 },
  { setting: 'h264', mimeType: h264 },
])('VECHE_VIDEO_CODEC=$setting', ({ setting, mimeType }) => {
  let program: Program;
  const browsers: Browser[] = [];

  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await program?.stop();
  });

  it('fixes the codec, whoever comes', async () => {
    program = await startProgram({ environment: { VECHE_VIDEO_CODEC: setting } });
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Fixed' });
    browsers.push(await launch('chromium'), await launch('firefox'));
    const [chromium, firefox] = browsers as [Browser, Browser];
    const first = await joins(chromium, meeting, anna);
    const second = await joins(chromium, meeting, boris);
    await sees(first, boris);
    const third = await joins(firefox, meeting, clara);
    await eventually(
      'Clara hears Anna',
      () => third.hearsDb(anna.toneHz),
      (db) => db > -60,
    );
    // Firefox sends what it can, and that is received.
    await sees(first, clara);
    await allIn(second, mimeType, ['out']);
    if (setting === 'vp8') await sees(third, anna);
    else expect(await third.sees(anna.name)).toBeUndefined();
    expect((await heardBy(first)).map(({ method }) => method)).not.toContain('videoCodecChanged');
  });
});
