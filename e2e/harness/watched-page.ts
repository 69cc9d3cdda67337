/** A recording's page as its owner watches it: what its picture shows and how old that is, and whether it goes on to the end and offers the file. */
import type { Browser, Page } from 'puppeteer-core';
import { expect } from 'vitest';
import type { Owner } from './api.ts';
import { eventually } from './eventually.ts';
import type { Guest } from './guest.ts';
import { openSignedIn } from './open-as-owner.ts';

declare global {
  interface Window {
    /** Gone as soon as the page is loaded anew. */
    vecheSamePage?: true;
  }
}

/** In a browser context of its own, signed in. */
export async function openWatcher(browser: Browser, owner: Owner, origin: string, recordingId: string): Promise<Guest> {
  const guest = await openSignedIn(browser, owner, origin, { name: 'Watcher', devices: {} });
  await guest.page.goto(`${origin}/recordings/${recordingId}`, { waitUntil: 'domcontentloaded' });
  return guest;
}

/** In milliseconds since the page was opened. */
export async function firstPicture(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    for (;;) {
      const video = document.querySelector('video');
      if (video !== null && video.readyState >= 2 && video.videoWidth > 0) return Math.round(performance.now());
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
}

async function playFrom(page: Page, seconds: number): Promise<void> {
  await page.evaluate((at) => {
    const video = document.querySelector('video')!;
    video.currentTime = at;
    void video.play();
  }, seconds);
}

/** From so many seconds before the end of what can be sought in. */
export async function playBeforeEnd(page: Page, seconds: number): Promise<void> {
  await playFrom(
    page,
    await page.evaluate((before) => {
      const { seekable } = document.querySelector('video')!;
      return Math.max(0, seekable.end(seekable.length - 1) - before);
    }, seconds),
  );
}

/** How old the picture is that the player shows, by its own counter; undefined = it shows none with a code. */
async function behindMs(page: Page): Promise<number | undefined> {
  return await page.evaluate(() => window.vecheReadBack.playerFrame()?.ageMs);
}

/** Goes to the newest that there is; answers how old its pictures are, once a second for twelve seconds. */
export async function playsLive(page: Page, behindMaxMs: number): Promise<number[]> {
  await playBeforeEnd(page, 0);
  await eventually(
    'the live edge plays',
    () => behindMs(page),
    (ms) => ms !== undefined && ms < behindMaxMs,
  );
  const behind: number[] = [];
  for (let second = 0; second < 12; second++) {
    // A frame that is being drawn may not be readable; one that never is, is a failure.
    const { value } = await eventually(
      'a picture is shown',
      () => behindMs(page),
      (ms) => ms !== undefined,
      2_000,
    );
    behind.push(value!);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  console.log(`behind live, each second: ${behind.map((ms) => Math.round(ms / 100) / 10).join(' ')} s`);
  return behind;
}

/** Goes back to where the recording began. */
export async function showsBeginning(page: Page, startedAtMs: number): Promise<void> {
  await playFrom(page, 0);
  const sinceStartMs = Date.now() - startedAtMs;
  await eventually(
    'the beginning is shown',
    () => playerState(page),
    ({ ageMs }) => ageMs !== undefined && ageMs > sinceStartMs - 3_000,
  );
}

/** For whoever reads why it failed, too. */
export async function playerState(page: Page) {
  return await page.evaluate(() => {
    const video = document.querySelector('video');
    const frame = window.vecheReadBack.playerFrame();
    const ranges = (of: TimeRanges | undefined) =>
      Array.from({ length: of?.length ?? 0 }, (_, at) => [of!.start(at), of!.end(at)]);
    return {
      colour: frame?.colour,
      ageMs: frame?.ageMs,
      currentTime: video?.currentTime ?? 0,
      duration: video?.duration ?? 0,
      ended: video?.ended === true,
      readyState: video?.readyState,
      seeking: video?.seeking,
      buffered: ranges(video?.buffered),
      seekable: ranges(video?.seekable),
    };
  });
}

export async function markPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.vecheSamePage = true;
  });
}

/** One that was marked is still the same, and has a link to a file that was rendered; those to the chat are always there. */
export async function samePageOffersFile(page: Page, withinMs = 20_000): Promise<void> {
  await eventually(
    'the page offers a rendered file',
    () => page.$$eval('a[download]', (links) => links.map((link) => (link as HTMLAnchorElement).pathname)),
    (paths) => paths.some((path) => path.includes('/file-')),
    withinMs,
  );
  expect(await page.evaluate(() => window.vecheSamePage), 'the page was never reloaded').toBe(true);
}

/** Its player comes to the end of what was recorded, which lasted `durationMs` and whose last pictures were drawn about `endedAtMs`. */
export async function playsToEnd(page: Page, { durationMs, endedAtMs }: { durationMs: number; endedAtMs: number }) {
  await playBeforeEnd(page, 4);
  const { value } = await eventually(
    'the end is shown',
    () => playerState(page),
    ({ ended, currentTime, duration, ageMs }) =>
      (ended || duration - currentTime < 1) && Math.abs(duration - durationMs / 1_000) < 2 && ageMs !== undefined,
  );
  const beforeEndMs = endedAtMs - (Date.now() - value.ageMs!);
  console.log(
    `the page's player stands at ${value.currentTime} of ${value.duration} s, its picture was drawn ${Math.round(beforeEndMs)} ms before the end`,
  );
  expect(Math.abs(beforeEndMs)).toBeLessThan(4_000);
}
