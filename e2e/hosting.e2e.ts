/**
 * A host and three guests in real browsers: the door, the lock, microphones, cameras and screens under the host's hand, co-hosts, succession, hands,
 * reactions, push to talk. What is switched off is checked at the other end, by pixels and sound, and so is that it comes back (M6, M7).
 */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, type Meeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { anna, boris, Cast, clara, olga, type Person } from './harness/cast.ts';
import { eventually } from './harness/eventually.ts';
import { type Program, startProgram } from './harness/program.ts';

/** Known by its picture and its tone, as people are. */
const annasScreen: Person = { name: "Anna's screen", colour: 15, toneHz: 1_900 };

/** In the menu of a person, what a co-host does not find there. */
const hostsAlone = ['Make co-host', 'Make participant', 'Hand over host'];

describe('a host and three guests', () => {
  let program: Program;
  let browser: Browser;
  let meeting: Meeting;
  const cast = new Cast();

  beforeAll(async () => {
    program = await startProgram();
    const owner = await registerOwner(program.origin);
    meeting = await createMeeting(program.origin, owner, { name: 'Seminar', lobby: true });
    browser = await launch('chromium');
    await cast.hosts(browser, owner, meeting, olga);
    for (const who of [anna, boris]) {
      await cast.knocks(browser, meeting, who);
      await cast.reads(who, 'You are waiting');
    }
    // The list of people stays open.
    await cast.press(olga, 'Participants');
    await cast.press(olga, 'Admit all');
    await cast.isAmong(anna, [olga, boris]);
    await cast.knocks(browser, meeting, clara);
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  /** By the button at the end of what one reads after leaving. */
  async function comesAgain(who: Person, button: string): Promise<void> {
    await cast.press(who, button);
    await cast.of(who).type('Your name', who.name);
    await cast.press(who, 'Join');
  }

  async function mayEndForAll(who: Person): Promise<boolean> {
    const { page } = cast.of(who);
    await cast.press(who, 'More');
    const menu = await page.waitForSelector('[aria-expanded="true"] + ul');
    const items = await menu!.$$eval('button', (buttons) => buttons.map(({ textContent }) => textContent));
    await page.$eval('[aria-expanded="true"]:has(+ ul)', (button) => (button as HTMLElement).click());
    return items.includes('End for all');
  }

  /** What is said of a button beside its name: why it is refused. */
  async function describedAs(who: Person, button: string): Promise<string | null> {
    return await cast.of(who).page.$eval(`button[aria-label="${button}"]`, (element) => element.ariaDescription);
  }

  async function becomes(who: Person, button: string): Promise<void> {
    await eventually(`${who.name} has "${button}"`, () => cast.of(who).hasButton(button), Boolean);
  }

  async function loses(who: Person, button: string): Promise<void> {
    await eventually(
      `${who.name} has no "${button}"`,
      () => cast.of(who).hasButton(button),
      (has) => !has,
    );
  }

  it('M6: what a host writes to those who wait is read at the door, and by nobody inside', async () => {
    await cast.reads(clara, 'You are waiting');
    await cast.of(olga).page.bringToFront();
    await cast.of(olga).type('Message to those who wait', 'Five more minutes');
    await cast.of(olga).page.keyboard.press('Enter');
    await cast.reads(clara, /Olga\s+Five more minutes/);
    for (const who of [anna, boris]) expect(await cast.of(who).text()).not.toContain('Five more minutes');
    expect(await cast.of(clara).figures(), 'who waits sees nobody').toEqual([]);
  });

  it('M6: who is denied at the door is told in words, and is not in the meeting', async () => {
    await cast.press(olga, 'Deny');
    await cast.reads(clara, 'You were not let in');
    await cast.reads(clara, /You were not let in[\s\S]*You can ask again\./);
    await loses(olga, 'Deny');
    await cast.isAmong(anna, [olga, boris]);
    await cast.hearsNothingOf(anna, clara);
    expect(await cast.of(clara).figures()).toEqual([]);
  });

  it('M6: of a locked meeting somebody new is told so, who was inside gets back in; unlocked, it lets the new one ask', async () => {
    await cast.turns(olga, 'Lock meeting');
    await comesAgain(clara, 'Ask again');
    await cast.reads(clara, 'The meeting is locked: nobody new can come in. Ask the host to unlock it.');
    expect(await cast.of(olga).hasButton('Deny'), 'somebody waits').toBe(false);
    await cast.of(boris).page.reload({ waitUntil: 'domcontentloaded' });
    await cast.isAmong(boris, [olga, anna]);
    await cast.sees(boris, anna);
    await cast.sees(anna, boris);
    await cast.hears(anna, boris);
    await cast.turns(olga, 'Lock meeting');
    await cast.press(clara, 'Join');
    await cast.reads(clara, 'You are waiting');
    await cast.press(olga, 'Admit');
    await cast.isAmong(clara, [olga, anna, boris]);
    await cast.sees(anna, clara);
    await cast.hears(clara, anna);
    await cast.hears(anna, clara);
  });

  it('M6: whom a host mutes nobody hears; she is told who did it, and unmutes herself', async () => {
    await cast.hears(boris, anna);
    await cast.orders(olga, anna, 'Mute');
    await cast.reads(anna, 'Olga has muted you.');
    for (const who of [boris, clara, olga]) await cast.hearsNothingOf(who, anna);
    await cast.hears(boris, clara);
    await cast.press(anna, 'Unmute');
    await cast.hears(boris, anna);
    await cast.hears(olga, anna);
  });

  it('M6: "Mute all" mutes every guest and not the host', async () => {
    await cast.press(olga, 'Mute all');
    await Promise.all([anna, boris, clara].map((who) => cast.reads(who, 'Olga has muted you.')));
    for (const whom of [anna, boris, clara]) await cast.hearsNothingOf(olga, whom);
    await cast.hearsNothingOf(clara, boris);
    await cast.hears(anna, olga);
  });

  it('M6: who is asked to unmute is heard only when she agrees', async () => {
    await cast.orders(olga, anna, 'Ask to unmute');
    await cast.reads(anna, 'Olga asks you to unmute.');
    // Whoever is asked later and agrees is heard: by then Anna would be, too.
    await cast.orders(olga, clara, 'Ask to unmute');
    await cast.agrees(clara, 'Olga asks you to unmute.', 'Unmute');
    await cast.hears(olga, clara);
    await cast.hears(boris, clara);
    for (const who of [olga, boris, clara]) await cast.hearsNothingOf(who, anna);
    expect(await cast.of(anna).hasButton('Unmute')).toBe(true);
    await cast.agrees(anna, 'Olga asks you to unmute.', 'Unmute');
    await cast.hears(olga, anna);
    await cast.hears(boris, anna);
    await cast.readsNoMore(anna, 'asks you to unmute');
    await cast.press(boris, 'Unmute');
    await cast.hears(anna, boris);
  });

  it('M6: whose video a host stops nobody sees; she is told who did it, and is seen again only when she agrees', async () => {
    await cast.sees(boris, anna);
    await cast.orders(olga, anna, 'Stop video');
    await cast.reads(anna, 'Olga has stopped your video.');
    for (const who of [boris, clara, olga]) await cast.seesNothingOf(who, anna);
    await cast.isAmong(boris, [olga, anna, clara]);
    await cast.hears(boris, anna);
    await cast.orders(olga, anna, 'Ask to start video');
    await cast.reads(anna, 'Olga asks you to start your video.');
    await cast.orders(olga, clara, 'Stop video');
    await cast.seesNothingOf(boris, clara);
    await cast.orders(olga, clara, 'Ask to start video');
    await cast.agrees(clara, 'Olga asks you to start your video.', 'Start video');
    await cast.sees(boris, clara);
    for (const who of [boris, olga]) await cast.seesNothingOf(who, anna);
    await cast.agrees(anna, 'Olga asks you to start your video.', 'Start video');
    for (const who of [boris, clara, olga]) await cast.sees(who, anna);
  });

  it('M6: where unmuting is forbidden a muted guest cannot, and is told why; asked by the host she can', async () => {
    const forbidden = 'The host has switched off unmuting. Raise your hand to speak.';
    await cast.turns(olga, 'Participants may unmute themselves');
    await cast.reads(anna, forbidden);
    // Who speaks goes on.
    await cast.hears(boris, anna);
    await cast.orders(olga, anna, 'Mute');
    await cast.reads(anna, 'Olga has muted you.');
    await cast.hearsNothingOf(boris, anna);
    await cast.readsNoMore(anna, forbidden);
    expect(await describedAs(anna, 'Unmute')).toBe(forbidden);
    await cast.press(anna, 'Unmute');
    await cast.reads(anna, forbidden);
    await cast.of(anna).page.keyboard.down('Space');
    for (const who of [boris, olga]) await cast.hearsNothingOf(who, anna);
    await cast.of(anna).page.keyboard.up('Space');
    await cast.orders(olga, anna, 'Ask to unmute');
    await cast.agrees(anna, 'Olga asks you to unmute.', 'Unmute');
    await cast.hears(boris, anna);
    await cast.turns(olga, 'Participants may unmute themselves');
    await cast.reads(boris, 'You may unmute yourself again.');
  });

  it('M6: where sharing is forbidden a screen that is shared goes away, and the button says why; allowed, it is shared again', async () => {
    const forbidden = 'The host has switched off screen sharing for participants.';
    await cast.press(anna, 'Share screen');
    await cast.sees(boris, annasScreen);
    await cast.hears(boris, annasScreen);
    await cast.turns(olga, 'Participants may share their screen');
    await cast.reads(anna, /Olga has stopped your screen sharing\.|The host has switched off screen sharing/);
    await cast.isAmong(boris, [olga, anna, clara]);
    await cast.hearsNothingOf(boris, annasScreen);
    await cast.readsNoMore(anna, 'You are sharing your screen');
    await cast.readsNoMore(anna, forbidden);
    expect(await describedAs(anna, 'Share screen')).toBe(forbidden);
    await cast.press(anna, 'Share screen');
    await cast.reads(anna, forbidden);
    await cast.seesNothingOf(boris, annasScreen);
    await cast.turns(olga, 'Participants may share their screen');
    await cast.reads(anna, 'You may share your screen again.');
    await cast.press(anna, 'Share screen');
    await cast.sees(boris, annasScreen);
    await cast.hears(boris, annasScreen);
    await cast.press(anna, 'Stop sharing');
    await cast.isAmong(boris, [olga, anna, clara]);
    await cast.hearsNothingOf(boris, annasScreen);
  });

  it('M6: a co-host has the controls at once, lets in and mutes, and has nothing of what is the host’s alone', async () => {
    await cast.press(clara, 'Leave');
    await comesAgain(clara, 'Join again');
    await cast.reads(clara, 'You are waiting');
    await cast.press(boris, 'Participants');
    expect(await cast.of(boris).hasButton('Mute all'), 'a guest has no controls').toBe(false);
    await cast.orders(olga, boris, 'Make co-host');
    await cast.reads(boris, 'You are a co-host now.');
    await cast.press(boris, 'Admit');
    await cast.isAmong(clara, [olga, anna, boris]);
    await cast.hears(anna, clara);
    await cast.orders(boris, clara, 'Mute');
    await cast.reads(clara, 'Boris has muted you.');
    await cast.hearsNothingOf(anna, clara);
    await cast.press(clara, 'Unmute');
    await cast.hears(anna, clara);
    const forAnna = await cast.offered(boris, anna);
    expect(forAnna).toEqual(expect.arrayContaining(['Mute', 'Remove…']));
    for (const act of hostsAlone) expect(forAnna).not.toContain(act);
    const forOlga = await cast.offered(boris, olga);
    for (const act of [...hostsAlone, 'Remove…']) expect(forOlga).not.toContain(act);
    expect(await mayEndForAll(boris)).toBe(false);
  });

  it('M6: a co-host who is made a participant loses the controls at once, with what was open of them', async () => {
    const { page } = cast.of(boris);
    const menu = 'ul[aria-label="More: Anna"]';
    await cast.press(boris, 'More: Anna');
    await page.waitForSelector(menu);
    await cast.orders(olga, boris, 'Make participant');
    await cast.reads(boris, 'You are a participant now.');
    for (const button of ['Mute all', 'More: Anna', 'More: Clara']) await loses(boris, button);
    await page.waitForSelector(menu, { hidden: true });
    // Nor does a question wait for the next time.
    await cast.orders(olga, boris, 'Make co-host');
    await becomes(boris, 'More: Anna');
    expect(await page.$(menu), 'the menu comes back by itself').toBeNull();
    await cast.orders(boris, anna, 'Remove…');
    await page.waitForSelector('dialog[open]');
    await cast.orders(olga, boris, 'Make participant');
    await page.waitForSelector('dialog[open]', { hidden: true });
    await cast.isAmong(boris, [olga, anna, clara]);
    await cast.press(boris, 'Participants');
  });

  it('M6: the host hands over: Anna is the host, Olga a co-host; nobody takes that from the owner, who comes back as the host', async () => {
    await cast.orders(olga, anna, 'Hand over host');
    await cast.inDialog(olga, 'Hand over host');
    await Promise.all([cast.reads(anna, 'You are the host now.'), cast.reads(olga, 'You are a co-host now.')]);
    expect(await mayEndForAll(anna)).toBe(true);
    expect(await mayEndForAll(olga)).toBe(false);
    const forTheHost = await cast.offered(olga, anna);
    for (const act of [...hostsAlone, 'Remove…']) expect(forTheHost).not.toContain(act);
    await cast.press(anna, 'Participants');
    const forTheOwner = await cast.offered(anna, olga);
    for (const act of ['Make participant', 'Remove…']) expect(forTheOwner).not.toContain(act);
    await cast.press(olga, 'Leave');
    await cast.reads(olga, 'You have left the meeting');
    await cast.isAmong(anna, [boris, clara]);
    await comesAgain(olga, 'Join again');
    await cast.isAmong(anna, [olga, boris, clara]);
    await cast.reads(anna, 'You are a co-host now.');
    expect(await mayEndForAll(olga)).toBe(true);
    expect(await mayEndForAll(anna)).toBe(false);
    await cast.sees(anna, olga);
    await cast.hears(anna, olga);
  });

  it('M6: the host leaves without ending it: the co-host is the host, the meeting goes on, and the owner is the host again', async () => {
    await cast.press(olga, 'Leave');
    await cast.reads(olga, 'Anna takes over as the host.');
    await cast.inDialog(olga, 'Leave');
    await cast.reads(anna, 'You are the host now.');
    await cast.reads(olga, 'You have left the meeting');
    await cast.isAmong(anna, [boris, clara]);
    await cast.hears(boris, anna);
    await cast.hears(anna, clara);
    await cast.sees(clara, boris);
    await cast.hearsNothingOf(boris, olga);
    expect(await mayEndForAll(anna)).toBe(true);
    await comesAgain(olga, 'Join again');
    await cast.reads(anna, 'You are a co-host now.');
    await cast.isAmong(olga, [anna, boris, clara]);
    await cast.sees(boris, olga);
    await cast.hears(boris, olga);
    expect(await mayEndForAll(olga)).toBe(true);
  });

  it('M6: whom the host names while leaving is the next one, before any co-host', async () => {
    await cast.press(olga, 'Leave');
    const heirs = await cast.of(olga).page.waitForSelector('dialog[open] select');
    await heirs!.select(await heirs!.$eval('option:nth-child(3)', ({ value }) => value));
    await cast.reads(olga, 'Boris takes over as the host.');
    await cast.inDialog(olga, 'Leave');
    await cast.reads(boris, 'You are the host now.');
    expect(await mayEndForAll(boris)).toBe(true);
    expect(await mayEndForAll(anna)).toBe(false);
    await comesAgain(olga, 'Join again');
    await cast.reads(boris, 'You are a co-host now.');
    await cast.isAmong(olga, [anna, boris, clara]);
    await cast.press(olga, 'Participants');
    for (const who of [anna, boris]) {
      await cast.orders(olga, who, 'Make participant');
      await cast.reads(who, 'You are a participant now.');
    }
    await cast.press(anna, 'Participants');
  });

  it('M7: a reaction is seen over whoever sent it, said in words, and goes by itself', async () => {
    const over = (who: Person) => () =>
      cast.of(who).page.$eval('figure[aria-label="Anna"]', (figure) => figure.textContent ?? '');
    await cast.press(anna, 'Reactions');
    await cast.press(anna, 'Applause');
    await Promise.all(
      [boris, clara, olga].map((who) =>
        eventually(`${who.name} sees the applause`, over(who), (text) => text.includes('👏')),
      ),
    );
    await cast.reads(boris, 'Anna: applause.');
    for (const who of [boris, clara, olga])
      await eventually(`${who.name} sees it go`, over(who), (text) => !text.includes('👏'));
  });

  it('M7: a host lowers one hand, and then all', async () => {
    for (const who of [anna, boris, clara]) {
      await cast.press(who, 'Raise hand');
      await becomes(who, 'Lower hand');
    }
    await cast.reads(olga, /Raised hands[\s\S]*Anna[\s\S]*Boris[\s\S]*Clara[\s\S]*In the meeting/);
    await cast.orders(olga, anna, 'Lower hand');
    await becomes(anna, 'Raise hand');
    await cast.reads(olga, /Raised hands[\s\S]*Boris[\s\S]*Clara[\s\S]*In the meeting[\s\S]*Anna/);
    for (const who of [boris, clara]) expect(await cast.of(who).hasButton('Lower hand'), who.name).toBe(true);
    await cast.press(olga, 'Lower all hands');
    for (const who of [boris, clara]) await becomes(who, 'Raise hand');
    await cast.readsNoMore(olga, 'Raised hands');
    await loses(olga, 'Lower all hands');
  });

  it('M7: the space bar opens a muted microphone while it is held', async () => {
    const { page } = cast.of(anna);
    await cast.press(anna, 'Mute');
    await cast.hearsNothingOf(boris, anna);
    await page.bringToFront();
    await page.keyboard.down('Space');
    await cast.hears(boris, anna);
    await cast.hears(olga, anna);
    await page.keyboard.up('Space');
    await cast.hearsNothingOf(boris, anna);
    await cast.hearsNothingOf(olga, anna);
    await becomes(anna, 'Unmute');
  });

  it('M7: "?" opens the list of keys, and the focus is back where it was', async () => {
    const { page } = cast.of(anna);
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await page.bringToFront();
    for (let steps = 0; steps < 40 && (await focused()) !== 'Raise hand'; steps += 1) await page.keyboard.press('Tab');
    expect(await focused()).toBe('Raise hand');
    await page.keyboard.press('?');
    await cast.reads(anna, 'Keyboard shortcuts');
    const keys = await page.$$eval('dialog[open] kbd', (all) => all.map(({ textContent }) => textContent));
    expect(keys).toEqual(['M', 'V', 'S', 'G', 'C', 'P', 'H', 'Space', '?']);
    for (const words of ['Mute or unmute', 'Raise or lower your hand', 'Hold to talk while muted'])
      await cast.reads(anna, words);
    await page.keyboard.press('Escape');
    await page.waitForSelector('dialog[open]', { hidden: true });
    expect(await focused()).toBe('Raise hand');
    // It is this button that is pressed now, by keyboard.
    await page.keyboard.press('Enter');
    await becomes(anna, 'Lower hand');
  });
});
