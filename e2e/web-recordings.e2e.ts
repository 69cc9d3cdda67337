/** Recordings as people meet them: told of in the meeting, watched while they grow and afterwards, shared and withdrawn, deleted and brought back. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, type Meeting, type Owner, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { openAsOwner } from './harness/open-as-owner.ts';
import { hearOutput, loudestDb } from './harness/page-output.ts';
import { type Program, startProgram } from './harness/program.ts';
import { markPage, samePageOffersFile } from './harness/watched-page.ts';

const textOf = (page: Page) => page.evaluate(() => document.body.innerText);
const says = (page: Page, words: string, timeoutMs = 20_000) =>
  eventually(
    `the page says "${words}"`,
    () => textOf(page),
    (text) => text.includes(words),
    timeoutMs,
  );

async function press(page: Page, name: string): Promise<void> {
  const found = await page.waitForSelector(`::-p-aria([name="${name}"])`, { timeout: 20_000 });
  await found?.evaluate((element) => (element as HTMLElement).click());
}

/** Plays it, and answers how far it has come; undefined = there is no picture. */
const playsAt = (page: Page) =>
  page.evaluate(() => {
    const video = document.querySelector('video');
    if (video === null || video.readyState < 2 || video.videoWidth === 0) return undefined;
    if (video.paused && !video.ended) void video.play();
    return video.currentTime;
  });

/** Of apps/web/src/recording/chime.ts, and what is not in it. */
const beginsHz = [523.25, 783.99] as const;
const besideHz = 1_200;
const audibleDb = -50;
const silentDb = -80;

/** By the samples that the page lets out: both tones, and no noise beside them. */
async function hearsBegin(page: Page): Promise<void> {
  const heard = () => Promise.all([...beginsHz, besideHz].map((hz) => loudestDb(page, hz)));
  const { value } = await eventually('the tones of a recording that begins are heard', heard, ([first, second]) =>
    [first, second].every((db) => db! > audibleDb),
  );
  expect(value[2]).toBeLessThan(audibleDb - 10);
}

/** WCAG 2.1.4: a letter is a short cut only where the focus is at the player, which a click on the picture gives it. */
async function onlyAtPlayer(page: Page): Promise<void> {
  const muted = () => page.$eval('video', (video) => video.muted);
  const paused = () => page.$eval('video', (video) => video.paused);
  expect([await muted(), await paused()]).toEqual([false, false]);
  await page.keyboard.press('m');
  expect(await muted()).toBe(false);
  await page.click('video');
  await page.keyboard.press('m');
  expect([await muted(), await paused()]).toEqual([true, true]);
  await page.keyboard.press('m');
  await page.keyboard.press('Space');
  expect([await muted(), await paused()]).toEqual([false, false]);
}

describe('recordings', () => {
  let program: Program;
  let browser: Browser;
  let owner: Owner;
  let meeting: Meeting;
  let host: Guest;
  let recordingPath: string;

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    browser = await launch('chromium');
    owner = await registerOwner(program.origin);
    meeting = await createMeeting(program.origin, owner, { name: 'Council' });
    host = await openAsOwner(browser, owner, meeting, { colour: 3, toneHz: 440 });
    await host.press('Join');
    await host.page.waitForSelector('figure');
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('R1: everybody sees and hears that the meeting is recorded, late joiners too; only hosts have the buttons', async () => {
    const early = await Guest.open(browser, meeting.joinLink, { name: 'Early', devices: { colour: 5 } });
    await early.join();
    for (const { page } of [host, early]) {
      await hearOutput(page);
      expect(await loudestDb(page, beginsHz[0])).toBeLessThan(silentDb);
    }
    await host.page.bringToFront();
    await host.press('Record');
    await host.page.waitForSelector('button[aria-label="Pause recording"]');
    await says(host.page, 'Recording has started.');
    await early.page.bringToFront();
    await says(early.page, 'This meeting is being recorded. By staying you agree.');
    expect(await early.hasButton('Stop recording')).toBe(false);
    for (const { page } of [host, early]) await hearsBegin(page);
    const late = await Guest.open(browser, meeting.joinLink, { name: 'Late', devices: { colour: 6 } });
    await hearOutput(late.page);
    await late.join();
    await says(late.page, 'This meeting is being recorded. By staying you agree.');
    await hearsBegin(late.page);
    await late.press('Got it');
    await eventually(
      'the notice is put away, the badge stays',
      () => textOf(late.page),
      (text) => !text.includes('By staying') && text.includes('Recording'),
    );
    await late.close();
    await host.page.bringToFront();
    await host.press('Pause recording');
    await early.page.bringToFront();
    await says(early.page, 'Recording paused');
    await host.page.bringToFront();
    await host.press('Resume recording');
    await early.close();
  });

  it('R6: hosts see when it was last saved', async () => {
    await host.page.bringToFront();
    await says(host.page, 'Last saved', 40_000);
  });

  it('R4: the owner watches it while it grows, at most 20 s behind, and from its beginning', async () => {
    const watch = await host.page.waitForSelector('[data-recording] a');
    recordingPath = new URL((await watch?.evaluate((link) => (link as HTMLAnchorElement).href)) ?? '').pathname;
    const page = await host.page.browserContext().newPage();
    await page.goto(`${program.origin}${recordingPath}?lang=en`);
    await markPage(page);
    await says(page, 'Files with picture and sound come when the recording is over.');
    await eventually(
      'it plays',
      () => playsAt(page),
      (at) => (at ?? 0) > 0.2,
    );
    await says(page, 'Live');
    await onlyAtPlayer(page);
    await eventually(
      'there is more of it than what counts as live',
      () => page.evaluate(() => document.querySelector('video')?.duration ?? 0),
      (durationS) => durationS > 30,
      60_000,
    );
    await page.keyboard.press('Home');
    await eventually(
      'it plays from its beginning',
      () => playsAt(page),
      (at) => at !== undefined && at < 5,
    );
    await says(page, 'Go to live');
    await host.page.bringToFront();
    await host.press('Stop recording');
    await says(host.page, 'Record again');
    await page.bringToFront();
    await says(page, 'Downloads', 5_000);
    await samePageOffersFile(page, 60_000);
    await page.close();
    await host.press('Leave');
  });

  it('R8: a link opens it, and withdrawn it closes an open player within a minute', async () => {
    const { page } = host;
    await page.bringToFront();
    await page.goto(`${program.origin}/recordings?lang=en`);
    await press(page, 'Share: Council');
    await press(page, 'Make a link and copy it');
    const code = await page.waitForSelector('dialog code');
    const link = new URL((await code?.evaluate((element) => element.textContent)) ?? '');
    expect(link.search).toBe('');
    link.searchParams.set('lang', 'en');
    const context = await browser.createBrowserContext();
    const stranger = await context.newPage();
    await stranger.goto(`${link.origin}${link.pathname}?lang=en`);
    await says(stranger, 'Sign in to watch');
    await stranger.goto('about:blank');
    await stranger.goto(link.href);
    await eventually(
      'the stranger watches by the link',
      () => playsAt(stranger),
      (at) => (at ?? 0) > 0.2,
    );
    await page.bringToFront();
    await press(page, 'Withdraw: Whoever has the link');
    await stranger.bringToFront();
    await says(stranger, 'You cannot watch this recording any more', 60_000);
    expect(await stranger.$('video')).toBeNull();
    await context.close();
    await page.bringToFront();
    await press(page, 'Done');
  });

  it('R8: deleted it can be brought back, by "Undo" and from the deleted ones, and erased for ever', async () => {
    const { page } = host;
    await press(page, 'Delete: Council');
    await says(page, 'Nothing has been recorded yet.');
    await press(page, 'Undo');
    await says(page, 'Ready');
    await press(page, 'Delete: Council');
    await says(page, 'Nothing has been recorded yet.');
    await press(page, 'Deleted');
    await says(page, 'Erased for good on');
    await press(page, 'Restore');
    await says(page, '“Council” is back.');
    await press(page, 'All recordings');
    await press(page, 'Delete: Council');
    await says(page, 'Nothing has been recorded yet.');
    await press(page, 'Deleted');
    await press(page, 'Delete for ever…');
    await press(page, 'Delete for ever');
    await says(page, '“Council” was erased.');
    await page.goto(`${program.origin}${recordingPath}?lang=en`);
    await says(page, 'There is no such recording');
  });
});
