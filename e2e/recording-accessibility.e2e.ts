/** axe finds nothing serious wherever a recording is met: told of in the meeting, watched while it grows and afterwards, in the list, shared, deleted. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { en } from '../apps/web/src/i18n/en.ts';
import { ru } from '../apps/web/src/i18n/ru.ts';
import { createMeeting, registerOwner } from './harness/api.ts';
import { seriousFindings } from './harness/axe.ts';
import { launch } from './harness/browsers.ts';
import { Guest } from './harness/guest.ts';
import { openAsOwner } from './harness/open-as-owner.ts';
import { type Program, startProgram } from './harness/program.ts';
import { markPage, samePageOffersFile } from './harness/watched-page.ts';

const words = { en, ru };

describe.each([
  { language: 'en', scheme: 'light' },
  { language: 'ru', scheme: 'dark' },
] as const)('axe on recordings, in $language, $scheme', ({ language, scheme }) => {
  const t = words[language];
  let program: Program;
  let browser: Browser;
  let host: Guest;
  let other: Guest;
  let page: Page;

  const fine = async (where: string, of = page) => expect(await seriousFindings(of), where).toEqual([]);
  const inScheme = async (of: Page) => await of.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  const named = (words: string, name = 'Council') => words.replace('{name}', name);
  const press = async (name: string, of = page): Promise<void> => {
    const found = await of.waitForSelector(`::-p-aria([name="${name}"])`, { timeout: 20_000 });
    await found?.evaluate((element) => (element as HTMLElement).click());
  };
  const says = (text: string, of = page) =>
    of.waitForFunction((wanted) => document.body.innerText.includes(wanted), { timeout: 40_000 }, text);
  const visit = async (path: string, said: string): Promise<void> => {
    const address = new URL(path, program.origin);
    address.searchParams.set('lang', language);
    await page.goto(address.href, { waitUntil: 'domcontentloaded' });
    await says(said);
  };
  const closeDialog = async (): Promise<void> => {
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
  };
  /** What lies over the picture goes when nobody stirs. */
  const plays = async (): Promise<void> => {
    await page.waitForFunction(() => (document.querySelector('video')?.readyState ?? 0) >= 2, { timeout: 40_000 });
    for (const left of [300, 320]) await page.mouse.move(left, 300);
  };

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    browser = await launch('chromium');
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Council' });
    host = await openAsOwner(browser, owner, meeting, { colour: 3, toneHz: 440 }, language);
    await inScheme(host.page);
    await host.press(t['prejoin.join']);
    await host.page.waitForSelector('figure');
    other = await Guest.open(browser, meeting.joinLink, { name: 'Boris', devices: { colour: 5 }, language });
    await inScheme(other.page);
    await other.type(t['prejoin.name'], 'Boris');
    await other.press(t['prejoin.join']);
    await other.page.waitForSelector('figure[aria-label="Boris"]');
    page = await host.page.browserContext().newPage();
    await inScheme(page);
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('R1: what the meeting says of it, to its host and to a guest', async () => {
    await host.page.bringToFront();
    await host.press(t['record.start']);
    await says(t['record.news.started'], host.page);
    await fine('the host', host.page);
    await other.page.bringToFront();
    await says(t['record.consent'], other.page);
    await fine('a guest, who is asked', other.page);
    await other.press(t['control.chat']);
    await other.type(t['chat.message'], 'We begin.');
    await other.press(t['chat.send']);
    await host.page.bringToFront();
    await host.press(t['record.pause']);
    await says(t['record.news.paused'], host.page);
    await fine('the host, paused', host.page);
    await host.press(t['record.resume']);
  });

  it('R4, R9: its page while it grows, the list of it then, and its keys', async () => {
    const path = await host.page.$eval('[data-recording] a', (link) => (link as HTMLAnchorElement).pathname);
    await page.bringToFront();
    await visit(path, t['download.afterEnd']);
    await plays();
    await fine('the player, live');
    await press(t['player.chapters']);
    await page.waitForSelector('[role="tabpanel"] ol button');
    await fine('chapters');
    await press(t['player.help']);
    await page.waitForSelector('dialog[open]');
    await fine('its keys');
    await closeDialog();
    await visit('/recordings', t['recordings.state.recording']);
    await fine('the list, live');
    await page.goBack();
    await plays();
    await markPage(page);
    await host.page.bringToFront();
    await host.press(t['record.stop']);
    await says(t['record.again'], host.page);
    await fine('the host, afterwards', host.page);
  });

  it('R8, R9: its page when it is finished, shared from there', async () => {
    await page.bringToFront();
    await samePageOffersFile(page, 60_000);
    await plays();
    await fine('the player, finished');
    await press(t['player.captions']);
    await press(named(t['recordings.rename']));
    await fine('with a new name being typed, with subtitles');
    await page.keyboard.press('Escape');
    await press(named(t['recordings.share']));
    await page.waitForSelector('dialog[open]');
    await press(t['share.makeLink']);
    await page.waitForSelector('dialog code');
    await fine('shared by a link');
    await closeDialog();
  });

  it('R10: the list with it, what can be downloaded, and among the deleted ones', async () => {
    await visit('/recordings', t['recordings.state.ready']);
    await fine('the list');
    await press(named(t['recordings.download']));
    await page.waitForSelector(`ul[aria-label="${t['download.title']}"]`);
    await fine('the downloads of one');
    await page.keyboard.press('Escape');
    await press(named(t['recordings.share']));
    await page.waitForSelector('dialog[open]');
    await fine('the share dialog');
    await closeDialog();
    await press(named(t['recordings.delete']));
    await says(named(t['recordings.deleted']));
    await fine('the list, with one deleted');
    await press(t['recordings.showDeleted']);
    await says(t['recordings.restore']);
    await fine('the deleted ones');
    await press(t['recordings.forever']);
    await page.waitForSelector('dialog[open]');
    await fine('the question');
  });
});
