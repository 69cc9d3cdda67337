/** axe finds nothing serious on any screen, light and dark, English and Russian; and a meeting can be held by keyboard alone. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../apps/web/src/i18n/en.ts';
import { ru } from '../apps/web/src/i18n/ru.ts';
import { createMeeting, type Meeting, type Owner, registerOwner } from './harness/api.ts';
import { seriousFindings } from './harness/axe.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { openAsOwner } from './harness/open-as-owner.ts';
import { type Program, startProgram } from './harness/program.ts';

const words = { en, ru };

describe.each([
  { language: 'en', scheme: 'light' },
  { language: 'ru', scheme: 'light' },
  { language: 'en', scheme: 'dark' },
  { language: 'ru', scheme: 'dark' },
] as const)('axe, in $language, $scheme', ({ language, scheme }) => {
  const t = words[language];
  let program: Program;
  let browser: Browser;
  let owner: Owner;
  let meeting: Meeting;

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    browser = await launch('chromium');
    owner = await registerOwner(program.origin);
    meeting = await createMeeting(program.origin, owner, { name: 'Assembly', password: 'sesame' });
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  const open = async (path: string): Promise<Page> => {
    const page = await browser.newPage();
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(`${program.origin}${path}?lang=${language}`, { waitUntil: 'networkidle0' });
    return page;
  };
  const press = async (page: Page, name: string): Promise<void> => {
    const button = await page.waitForSelector(`button::-p-aria([name="${name}"][role="button"])`);
    await button?.evaluate((element) => (element as HTMLButtonElement).click());
  };

  it.each(['/', '/sign-in', '/register', '/recordings', '/nothing-here'])(
    'finds nothing serious on %s',
    async (path) => {
      const page = await open(path);
      expect(await seriousFindings(page)).toEqual([]);
      await page.close();
    },
  );

  it('finds nothing serious where an owner plans meetings and keeps the account', async () => {
    const page = await open('/');
    await page.evaluate(
      async (credentials, startsAt) => {
        const post = (path: string, body: unknown) =>
          fetch(`/api/v1/${path}`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          });
        await post('sessions', credentials);
        await post('conferences', { name: 'Council', password: 'oak', startsAt });
      },
      { email: owner.email, password: owner.password },
      new Date(Date.now() + 86_400_000).toISOString(),
    );
    await page.goto(`${program.origin}/?lang=${language}`, { waitUntil: 'networkidle0' });
    expect(await page.evaluate(() => document.body.innerText)).toContain('Council');
    expect(await seriousFindings(page)).toEqual([]);
    await press(page, t['landing.plan']);
    await page.waitForSelector('dialog[open]');
    expect(await seriousFindings(page)).toEqual([]);
    await page.goto(`${program.origin}/account?lang=${language}`, { waitUntil: 'networkidle0' });
    expect(await page.evaluate(() => document.body.innerText)).toContain(t['sessions.title']);
    expect(await seriousFindings(page)).toEqual([]);
    await press(page, t['account.delete']);
    await page.waitForSelector('dialog[open]');
    expect(await seriousFindings(page)).toEqual([]);
    for (const [path, said] of [
      ['/recordings', t['recordings.empty']],
      ['/recordings?deleted', t['recordings.emptyDeleted']],
      ['/recordings/00000000-0000-4000-8000-000000000000', t['player.noneTitle']],
    ] as const) {
      const joint = path.includes('?') ? '&' : '?';
      await page.goto(`${program.origin}${path}${joint}lang=${language}`, { waitUntil: 'networkidle0' });
      await page.waitForFunction((text) => document.body.innerText.includes(text), {}, said);
      expect(await seriousFindings(page)).toEqual([]);
    }
    await page.close();
  });

  it('finds nothing serious before joining, inside with another, in menus and dialogs, and after leaving', async () => {
    const other = await Guest.open(browser, meeting.joinLink, { name: 'Boris', devices: { colour: 5 } });
    await other.join();
    const guest = await Guest.open(browser, meeting.joinLink, {
      name: 'Axel',
      devices: { colour: 3, toneHz: 440 },
      language,
    });
    const { page } = guest;
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.waitForSelector(`::-p-aria([name="${t['prejoin.name']}"][role="textbox"])`);
    expect(await seriousFindings(page)).toEqual([]);
    await guest.type(t['prejoin.name'], 'Axel');
    await guest.press(t['prejoin.join']);
    await page.waitForSelector('figure[aria-label="Boris"] video');
    expect(await seriousFindings(page)).toEqual([]);
    await guest.press(t['control.chat']);
    await guest.type(t['chat.message'], 'https://example.org');
    await guest.press(t['chat.send']);
    await page.waitForSelector('ol a');
    expect(await seriousFindings(page), 'chat').toEqual([]);
    await guest.press(t['control.more']);
    expect(await seriousFindings(page)).toEqual([]);
    for (const name of ['control.settings', 'control.rename', 'control.help'] as const) {
      if (!(await guest.hasButton(t[name]))) await guest.press(t['control.more']);
      await guest.press(t[name]);
      await page.waitForSelector('dialog[open]');
      expect(await seriousFindings(page), name).toEqual([]);
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
    }
    await guest.press(t['meeting.invite']);
    await page.waitForSelector('dialog[open]');
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await guest.press(t['control.leave']);
    await page.waitForFunction(() => document.querySelector('figure') === null);
    expect(await seriousFindings(page)).toEqual([]);
    await guest.close();
    await other.close();
  });
});

describe.each([
  { language: 'en', scheme: 'light' },
  { language: 'ru', scheme: 'dark' },
] as const)('axe on what hosts and guests see of doors and rooms, in $language, $scheme', ({ language, scheme }) => {
  const t = words[language];
  let program: Program;
  let browser: Browser;

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    browser = await launch('chromium');
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('M6, B1: the waiting page, the participants, their menus and rules, making, filling and running rooms', async () => {
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Assembly', lobby: true });
    const host = await openAsOwner(browser, owner, meeting, { colour: 3 }, language);
    await host.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    const fine = async (guest: Guest, where: string) => expect(await seriousFindings(guest.page), where).toEqual([]);
    const press = async (guest: Guest, name: string) => {
      await guest.page.bringToFront();
      await guest.press(name);
    };
    await host.press(t['prejoin.join']);
    await host.page.waitForSelector('figure');
    const guests: Guest[] = [];
    for (const name of ['Anna', 'Boris']) {
      const guest = await Guest.open(browser, meeting.joinLink, { name, devices: { colour: 5 }, language });
      await guest.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await guest.type(t['prejoin.name'], name);
      await guest.press(t['prejoin.join']);
      guests.push(guest);
    }
    const [anna, boris] = guests as [Guest, Guest];
    await eventually(
      'Boris waits',
      () => boris.text(),
      (text) => text.includes(t['waiting.text']),
    );
    await fine(boris, 'the waiting page');
    await press(host, t['control.people']);
    await fine(host, 'participants, with people who wait');
    await press(host, t['people.admitAll']);
    await anna.page.waitForSelector('figure[aria-label="Anna"]');
    await press(anna, t['control.raiseHand']);
    await host.page.evaluate(() => {
      for (const details of document.querySelectorAll('aside details')) (details as HTMLDetailsElement).open = true;
    });
    await fine(host, 'participants, a raised hand, the rules');
    await press(host, t['people.more'].replace('{name}', 'Anna'));
    await fine(host, 'what can be done with Anna');
    await host.page.keyboard.press('Escape');
    await press(host, t['control.people']);
    await press(host, t['control.react']);
    await fine(host, 'reactions');
    await host.page.keyboard.press('Escape');
    await press(host, t['rooms.title']);
    await fine(host, 'making rooms');
    await press(host, t['rooms.create']);
    await host.page.waitForSelector('button[data-person]');
    await fine(host, 'filling rooms');
    await press(host, t['rooms.open']);
    await eventually(
      'the rooms are open',
      () => host.text(),
      (text) => text.includes(t['rooms.areOpen']),
    );
    await fine(host, 'running rooms');
    await eventually(
      'Anna is in a room',
      () => anna.text(),
      (text) => text.includes(t['rooms.askForHelp']),
    );
    await fine(anna, 'in a room');
    await press(host, t['rooms.close']);
    await fine(host, 'closing rooms');
    for (const guest of [host, ...guests]) await guest.close();
  });
});

describe('by keyboard alone', () => {
  let program: Program;
  let browser: Browser;

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    browser = await launch('chromium');
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  /** What has the focus, by its accessible name; it must be seen to have it. */
  const focused = (page: Page) =>
    page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const seen = (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      const name =
        element === document.body ? '' : (element.getAttribute('aria-label') ?? element.textContent?.trim() ?? '');
      return { name, seen, inDialog: element.closest('dialog') !== null };
    });

  async function tabTo(page: Page, name: string): Promise<void> {
    const passed: string[] = [];
    for (let steps = 0; steps < 40; steps += 1) {
      const now = await focused(page);
      if (now.name === name) {
        expect(now.seen, `the focus on "${name}" is seen`).toBe(true);
        return;
      }
      passed.push(now.name);
      await page.keyboard.press('Tab');
    }
    throw new Error(`"${name}" is not reached by Tab: ${passed.join(' | ')}`);
  }

  it('a guest joins, mutes, stops the video, shares, pins, changes the name, and leaves', async () => {
    const meeting = await createMeeting(program.origin, await registerOwner(program.origin), { name: 'Keys' });
    const other = await Guest.open(browser, meeting.joinLink, { name: 'Boris', devices: { colour: 5 } });
    await other.join();
    const guest = await Guest.open(browser, meeting.joinLink, { name: '', devices: { colour: 2, toneHz: 440 } });
    const { page } = guest;
    const toggles = async (name: string, then: string) => {
      await tabTo(page, name);
      await page.keyboard.press('Enter');
      await page.waitForSelector(`button::-p-aria([name="${then}"][role="button"])`);
    };
    await page.waitForSelector('::-p-aria([name="Your name"][role="textbox"])');
    await page.focus('::-p-aria([name="Your name"][role="textbox"])');
    await page.keyboard.type('Anna');
    await tabTo(page, 'Join');
    await page.keyboard.press('Enter');
    await page.waitForSelector('figure[aria-label="Anna"]');
    await toggles('Mute', 'Unmute');
    await toggles('Unmute', 'Mute');
    await toggles('Stop video', 'Start video');
    await toggles('Start video', 'Stop video');
    await toggles('Share screen', 'Stop sharing');
    await toggles('Stop sharing', 'Share screen');
    await toggles('Pin: Boris', 'Unpin: Boris');
    await toggles('Unpin: Boris', 'Pin: Boris');
    await tabTo(page, 'More');
    await page.keyboard.press('Enter');
    for (let steps = 0; (await focused(page)).name !== 'Change my name'; steps += 1) {
      expect(steps).toBeLessThan(12);
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog[open]');
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.type('Anna Petrova');
    for (let steps = 0; steps < 8; steps += 1) {
      await page.keyboard.press('Tab');
      // Out of a modal dialog the focus goes to the browser's own controls at most, never to the page behind.
      const { inDialog, name } = await focused(page);
      expect(inDialog || name === '' || name.startsWith('Anna'), `focus stays in the dialog, not on ${name}`).toBe(
        true,
      );
    }
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
    await tabTo(page, 'Leave');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('figure') === null);
    await guest.close();
    await other.close();
  });
});
