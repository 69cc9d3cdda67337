/** A server without ffmpeg says so on a recording's page, and gives what was recorded as it was. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enRecordings as en } from '../apps/web/src/i18n/en-recordings.ts';
import { createMeeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { anna, Cast, olga } from './harness/cast.ts';
import { eventually } from './harness/eventually.ts';
import { type Program, startProgram } from './harness/program.ts';
import { markPage, samePageOffersFile } from './harness/watched-page.ts';

describe('a recording where there is no ffmpeg', () => {
  let program: Program;
  let browser: Browser;
  let page: Page;
  const cast = new Cast();

  const says = (words: string) =>
    eventually(
      `the page says "${words}"`,
      () => page.evaluate(() => document.body.innerText),
      (text) => text.includes(words),
      40_000,
    );

  beforeAll(async () => {
    program = await startProgram({ workers: 1, environment: { VECHE_FFMPEG: 'off' } });
    browser = await launch('chromium');
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Council' });
    await cast.hosts(browser, owner, meeting, olga);
    await cast.knocks(browser, meeting, anna);
    await cast.sees(olga, anna);
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('R4: says so on its page while it goes on, and can be watched there', async () => {
    await cast.press(olga, 'Record');
    await cast.reads(olga, /last saved/i, 40_000);
    const host = cast.of(olga).page;
    const path = await host.$eval('[data-recording] a', (link) => (link as HTMLAnchorElement).pathname);
    page = await host.browserContext().newPage();
    await page.goto(`${program.origin}${path}?lang=en`, { waitUntil: 'domcontentloaded' });
    await markPage(page);
    await says(en['download.afterEnd']);
    await says(en['render.none']);
    await eventually(
      'it plays',
      () => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0),
      (at) => at > 0.2,
    );
  });

  it('R7: says so afterwards, and offers it as it was recorded', async () => {
    await cast.press(olga, 'Stop recording');
    await page.bringToFront();
    await samePageOffersFile(page, 60_000);
    await says(en['render.none']);
    const offered = await page.$$eval('a[download][href*="/file-"]', (links) => links.map((link) => link.textContent));
    expect(offered.map((words) => words?.split(' · ')[0])).toEqual([en['download.asRecorded']]);
    expect(await page.evaluate(() => document.body.innerText)).not.toContain(en['download.none']);
    expect(await page.$eval('video', ({ duration }) => duration)).toBeGreaterThan(5);
  });
});
