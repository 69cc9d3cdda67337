/**
 * A host and four guests in real browsers: the lobby, two breakout rooms, help, a message to all, the timer, a move, a reload, the way back. Who sees and
 * hears whom is read from pixels and sound; who must not is checked the same way (M6, M7, M8, B1 to B4).
 */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { openAsOwner } from './harness/open-as-owner.ts';
import { type Program, startProgram } from './harness/program.ts';

const audibleDb = -60;
/** Beside others that are mixed the codec leaves something of each. */
const silentDb = -65;

interface Cast {
  readonly name: string;
  readonly colour: number;
  readonly toneHz: number;
}
const olga: Cast = { name: 'Olga', colour: 3, toneHz: 300 };
const anna: Cast = { name: 'Anna', colour: 2, toneHz: 440 };
const boris: Cast = { name: 'Boris', colour: 5, toneHz: 700 };
const clara: Cast = { name: 'Clara', colour: 9, toneHz: 1_100 };
const dora: Cast = { name: 'Dora', colour: 12, toneHz: 1_600 };
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
  const people = new Map<Cast, Guest>();
  const of = (who: Cast): Guest => people.get(who) as Guest;
  /** A page in the background draws nothing, and its controls are long in coming. */
  const press = async (who: Cast, name: string): Promise<void> => {
    await of(who).page.bringToFront();
    await of(who).press(name);
  };

  beforeAll(async () => {
    program = await startProgram();
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Seminar', lobby: true });
    browser = await launch('chromium');
    const host = await openAsOwner(browser, owner, meeting, { ...olga, widthPx: 320, heightPx: 180 });
    people.set(olga, host);
    await host.press('Join');
    await host.page.waitForSelector('figure');
    await host.rename('Olga');
    await host.page.waitForSelector('figure[aria-label="Olga"]');
    for (const who of guests) {
      const devices = { ...who, widthPx: 320, heightPx: 180 };
      const guest = await Guest.open(browser, meeting.joinLink, { name: who.name, devices, scripts: [countAsking] });
      people.set(who, guest);
      await guest.type('Your name', who.name);
      await guest.press('Join');
    }
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  const reads = (who: Cast, words: string | RegExp) =>
    eventually(
      `${who.name} reads "${words}"`,
      () => of(who).text(),
      (text) => text.search(words) >= 0,
    );
  const sees = (who: Cast, whom: Cast) =>
    eventually(
      `${who.name} sees ${whom.name}`,
      () => of(who).sees(whom.name),
      (frame) => frame !== undefined && frame.colour === whom.colour && frame.ageMs < 1_500,
    );
  const hears = (who: Cast, whom: Cast) =>
    eventually(
      `${who.name} hears ${whom.name}`,
      () => of(who).hearsDb(whom.toneHz),
      (db) => db > audibleDb,
    );
  const hearsNothingOf = (who: Cast, whom: Cast) =>
    eventually(
      `${who.name} does not hear ${whom.name}`,
      () => of(who).hearsDb(whom.toneHz),
      (db) => db < silentDb,
    );
  const isAmong = (who: Cast, others: readonly Cast[]) =>
    eventually(
      `${who.name} is among ${others.map(({ name }) => name).join(', ')}`,
      async () => (await of(who).figures()).toSorted().join(', '),
      (names) =>
        names ===
        [who, ...others]
          .map(({ name }) => name)
          .toSorted()
          .join(', '),
    );
  const dialogs = (who: Cast) => of(who).page.evaluate(() => document.querySelectorAll('dialog[open]').length);
  /** A button of the newest dialog, by what it says. */
  const inDialog = async (who: Cast, words: string): Promise<void> => {
    await eventually(
      `${who.name} finds "${words}" in the dialog`,
      () =>
        of(who).page.evaluate((wanted) => {
          const dialog = [...document.querySelectorAll('dialog[open]')].at(-1);
          const button = [...(dialog?.querySelectorAll('button') ?? [])].find(({ textContent }) =>
            textContent?.includes(wanted),
          );
          button?.click();
          return button !== undefined;
        }, words),
      Boolean,
    );
  };
  /** By keyboard alone, in the open panel. */
  const carry = async (who: Cast, room: string): Promise<void> => {
    const { page } = of(olga);
    const open = await dialogs(olga);
    const chip = await page.waitForSelector(`button[data-person][title="${who.name}"]`, { timeout: 20_000 });
    await chip!.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('m');
    await eventually(
      'the question where to',
      () => dialogs(olga),
      (count) => count === open + 1,
    );
    await inDialog(olga, room);
    await eventually(
      'the question is answered',
      () => dialogs(olga),
      (count) => count === open,
    );
    await reads(olga, `${who.name} moved to ${room}`);
    const kept = await page.evaluate(() => document.activeElement?.closest('dialog') != null);
    expect(kept, 'the focus is where one was').toBe(true);
  };
  /** With the mouse, as far as the card. */
  const drag = async (who: Cast, room: string): Promise<void> => {
    const { page } = of(olga);
    const chip = await page.waitForSelector(`button[data-person][title="${who.name}"]`, { timeout: 20_000 });
    const cards = await page.$$('li[data-drop]');
    for (const card of cards) {
      if (await card.evaluate((element, name) => element.textContent?.includes(name), room)) await card.drop(chip!);
    }
    await reads(olga, `${who.name} moved to ${room}`);
  };

  it('M6: guests wait at the door, see nobody, and are told; one and then all are admitted', async () => {
    for (const who of guests) {
      await reads(who, /wait/i);
      expect(await of(who).figures()).toEqual([]);
    }
    await press(olga, 'Participants');
    await press(olga, 'Admit');
    await isAmong(anna, [olga]);
    expect(await of(boris).figures()).toEqual([]);
    await press(olga, 'Admit all');
    for (const who of guests)
      await isAmong(
        who,
        [olga, ...guests].filter((other) => other !== who),
      );
    await sees(olga, dora);
    await sees(anna, boris);
    await hears(clara, anna);
    await press(olga, 'Participants');
  });

  it('M7: hands are raised in order, and Anna mutes herself', async () => {
    await press(dora, 'Raise hand');
    await press(boris, 'Raise hand');
    await press(anna, 'Mute');
    await eventually('Boris’s hand', () => of(boris).hasButton('Lower hand'), Boolean);
    await hearsNothingOf(olga, anna);
    await press(olga, 'Participants');
    await reads(olga, /Raised hands[\s\S]*Dora[\s\S]*Boris[\s\S]*In the meeting/);
    await press(olga, 'Participants');
  });

  it('B1: rooms are made, people assigned by keyboard and by drag, and opened with a timer', async () => {
    const host = of(olga);
    await host.page.bringToFront();
    await press(olga, 'Breakout rooms');
    const count = await host.page.waitForSelector('input[type="number"]');
    await count!.evaluate((element) => (element as HTMLInputElement).select());
    await count!.type('2');
    await host.page.evaluate(() => {
      const byHand = [...document.querySelectorAll('label')].find((label) => label.textContent?.includes('By hand'));
      byHand?.querySelector('input')?.click();
    });
    await press(olga, 'Create rooms');
    await carry(anna, 'Room 1');
    await drag(boris, 'Room 1');
    for (const who of [clara, dora]) await carry(who, 'Room 2');
    const minutes = await host.page.waitForSelector('input[type="number"]');
    await minutes!.type('5');
    await press(olga, 'Open rooms');
    await reads(olga, 'The rooms are open');
    await inDialog(olga, 'Close');
    await isAmong(anna, [boris]);
    await isAmong(dora, [clara]);
    await isAmong(olga, []);
  });

  it('B2: people of one room see and hear each other, and nobody else; no device was asked for', async () => {
    await sees(anna, boris);
    await sees(boris, anna);
    await sees(clara, dora);
    await sees(dora, clara);
    await hears(anna, boris);
    await hears(clara, dora);
    await hears(dora, clara);
    for (const [who, whom] of [
      [anna, clara],
      [anna, dora],
      [clara, boris],
      [dora, boris],
      [olga, boris],
      [olga, dora],
      [boris, olga],
    ] as const) {
      await hearsNothingOf(who, whom);
    }
    // Anna is as mute as she was.
    await hearsNothingOf(boris, anna);
    const asked = await Promise.all(
      guests.map((who) => of(who).page.evaluate(() => Reflect.get(window, 'vecheAsked') as number)),
    );
    expect(Math.max(...asked), 'devices asked for').toBeLessThanOrEqual(2);
    await reads(anna, 'Room 1');
    await reads(clara, 'Room 2');
  });

  it('B2: a room asks for help; the host comes, hears and is heard there, and nowhere else', async () => {
    await press(dora, 'Ask for help');
    await press(olga, 'Join Room 2');
    await isAmong(olga, [clara, dora]);
    await hears(olga, dora);
    await hears(dora, olga);
    await hearsNothingOf(anna, olga);
    await hearsNothingOf(olga, boris);
  });

  it('B2: a message to all rooms is read in every one', async () => {
    const host = of(olga);
    await host.page.bringToFront();
    await press(olga, 'Breakout rooms');
    const field = await host.page.waitForSelector('input[aria-label="Message to all rooms"]');
    await field!.type('Ten more slides');
    await field!.press('Enter');
    for (const who of guests) await reads(who, 'Ten more slides');
  });

  it('B3: what is said in a room is read there alone', async () => {
    for (const who of [anna, boris, clara]) await press(who, 'Chat');
    await of(anna).page.waitForSelector('aside textarea');
    await of(anna).page.type('aside textarea', 'Only for us two');
    await of(anna).page.keyboard.press('Enter');
    await reads(boris, 'Only for us two');
    expect(await of(clara).text()).not.toContain('Only for us two');
    for (const who of [anna, boris, clara]) await press(who, 'Chat');
  });

  it('M8: a reload in a room returns to it', async () => {
    await of(boris).page.reload({ waitUntil: 'domcontentloaded' });
    await isAmong(boris, [anna]);
    await sees(boris, anna);
    await hears(anna, boris);
    await hearsNothingOf(clara, boris);
    await eventually('Boris’s hand is still up', () => of(boris).hasButton('Lower hand'), Boolean);
  });

  it('B1: the host moves a person while the rooms are open, and gives more time', async () => {
    const host = of(olga);
    await host.page.bringToFront();
    await carry(clara, 'Room 1');
    await isAmong(clara, [anna, boris]);
    await sees(clara, boris);
    await hears(clara, boris);
    await hearsNothingOf(dora, clara);
    await press(olga, 'Extend by 5 minutes');
    await reads(anna, /[89]:\d\d/);
  });

  it('B2, B4: rooms close with a countdown; everybody is back, and is what they were', async () => {
    await press(olga, 'Close rooms');
    await of(olga).page.evaluate(() => {
      const soon = [...document.querySelectorAll('dialog[open] label')].find((label) =>
        label.textContent?.includes('10 seconds'),
      );
      soon?.querySelector('input')?.click();
    });
    await inDialog(olga, 'Close rooms');
    // The panel.
    await of(olga).page.keyboard.press('Escape');
    await reads(anna, /0:0\d|0:10/);
    for (const who of guests)
      await isAmong(
        who,
        [olga, ...guests].filter((other) => other !== who),
      );
    await sees(olga, clara);
    await sees(dora, boris);
    await hears(anna, dora);
    await hears(dora, boris);
    await hearsNothingOf(olga, anna);
    expect(await of(anna).hasButton('Unmute')).toBe(true);
    for (const who of [dora, boris]) expect(await of(who).hasButton('Lower hand'), who.name).toBe(true);
    const asked = await Promise.all(
      [anna, clara, dora].map((who) => of(who).page.evaluate(() => Reflect.get(window, 'vecheAsked') as number)),
    );
    expect(Math.max(...asked), 'devices asked for').toBeLessThanOrEqual(2);
  });

  it('M6: who is removed is told, and cannot come back', async () => {
    await press(olga, 'Participants');
    await press(olga, 'More: Dora');
    await press(olga, 'Remove…');
    await inDialog(olga, 'Remove');
    await reads(dora, /removed/i);
    await isAmong(anna, [olga, boris, clara]);
    await of(dora).page.reload({ waitUntil: 'domcontentloaded' });
    await of(dora).type('Your name', 'Somebody else');
    await press(dora, 'Join');
    await reads(dora, /cannot come back/);
  });

  it('M6: "End for all" ends it for all', async () => {
    await press(olga, 'Leave');
    await inDialog(olga, 'End for all');
    for (const who of [anna, boris, clara]) await reads(who, /ended/i);
  });
});
