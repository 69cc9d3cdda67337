/** The whole server dies and is started again: the people in a meeting find each other again without doing anything (M9). */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { type Program, startProgram } from './harness/program.ts';

type Seen = Awaited<ReturnType<Guest['sees']>>;

describe('a meeting outlives its server', () => {
  let program: Program;
  let browser: Browser;
  let anna: Guest;
  let boris: Guest;

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    browser = await launch('chromium');
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Phoenix' });
    const link = `${program.origin}/j/${meeting.id}`;
    anna = await Guest.open(browser, link, { name: 'Anna', devices: { colour: 2, toneHz: 440 } });
    boris = await Guest.open(browser, link, { name: 'Boris', devices: { colour: 5, toneHz: 700 } });
    for (const guest of [anna, boris]) {
      await guest.join();
      await guest.page.evaluate(() => Object.assign(window, { vecheNeverReloaded: true }));
    }
    await anna.rename('Anna Maria');
    await eventually(
      'Boris sees Anna Maria',
      () => boris.sees('Anna Maria'),
      (frame) => frame?.colour === 2,
    );
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('kill -9 and a new start: seen and heard again within 15 s, by the same names, without a reload', async () => {
    await program.crash();
    const startMs = Date.now();
    program = await program.startAgain();
    // What stands in the tiles is from before the kill: only pictures drawn after it count.
    const drawnAnew = (colour: number) => (frame: Seen) =>
      frame !== undefined && frame.colour === colour && Date.now() - frame.ageMs > startMs + 500;
    const isHeard = (loudnessDb: number) => loudnessDb > -60;
    const withinMs = (): number => Math.max(1, startMs + 15_000 - Date.now());
    await eventually('Boris sees Anna', () => boris.sees('Anna Maria'), drawnAnew(2), withinMs());
    await eventually('Anna sees Boris', () => anna.sees('Boris'), drawnAnew(5), withinMs());
    await eventually('Boris hears Anna', () => boris.hearsDb(440), isHeard, withinMs());
    await eventually('Anna hears Boris', () => anna.hearsDb(700), isHeard, withinMs());
    for (const guest of [anna, boris]) {
      expect((await guest.figures()).sort()).toEqual(['Anna Maria', 'Boris']);
      expect(await guest.page.evaluate(() => 'vecheNeverReloaded' in window)).toBe(true);
    }
  });

  it('whoever was muted stays muted', async () => {
    await boris.press('Mute');
    await eventually(
      'Anna hears no Boris',
      () => anna.hearsDb(700),
      (loudnessDb) => loudnessDb < -70,
    );
    await program.crash();
    const startMs = Date.now();
    program = await program.startAgain();
    await eventually(
      'Anna sees Boris anew',
      () => anna.sees('Boris'),
      (frame) => frame?.colour === 5 && Date.now() - frame.ageMs > startMs + 500,
    );
    expect(await boris.hasButton('Unmute')).toBe(true);
    expect(await anna.hearsDb(700)).toBeLessThan(-70);
    await boris.press('Unmute');
    await eventually(
      'Anna hears Boris again',
      () => anna.hearsDb(700),
      (loudnessDb) => loudnessDb > -60,
    );
  });
});
