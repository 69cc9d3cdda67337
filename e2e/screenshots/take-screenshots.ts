/** Takes the README's pictures from the running product: landing, pre-join, a meeting of nine, phone width, dark. Usage: npm run screenshots */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { createMeeting, registerOwner } from '../harness/api.ts';
import { launch } from '../harness/browsers.ts';
import { startProgram } from '../harness/program.ts';
import { portraitCameraScript } from './portrait-camera.ts';

const folder = join(import.meta.dirname, '../../docs/images');
const names = [
  'Vera Lind',
  'Tomas Kral',
  'Amara Obi',
  'Nina Petrova',
  'Sami Aalto',
  'Lucía Romero',
  'Arjun Mehta',
  'Yuki Tanaka',
  'Ivan Sokolov',
];
const wide = { width: 1280, height: 800, deviceScaleFactor: 1 };
const phone = { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function open(
  browser: Browser,
  url: string,
  seed: number,
  scheme: 'light' | 'dark' = 'light',
  viewport = wide,
): Promise<Page> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport(viewport);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.evaluateOnNewDocument(portraitCameraScript(seed));
  const address = new URL(url);
  address.searchParams.set('lang', 'en');
  await page.goto(address.href, { waitUntil: 'networkidle2' });
  return page;
}

async function enter(page: Page, name: string): Promise<void> {
  const field = await page.waitForSelector('::-p-aria([name="Your name"][role="textbox"])');
  await field?.evaluate((element) => (element as HTMLInputElement).select());
  await field?.type(name);
  const button = await page.waitForSelector('button::-p-aria([name="Join"][role="button"])');
  await button?.click();
  await page.waitForSelector('figure[aria-label]');
}

const shot = (page: Page, name: string) => page.screenshot({ path: join(folder, `${name}.png`) as `${string}.png` });

await mkdir(folder, { recursive: true });
const program = await startProgram({ workers: 1 });
const browser = await launch('chromium');
try {
  const owner = await registerOwner(program.origin);
  const meeting = await createMeeting(program.origin, owner, { name: 'Thesis defence' });

  await shot(await open(browser, program.origin, 1), 'landing');
  await shot(await open(browser, program.origin, 1, 'dark'), 'landing-dark');
  await shot(await open(browser, program.origin, 1, 'light', phone), 'landing-phone');

  for (const [index, name] of names.slice(1).entries())
    await enter(await open(browser, meeting.joinLink, index + 2), name);
  const viewer = await open(browser, meeting.joinLink, 1);
  await pause(1_500);
  await shot(viewer, 'pre-join');
  await enter(viewer, names[0] as string);
  const onPhone = await open(browser, meeting.joinLink, 12, 'dark', phone);
  await pause(1_000);
  await shot(onPhone, 'pre-join-phone');
  await pause(9_000);
  await viewer.bringToFront();
  await shot(viewer, 'meeting-of-nine');
  await viewer.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await pause(500);
  await shot(viewer, 'meeting-of-nine-dark');
  await enter(onPhone, 'Maya on the phone');
  await pause(6_000);
  await onPhone.bringToFront();
  await shot(onPhone, 'meeting-phone');
} finally {
  await browser.close();
  await program.stop();
}
