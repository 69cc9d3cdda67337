/**
 * Rooms that are prepared before the meeting, dealt out at random, chosen by people themselves, changed while they are open, and closed by the clock;
 * what was written in each, and what becomes of somebody whose connection breaks. Who sees and hears whom is read from pixels and sound (B1 to B4).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Meeting, type Owner, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { anna, boris, Cast, clara, dora, olga, type Person } from './harness/cast.ts';
import { CastChat } from './harness/cast-chat.ts';
import { type CuttableProxy, startCuttableProxy } from './harness/cuttable-proxy.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { type Program, startProgram } from './harness/program.ts';
import { RoomsPanel } from './harness/rooms-panel.ts';

const guests = [anna, boris, clara];
const everybody = [olga, ...guests];

describe('rooms of a host and three guests', () => {
  let program: Program;
  /** Boris's way to the server. */
  let proxy: CuttableProxy;
  let browser: Browser;
  let owner: Owner;
  let claraAccount: Owner;
  let doraAccount: Owner;
  let meeting: Meeting;
  let downloads: string;
  const cast = new Cast();
  const panel = new RoomsPanel(cast, olga);
  const chat = new CastChat(cast);

  beforeAll(async () => {
    program = await startProgram();
    proxy = await startCuttableProxy(program.port);
    owner = await registerOwner(program.origin);
    claraAccount = await registerOwner(program.origin);
    doraAccount = await registerOwner(program.origin);
    downloads = await mkdtemp(join(tmpdir(), 'veche-downloads-'));
    browser = await launch('chromium');
  });

  afterAll(async () => {
    await browser?.close();
    await proxy?.close();
    await program?.stop();
    if (downloads !== undefined) await rm(downloads, { recursive: true });
  });

  const without = (...missing: Person[]): Person[] => everybody.filter((who) => !missing.includes(who));
  const allInMain = async (): Promise<void> => {
    for (const who of everybody) await cast.isAmong(who, without(who));
  };
  const meetIn = async (one: Person, other: Person): Promise<void> => {
    for (const [who, whom] of [
      [one, other],
      [other, one],
    ] as const) {
      await cast.sees(who, whom);
      await cast.hears(who, whom);
    }
  };
  it('B1: the owner prepares rooms by names and addresses, is told of a wrong one, and finds them kept', async () => {
    const home = await Guest.open(browser, `${program.origin}/sign-in`, { name: 'Olga', devices: {} });
    await home.type('E-mail', owner.email);
    await home.type('Password', owner.password);
    await home.press('Sign in');
    await home.press('Plan a meeting');
    await home.type('Name of the meeting', 'Seminar');
    await home.press('Plan');
    const link = await home.page.waitForSelector('a::-p-aria([name="Open"][role="link"])');
    const joinLink = await link!.evaluate((element) => (element as HTMLAnchorElement).href);
    meeting = { id: new URL(joinLink).pathname.split('/').at(-1)!, joinLink, joinPassword: null };
    await home.press('Breakout rooms');
    const rooms = () => home.page.$$('dialog ol > li');
    const fill = async (nth: number, name: string, people: string): Promise<void> => {
      await eventually(`room ${nth + 1}`, rooms, (shown) => shown.length > nth);
      const room = (await rooms())[nth];
      await room!.$eval('input', (field) => field.select());
      await (await room!.$('input'))!.type(name);
      await room!.$eval('textarea', (field) => field.select());
      await (await room!.$('textarea'))!.type(people);
    };
    await home.press('Add a room');
    await home.press('Add a room');
    await fill(0, 'Reds', `${claraAccount.email}, nobody@example.org`);
    await fill(1, 'Blues', 'dora');
    await home.press('Save');
    await eventually(
      'the wrong address is named',
      () => home.text(),
      (text) => text.includes('“dora” is no e-mail address.'),
    );
    await fill(1, 'Blues', doraAccount.email);
    await home.press('Save');
    await eventually(
      'it is saved',
      () => home.text(),
      (text) => text.includes('Saved.'),
    );
    await home.page.reload({ waitUntil: 'domcontentloaded' });
    await home.press('Breakout rooms');
    await eventually(
      'the plan is kept',
      () => home.page.$$eval('dialog ol :is(input, textarea)', (fields) => fields.map(({ value }) => value)),
      (values) => values.join('; ') === `Reds; ${claraAccount.email}\nnobody@example.org; Blues; ${doraAccount.email}`,
    );
    await home.close();
  });

  it('B1: the panel shows the prepared rooms with who is meant for them, and on opening she is in hers, seen and heard', async () => {
    await cast.hosts(browser, owner, meeting, olga);
    await cast.knocks(browser, meeting, anna);
    await cast.knocks(browser, { ...meeting, joinLink: `${proxy.origin}/j/${meeting.id}` }, boris);
    await cast.comesSignedIn(browser, claraAccount, meeting, clara);
    await allInMain();
    await panel.open();
    await panel.shows('Not in a room: Olga, Anna, Boris', 'Reds: Clara', 'Blues: ');
    await cast.carry(olga, anna, 'Reds');
    await cast.carry(olga, boris, 'Blues');
    // Nobody is moved before the rooms are open.
    await cast.isAmong(clara, without(clara));
    await panel.openRooms();
    await panel.close();
    await cast.isAmong(clara, [anna]);
    await cast.isAmong(boris, []);
    await cast.isAmong(olga, []);
    await cast.reads(clara, 'Reds');
    await meetIn(clara, anna);
    await cast.hearsNothingOf(clara, boris);
    await cast.hearsNothingOf(olga, clara);
  });

  it('B1: whoever is meant for a room and comes while the rooms are open is in it at once', async () => {
    await cast.comesSignedIn(browser, doraAccount, meeting, dora);
    await cast.isAmong(dora, [boris]);
    await cast.reads(dora, 'Blues');
    await meetIn(dora, boris);
    await cast.hearsNothingOf(dora, olga);
    await cast.press(dora, 'Leave');
    await cast.reads(dora, 'You have left the meeting');
    await cast.of(dora).close();
    await cast.isAmong(boris, []);
  });

  it('B3: what was written in a room is there again when it is opened again, and nowhere else', async () => {
    for (const who of everybody) await chat.open(who);
    await chat.write(olga, 'Words for all');
    await chat.write(clara, 'Red words');
    await chat.write(anna, 'Red answer');
    await chat.write(boris, 'Blue words');
    await chat.shows(clara, 'Red words', 'Red answer');
    await chat.shows(boris, 'Blue words');
    await panel.open();
    await panel.closeRooms('At once');
    await allInMain();
    for (const who of everybody) await chat.shows(who, 'Words for all');
    await panel.openRooms();
    await panel.close();
    await cast.isAmong(clara, [anna]);
    await chat.shows(clara, 'Red words', 'Red answer');
    await chat.shows(boris, 'Blue words');
    await chat.shows(olga, 'Words for all');
    // Nothing is left of what the page remembered itself.
    await cast.of(clara).page.reload({ waitUntil: 'domcontentloaded' });
    await cast.isAmong(clara, [anna]);
    await chat.open(clara);
    await chat.shows(clara, 'Red words', 'Red answer');
    await chat.write(clara, 'Red again');
    await chat.shows(anna, 'Red words', 'Red answer', 'Red again');
  });

  const allThatWasSaid =
    /^Seminar\n\n.* Olga: Words for all\n\n# Reds\n\n.* Clara: Red words\n.* Anna: Red answer\n.* Clara: Red again\n\n# Blues\n\n.* Boris: Blue words\n$/;

  it('B3: the owner downloads the chats of all rooms as one text, and nobody else finds or gets them', async () => {
    expect(await chat.exported(olga, downloads)).toMatch(allThatWasSaid);
    const address = `/api/v1/conferences/${meeting.id}/messages/export`;
    for (const [who, status] of [
      [anna, 401],
      [clara, 403],
    ] as const) {
      expect(await cast.of(who).hasButton('Chat settings'), who.name).toBe(false);
      expect(await cast.of(who).text()).not.toContain('Download the chat');
      expect(await cast.of(who).page.evaluate(async (path) => (await fetch(path)).status, address)).toBe(status);
    }
    for (const who of everybody) await chat.close(who);
  });

  it('B4: who loses the connection in a room comes back to it, as what they were', async () => {
    await panel.open();
    await cast.carry(olga, anna, 'Blues');
    await cast.isAmong(boris, [anna]);
    await cast.press(boris, 'Raise hand');
    await eventually('Boris’s hand', () => cast.of(boris).hasButton('Lower hand'), Boolean);
    proxy.cut();
    await cast.reads(boris, 'The connection is cut');
    await cast.of(olga).page.bringToFront();
    await cast.reads(olga, /Boris\s+reconnecting/);
    await panel.shows('In the main room: Olga', 'Reds: Clara', 'Blues: Anna, Boris');
    proxy.mend();
    await cast.of(boris).page.bringToFront();
    await cast.readsNoMore(boris, 'The connection is cut');
    await cast.reads(boris, 'Blues');
    await cast.isAmong(boris, [anna]);
    await cast.isAmong(anna, [boris]);
    await meetIn(anna, boris);
    await cast.hearsNothingOf(boris, clara);
    expect(await cast.of(boris).hasButton('Lower hand')).toBe(true);
    await cast.press(boris, 'Lower hand');
  });

  it('B2: who is cut off while the rooms are closed comes back to the main room, and is told', async () => {
    proxy.cut();
    await cast.of(olga).page.bringToFront();
    await cast.reads(olga, /Boris\s+reconnecting/);
    await panel.closeRooms('At once');
    for (const who of [anna, clara]) await cast.isAmong(who, without(who));
    await panel.shows('Not in a room: Olga', 'Reds: Clara', 'Blues: Anna, Boris');
    proxy.mend();
    await cast.of(boris).page.bringToFront();
    await cast.reads(boris, 'You are in the main room now.');
    await allInMain();
    await meetIn(boris, olga);
    await meetIn(boris, clara);
  });

  it('B1: rooms made evenly at random differ by one at most, and are dealt out anew', async () => {
    await cast.of(olga).page.bringToFront();
    await panel.remove('Reds');
    await panel.remove('Blues');
    const count = await cast.of(olga).page.waitForSelector('input[type="number"]');
    await count!.evaluate((element) => (element as HTMLInputElement).select());
    await count!.type('2');
    await cast.tick(olga, 'Evenly, at random');
    await cast.press(olga, 'Create rooms');
    await panel.sharesOut(guests, [2, 1]);
    for (const who of guests) {
      const place = (await panel.people()).find((shown) => shown.includes(who.name));
      if (!place?.startsWith('Room 1:')) await cast.carry(olga, who, 'Room 1');
    }
    await panel.shows('Not in a room: Olga', 'Room 1: Anna, Boris, Clara', 'Room 2: ');
    await cast.press(olga, 'Assign evenly');
    await cast.reads(olga, 'Everybody is assigned anew, evenly.');
    await panel.sharesOut(guests, [2, 1]);
    await cast.press(olga, 'Add a room');
    await cast.reads(olga, 'Room 3 added.');
    await cast.press(olga, 'Assign evenly');
    await panel.sharesOut(guests, [1, 1, 1]);
    // While they are not open, all of this has moved nobody.
    await allInMain();
  });

  it('B3: what was said in rooms that are gone is in the download all the same', async () => {
    for (const room of ['Room 1', 'Room 2', 'Room 3']) await panel.remove(room);
    await panel.close();
    await chat.open(olga);
    expect(await chat.exported(olga, downloads)).toMatch(
      /\n# Reds\n\n[\s\S]*: Red again\n\n# Blues\n\n[\s\S]*: Blue words\n/,
    );
    await chat.close(olga);
  });

  it('B1: guests choose a room from a list, change it, and return', async () => {
    await panel.open();
    await cast.tick(olga, 'People choose');
    await cast.press(olga, 'Create rooms');
    await panel.openRooms();
    await panel.shows('In the main room: Olga, Anna, Boris, Clara', 'Room 1: ', 'Room 2: ');
    for (const [who, room] of [
      [anna, 'Room 1'],
      [boris, 'Room 1'],
      [clara, 'Room 2'],
    ] as const) {
      await cast.press(who, 'Choose a room');
      await cast.reads(who, /Choose a room\.[\s\S]*Room 1[\s\S]*Room 2/);
      await cast.press(who, `Join ${room}`);
    }
    await cast.isAmong(anna, [boris]);
    await cast.isAmong(clara, []);
    await meetIn(anna, boris);
    await cast.press(boris, 'Breakout rooms');
    await cast.reads(boris, /Room 1\s+You are here/);
    await cast.press(boris, 'Join Room 2');
    await cast.isAmong(boris, [clara]);
    await cast.isAmong(anna, []);
    await meetIn(boris, clara);
    await cast.hearsNothingOf(anna, boris);
    await cast.press(boris, 'Return to the main room');
    await cast.isAmong(boris, [olga]);
    await meetIn(boris, olga);
    await panel.shows('In the main room: Olga, Boris', 'Room 1: Anna', 'Room 2: Clara');
  });

  it('B1: where nobody may return, guests find no way back until it is allowed again', async () => {
    const allow = async (): Promise<void> => {
      await cast.press(olga, 'Options');
      await cast.tick(olga, 'People may return to the main room');
      await cast.inDialog(olga, 'Done');
    };
    const wayBack = (who: Person) => cast.of(who).hasButton('Return to the main room');
    const hasNoWayBack = (who: Person) =>
      eventually(
        `${who.name} has no way back`,
        () => wayBack(who),
        (found) => !found,
      );
    await eventually('the way back', () => wayBack(anna), Boolean);
    await allow();
    await cast.of(anna).page.bringToFront();
    await hasNoWayBack(anna);
    await cast.press(boris, 'Choose a room');
    await cast.press(boris, 'Join Room 1');
    await cast.isAmong(boris, [anna]);
    expect(await wayBack(boris)).toBe(false);
    await cast.press(boris, 'Breakout rooms');
    await cast.reads(boris, /Room 1\s+You are here/);
    expect(await cast.of(boris).controls()).not.toContain('Return');
    await cast.inDialog(boris, 'Done');
    await allow();
    await cast.of(anna).page.bringToFront();
    await eventually('the way back again', () => wayBack(anna), Boolean);
  });

  it('B1: rooms are renamed, added and removed while they are open, and their people are told', async () => {
    await cast.of(olga).page.bringToFront();
    await panel.rename('Room 1', 'Salon');
    for (const who of [anna, boris]) {
      await cast.reads(who, 'Salon');
      await cast.readsNoMore(who, 'Room 1');
    }
    await cast.press(olga, 'Add a room');
    await cast.reads(olga, 'Room 3 added.');
    await cast.carry(olga, clara, 'Room 3');
    await cast.reads(clara, 'You were moved to Room 3.');
    await cast.carry(olga, boris, 'Room 3');
    await cast.isAmong(clara, [boris]);
    await meetIn(clara, boris);
    await cast.hearsNothingOf(anna, boris);
    await cast.of(olga).page.bringToFront();
    await panel.remove('Room 3');
    for (const who of [clara, boris]) await cast.reads(who, 'Your room was closed. You are in the main room now.');
    await cast.isAmong(clara, [olga, boris]);
    await cast.isAmong(anna, []);
    await panel.shows('In the main room: Olga, Boris, Clara', 'Salon: Anna', 'Room 2: ');
    await cast.hears(boris, clara);
  });

  it('B2: in a room one reads how the time runs out, and that there is more of it', async () => {
    await cast.carry(olga, boris, 'Salon');
    await cast.isAmong(anna, [boris]);
    await cast.of(olga).page.bringToFront();
    await panel.closeRooms('60 seconds');
    for (const who of [anna, boris]) {
      await cast.reads(who, /(1:00|0:[3-5]\d) left/);
      await cast.reads(who, /The rooms close in (60|[45]\d) seconds\./);
    }
    for (const who of [anna, boris]) await cast.reads(who, /The rooms close in (30|2\d) seconds\./, 60_000);
    await cast.of(olga).page.select('select[aria-label="How many minutes"]', '1');
    await cast.press(olga, 'Extend by 1 minute');
    for (const who of [anna, boris]) {
      await cast.reads(who, /1:\d\d left/);
      await cast.readsNoMore(who, /The rooms close in/);
    }
    await panel.closeRooms('10 seconds');
    for (const who of [anna, boris]) await cast.reads(who, /The rooms close in (10|\d) seconds?\./);
    for (const who of [anna, boris]) await cast.reads(who, 'Everybody is back in the main room.');
    await panel.shows('Not in a room: Olga, Clara', 'Salon: Anna, Boris', 'Room 2: ');
    await panel.close();
    await allInMain();
    await meetIn(anna, olga);
  });

  it('B2: a device whose clock is wrong by minutes counts down like all others', async () => {
    const { page } = cast.of(clara);
    await page.evaluateOnNewDocument('{ const now = Date.now; Date.now = () => now() + 420_000; }');
    await page.reload({ waitUntil: 'domcontentloaded' });
    await cast.isAmong(clara, [olga, anna, boris]);
    await panel.open();
    await cast.press(olga, 'Open rooms');
    await panel.closeRooms('60 seconds');
    await cast.reads(clara, /(1:00|0:[3-5]\d) left/);
    await panel.closeRooms('At once');
    await cast.isAmong(clara, [olga, anna, boris]);
  });
});
