/**
 * A host and four guests in real browsers: the lobby, two breakout rooms, help, a message to all, the timer, a move, a reload, the way back. Who sees and
 * hears whom is read from pixels and sound; who must not is checked the same way (M6, M7, M8, B1 to B4).
 */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { anna, boris, Cast, clara, dora, olga } from './harness/cast.ts';
import { eventually } from './harness/eventually.ts';
import { type Program, startProgram } from './harness/program.ts';

const guests = [anna, boris, clara, dora];

/** How often the page asked for a device: a move asks for none. */
const countAsking = `{
  const devices = navigator.mediaDevices;
  const ask = devices.getUserMedia.bind(devices);
  window.vecheAsked = 0;
  devices.getUserMedia = (...wanted) => { window.vecheAsked += 1; return ask(...wanted); };
}`;

describe('a host and four guests', () => {
  let program: Program;
  let browser: Browser;
  const cast = new Cast();

  beforeAll(async () => {
    program = await startProgram();
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Seminar', lobby: true });
    browser = await launch('chromium');
    await cast.hosts(browser, owner, meeting, olga);
    for (const who of guests) await cast.knocks(browser, meeting, who, [countAsking]);
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('M6: guests wait at the door, see nobody, and are told; one and then all are admitted', async () => {
    for (const who of guests) {
      await cast.reads(who, /wait/i);
      expect(await cast.of(who).figures()).toEqual([]);
    }
    await cast.press(olga, 'Participants');
    await cast.press(olga, 'Admit');
    await cast.isAmong(anna, [olga]);
    expect(await cast.of(boris).figures()).toEqual([]);
    await cast.press(olga, 'Admit all');
    for (const who of guests)
      await cast.isAmong(
        who,
        [olga, ...guests].filter((other) => other !== who),
      );
    await cast.sees(olga, dora);
    await cast.sees(anna, boris);
    await cast.hears(clara, anna);
    await cast.press(olga, 'Participants');
  });

  it('M7: hands are raised in order, and Anna mutes herself', async () => {
    await cast.press(dora, 'Raise hand');
    await cast.press(boris, 'Raise hand');
    await cast.press(anna, 'Mute');
    await eventually('Boris’s hand', () => cast.of(boris).hasButton('Lower hand'), Boolean);
    await cast.hearsNothingOf(olga, anna);
    await cast.press(olga, 'Participants');
    await cast.reads(olga, /Raised hands[\s\S]*Dora[\s\S]*Boris[\s\S]*In the meeting/);
    await cast.press(olga, 'Participants');
  });

  it('B1: rooms are made, people assigned by keyboard and by drag, and opened with a timer', async () => {
    const host = cast.of(olga);
    await host.page.bringToFront();
    await cast.press(olga, 'Breakout rooms');
    const count = await host.page.waitForSelector('input[type="number"]');
    await count!.evaluate((element) => (element as HTMLInputElement).select());
    await count!.type('2');
    await cast.tick(olga, 'By hand');
    await cast.press(olga, 'Create rooms');
    await cast.carry(olga, anna, 'Room 1');
    await cast.drag(olga, boris, 'Room 1');
    for (const who of [clara, dora]) await cast.carry(olga, who, 'Room 2');
    const minutes = await host.page.waitForSelector('input[type="number"]');
    await minutes!.type('5');
    await cast.press(olga, 'Open rooms');
    await cast.reads(olga, 'The rooms are open');
    await cast.inDialog(olga, 'Close');
    await cast.isAmong(anna, [boris]);
    await cast.isAmong(dora, [clara]);
    await cast.isAmong(olga, []);
  });

  it('B2: people of one room see and hear each other, and nobody else; no device was asked for', async () => {
    await cast.sees(anna, boris);
    await cast.sees(boris, anna);
    await cast.sees(clara, dora);
    await cast.sees(dora, clara);
    await cast.hears(anna, boris);
    await cast.hears(clara, dora);
    await cast.hears(dora, clara);
    for (const [who, whom] of [
      [anna, clara],
      [anna, dora],
      [clara, boris],
      [dora, boris],
      [olga, boris],
      [olga, dora],
      [boris, olga],
    ] as const) {
      await cast.hearsNothingOf(who, whom);
    }
    // Anna is as mute as she was.
    await cast.hearsNothingOf(boris, anna);
    const asked = await Promise.all(
      guests.map((who) => cast.of(who).page.evaluate(() => Reflect.get(window, 'vecheAsked') as number)),
    );
    expect(Math.max(...asked), 'devices asked for').toBeLessThanOrEqual(2);
    await cast.reads(anna, 'Room 1');
    await cast.reads(clara, 'Room 2');
  });

  it('B2: a room asks for help; the host comes, hears and is heard there, and nowhere else', async () => {
    await cast.press(dora, 'Ask for help');
    await cast.press(olga, 'Join Room 2');
    await cast.isAmong(olga, [clara, dora]);
    await cast.hears(olga, dora);
    await cast.hears(dora, olga);
    await cast.hearsNothingOf(anna, olga);
    await cast.hearsNothingOf(olga, boris);
  });

  it('B2: a message to all rooms is read in every one', async () => {
    const host = cast.of(olga);
    await host.page.bringToFront();
    await cast.press(olga, 'Breakout rooms');
    const field = await host.page.waitForSelector('input[aria-label="Message to all rooms"]');
    await field!.type('Ten more slides');
    await field!.press('Enter');
    for (const who of guests) await cast.reads(who, 'Ten more slides');
  });

  it('B3: what is said in a room is read there alone', async () => {
    for (const who of [anna, boris, clara]) await cast.press(who, 'Chat');
    await cast.of(anna).page.waitForSelector('aside textarea');
    await cast.of(anna).page.type('aside textarea', 'Only for us two');
    await cast.of(anna).page.keyboard.press('Enter');
    await cast.reads(boris, 'Only for us two');
    expect(await cast.of(clara).text()).not.toContain('Only for us two');
    for (const who of [anna, boris, clara]) await cast.press(who, 'Chat');
  });

  it('M8: a reload in a room returns to it', async () => {
    await cast.of(boris).page.reload({ waitUntil: 'domcontentloaded' });
    await cast.isAmong(boris, [anna]);
    await cast.sees(boris, anna);
    await cast.hears(anna, boris);
    await cast.hearsNothingOf(clara, boris);
    await eventually('Boris’s hand is still up', () => cast.of(boris).hasButton('Lower hand'), Boolean);
  });

  it('B1: the host moves a person while the rooms are open, and gives more time', async () => {
    const host = cast.of(olga);
    await host.page.bringToFront();
    await cast.carry(olga, clara, 'Room 1');
    await cast.isAmong(clara, [anna, boris]);
    await cast.sees(clara, boris);
    await cast.hears(clara, boris);
    await cast.hearsNothingOf(dora, clara);
    await cast.press(olga, 'Extend by 5 minutes');
    await cast.reads(anna, /[89]:\d\d/);
  });

  it('B2, B4: rooms close with a countdown; everybody is back, and is what they were', async () => {
    await cast.press(olga, 'Close rooms');
    await cast.tick(olga, '10 seconds');
    await cast.inDialog(olga, 'Close rooms');
    // The panel.
    await cast.of(olga).page.keyboard.press('Escape');
    await cast.reads(anna, /0:0\d|0:10/);
    for (const who of guests)
      await cast.isAmong(
        who,
        [olga, ...guests].filter((other) => other !== who),
      );
    await cast.sees(olga, clara);
    await cast.sees(dora, boris);
    await cast.hears(anna, dora);
    await cast.hears(dora, boris);
    await cast.hearsNothingOf(olga, anna);
    expect(await cast.of(anna).hasButton('Unmute')).toBe(true);
    for (const who of [dora, boris]) expect(await cast.of(who).hasButton('Lower hand'), who.name).toBe(true);
    const asked = await Promise.all(
      [anna, clara, dora].map((who) => cast.of(who).page.evaluate(() => Reflect.get(window, 'vecheAsked') as number)),
    );
    expect(Math.max(...asked), 'devices asked for').toBeLessThanOrEqual(2);
  });

  it('M6: who is removed is told, and cannot come back', async () => {
    await cast.press(olga, 'Participants');
    await cast.press(olga, 'More: Dora');
    await cast.press(olga, 'Remove…');
    await cast.inDialog(olga, 'Remove');
    await cast.reads(dora, /removed/i);
    await cast.isAmong(anna, [olga, boris, clara]);
    await cast.of(dora).page.reload({ waitUntil: 'domcontentloaded' });
    await cast.of(dora).type('Your name', 'Somebody else');
    await cast.press(dora, 'Join');
    await cast.reads(dora, /cannot come back/);
  });

  it('M6: "End for all" ends it for all', async () => {
    await cast.press(olga, 'Leave');
    await cast.inDialog(olga, 'End for all');
    for (const who of [anna, boris, clara]) await cast.reads(who, /ended/i);
  });
});
