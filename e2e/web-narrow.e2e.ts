/** Small screens, large letters and a keyboard alone: nothing is cut off, covered or out of reach. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../apps/web/src/i18n/en.ts';
import { ru } from '../apps/web/src/i18n/ru.ts';
import { createMeeting, type Meeting, type Owner, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { openAsOwner } from './harness/open-as-owner.ts';
import { type Program, startProgram } from './harness/program.ts';

const endless = 'W'.repeat(100);
const phone = { width: 320, height: 640 };
/** A desk's page at 200 %. */
const zoomed = { width: 640, height: 400 };
const copyRefusedScript = `navigator.clipboard.writeText = async () => { throw new DOMException('', 'NotAllowedError'); };`;

/** What stands beyond the edges of a page that is `width` wide. */
async function tooWide(page: Page, width: number): Promise<string[]> {
  return await page.evaluate((edge) => {
    const found = document.documentElement.scrollWidth > edge ? [`page: ${document.documentElement.scrollWidth}`] : [];
    for (const element of document.querySelectorAll('button, a, input, select, h1, h2, h3, p')) {
      const { left, right, width: own } = element.getBoundingClientRect();
      const shown = own > 1 && element.closest('.visually-hidden') === null;
      if (shown && (left < 0 || right > edge + 0.5)) found.push(`${element.tagName}: ${element.textContent}`);
    }
    return found;
  }, width);
}

/** Whether a click in the middle of it would reach it. */
const reachable = (page: Page, selector: string) =>
  page.evaluate((wanted) => {
    const element = document.querySelector(wanted);
    if (element === null) return false;
    const { left, top, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
  }, selector);

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element instanceof HTMLInputElement ? `field ${element.type}` : (element?.textContent ?? '');
  });

describe('a narrow page', () => {
  let program: Program;
  let browser: Browser;
  let owner: Owner;
  let meeting: Meeting;

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    browser = await launch('chromium', phone);
    owner = await registerOwner(program.origin);
    meeting = await createMeeting(program.origin, owner, { name: endless });
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  const visit = (path: string, language: 'en' | 'ru' = 'en', scripts: readonly string[] = []) =>
    Guest.open(browser, new URL(path, program.origin).href, {
      name: 'Visitor',
      devices: { colour: 1 },
      language,
      scripts,
    });
  /** By a cookie of its own, so that another sign-out does not end it. */
  const signedIn = async (language: 'en' | 'ru' = 'en'): Promise<Guest> => {
    const guest = await visit('/sign-in', language);
    for (const [selector, text] of [
      ['input[type="email"]', owner.email],
      ['input[type="password"]', owner.password],
    ] as const) {
      const field = await guest.page.waitForSelector(selector);
      await field?.type(text);
    }
    await guest.page.$eval('form button[type="submit"]', (button) => (button as HTMLButtonElement).click());
    await guest.page.waitForSelector('section[aria-labelledby="planned-title"]');
    return guest;
  };
  const plan = async (name: string): Promise<Meeting> => {
    const response = await fetch(`${program.origin}/api/v1/conferences`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${owner.token}` },
      body: JSON.stringify({ name, startsAt: new Date(Date.now() + 3_600_000).toISOString() }),
    });
    return (await response.json()) as Meeting;
  };
  const planned = (guest: Guest) =>
    guest.page.$$eval('section[aria-labelledby="planned-title"] h3', (all) => all.map((h3) => h3.textContent));

  it.each(['en', 'ru'] as const)('never scrolls sideways, whatever a meeting is called (%s)', async (language) => {
    await plan(endless);
    const guest = await visit('/', language);
    for (const path of ['/', '/sign-in', '/register', `/j/${meeting.id}`, '/nowhere']) {
      await guest.page.goto(`${program.origin}${path}?lang=${language}`, { waitUntil: 'networkidle0' });
      expect([path, ...(await tooWide(guest.page, phone.width))]).toEqual([path]);
    }
    await guest.close();
    const host = await signedIn(language);
    await host.page.waitForSelector('h3');
    expect(await tooWide(host.page, phone.width)).toEqual([]);
    await host.page.goto(`${program.origin}/account`, { waitUntil: 'networkidle0' });
    expect(await tooWide(host.page, phone.width)).toEqual([]);
    await host.close();
  });

  it('keeps "Undo" in reach when a meeting with an endless name was deleted', async () => {
    const guest = await signedIn();
    await guest.page.waitForSelector('h3');
    const before = await planned(guest);
    await guest.press('Delete');
    const undo = await guest.page.waitForSelector('[role="status"] button::-p-text(Undo)');
    expect(await tooWide(guest.page, phone.width)).toEqual([]);
    await undo?.click();
    await eventually(
      'it is back',
      () => planned(guest),
      (names) => names.length === before.length,
    );
    await guest.close();
  });

  it('a dialog gives the focus to its first field, and back to where it came from', async () => {
    const guest = await signedIn();
    const opener = await guest.page.waitForSelector('button::-p-text(Plan a meeting)');
    await opener?.focus();
    await guest.page.keyboard.press('Enter');
    await guest.page.waitForSelector('dialog[open]');
    expect(await focused(guest.page)).toBe('field text');
    await guest.page.keyboard.press('Escape');
    await guest.page.waitForFunction(() => document.querySelector('dialog') === null);
    expect(await focused(guest.page)).toBe('Plan a meeting');
    await guest.close();
  });

  it('inside, every item of the menu is in reach by keyboard, and the menu closes behind it', async () => {
    const guest = await visit(meeting.joinLink);
    await guest.page.setViewport(zoomed);
    await guest.join();
    const { page } = guest;
    await page.focus('::-p-aria([name="More"][role="button"])');
    await page.keyboard.press('Enter');
    await page.waitForSelector('main ul');
    const names = await page.$$eval('main ul button:enabled', (all) => all.map((button) => button.textContent));
    expect(names).toContain('Change my name');
    for (const name of names) {
      expect(await focused(page)).toBe(name);
      const visible = await page.evaluate(() => {
        const { left, top, right, bottom } = document.activeElement!.getBoundingClientRect();
        return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
      });
      expect([name, visible]).toEqual([name, true]);
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('More');
    for (const key of ['Enter', 'End', 'Tab'] as const) await page.keyboard.press(key);
    await page.waitForFunction(() => document.querySelector('main ul') === null);
    await guest.press('More');
    await guest.press('Change my name');
    await page.waitForSelector('dialog[open]');
    expect(await focused(page)).toBe('field text');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('dialog') === null);
    expect(await focused(page)).toBe('More');
    await guest.close();
  });

  it('a notice stands above the dialog that it comes from, whole, and waits for who has to copy by hand', async () => {
    const guest = await visit(meeting.joinLink, 'en', [copyRefusedScript]);
    await guest.join();
    await guest.press('Invite');
    await guest.press('Copy the link');
    const close = 'dialog [role="status"] button';
    await guest.page.waitForSelector(close);
    expect(await guest.text()).toMatch(/Copy it by hand: http/);
    expect(await tooWide(guest.page, phone.width)).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 6_000));
    expect(await reachable(guest.page, close)).toBe(true);
    await guest.page.click(close);
    await guest.page.waitForFunction((selector) => document.querySelector(selector) === null, {}, close);
    expect(await guest.page.$('dialog[open]')).not.toBeNull();
    await guest.close();
  });

  it('the controls in Russian have whole words on a phone, and their full names', async () => {
    const guest = await visit(meeting.joinLink, 'ru');
    const field = await guest.page.waitForSelector('input[autocomplete="name"]');
    await field?.type('Гость');
    await guest.press('Войти');
    await guest.page.waitForSelector('figure[aria-label="Гость"]');
    expect(await guest.hasButton('Выключить видео')).toBe(true);
    const cut = await guest.page.$$eval('[role="toolbar"] button', (all) =>
      all.filter((button) => button.scrollWidth > button.clientWidth + 1).map((button) => button.textContent),
    );
    expect(cut).toEqual([]);
    const broken = await guest.page.$$eval('[role="toolbar"] button span', (all) =>
      all
        .filter((span) => span.getClientRects().length > 0 && span.getBoundingClientRect().height > 20)
        .map((span) => span.textContent)
        .filter((words) => !words?.includes(' ')),
    );
    expect(broken).toEqual([]);
    await guest.close();
  });

  it.each(['en', 'ru'] as const)(
    'a host has "Record" in the bar from 760 px on, then what pauses and stops it, and nothing is cut off (%s)',
    async (language) => {
      const t = { en, ru }[language];
      const council = await createMeeting(program.origin, owner, { name: 'Council' });
      const host = await openAsOwner(browser, owner, council, { colour: 3 }, language);
      const { page } = host;
      await host.press(t['prejoin.join']);
      await page.waitForSelector('figure');
      const button = (name: string) => `button[aria-label="${name}"]`;
      for (const [width, inBar] of [
        [901, 11],
        [760, 8],
        [800, 8],
      ] as const) {
        await page.setViewport({ width, height: 600 });
        await page.waitForFunction(
          (count) => document.querySelectorAll('[role="toolbar"] button').length === count,
          {},
          inBar,
        );
        expect([width, ...(await tooWide(page, width))]).toEqual([width]);
        expect([width, await reachable(page, button(t['record.start']))]).toEqual([width, true]);
      }
      await page.click(button(t['record.start']));
      for (const act of ['record.pause', 'record.resume', 'record.stop'] as const) {
        await page.waitForSelector(button(t[act]));
        expect(await host.hasButton(t[act])).toBe(true);
        expect([act, await reachable(page, button(t[act]))]).toEqual([act, true]);
        expect(await tooWide(page, 800)).toEqual([]);
        await page.click(button(t[act]));
      }
      await page.waitForSelector(button(t['record.start']));
      await host.close();
    },
  );

  it('a page that goes back into its meeting is dark before the app has come', async () => {
    const guest = await visit(meeting.joinLink);
    await guest.join();
    await guest.page.setRequestInterception(true);
    guest.page.on(
      'request',
      (request) =>
        void (request.resourceType() === 'script' && request.url().includes('/assets/')
          ? request.abort()
          : request.continue()),
    );
    await guest.page.reload({ waitUntil: 'domcontentloaded' });
    const background = () => guest.page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await eventually('the page is dark', background, (colour) => colour === 'rgb(15, 21, 23)');
    await guest.close();
  });

  it('a language that was chosen stays, whatever the link wished for', async () => {
    const guest = await visit('/', 'ru');
    await guest.press('EN, English');
    await guest.page.waitForFunction(() => !window.location.search.includes('lang'));
    await guest.page.reload({ waitUntil: 'domcontentloaded' });
    expect(await guest.text()).toMatch(/Meet face to face/);
    await guest.close();
  });

  it('a meeting with people in it is deleted only after a question', async () => {
    const live = await plan('A busy council');
    const guest = await visit(live.joinLink);
    await guest.join();
    const host = await signedIn();
    await host.page.waitForSelector('h3::-p-text(A busy council)');
    await host.page.$$eval('section[aria-labelledby="planned-title"] li', (rows) => {
      const row = rows.find((one) => one.textContent?.includes('A busy council'));
      row?.querySelector<HTMLButtonElement>('button[title="Delete"]')?.click();
    });
    await host.page.waitForSelector('dialog[open] h2::-p-text(is under way)');
    expect(await planned(host)).toContain('A busy council');
    await host.page.$$eval('dialog footer button', (all) => (all.at(-1) as HTMLButtonElement).click());
    await eventually(
      'it is gone from the list',
      () => planned(host),
      (names) => !names.includes('A busy council'),
    );
    await host.close();
    await guest.close();
  });

  it('a session that was ended elsewhere leads to the sign-in page, which says so', async () => {
    const here = await signedIn();
    const { sessions } = (await (
      await fetch(`${program.origin}/api/v1/sessions`, { headers: { authorization: `Bearer ${owner.token}` } })
    ).json()) as { sessions: { id: string; current: boolean }[] };
    for (const { id, current } of sessions) {
      if (current) continue;
      const headers = { authorization: `Bearer ${owner.token}` };
      await fetch(`${program.origin}/api/v1/sessions/${id}`, { method: 'DELETE', headers });
    }
    await here.press('New meeting');
    await here.page.waitForFunction(() => window.location.pathname === '/sign-in');
    await eventually(
      'the page says why',
      () => here.text(),
      (text) => /You were signed out/.test(text) && !/Sign in first/.test(text),
    );
    await here.close();
  });
});
