/**
 * Takes the README's pictures from the running product: landing, before joining, a meeting of nine as gallery, with a speaker
 * and with a shared screen, phone width, dark, Russian. Usage: npm run screenshots
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page, type Viewport } from 'puppeteer-core';
import { createMeeting, registerOwner } from '../harness/api.ts';
import { startProgram } from '../harness/program.ts';
import { playChat } from './chat-scene.ts';
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
const wide: Viewport = { width: 1280, height: 800, deviceScaleFactor: 1 };
const phone: Viewport = { width: 390, height: 844, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
/** Those who are only there to be seen have a window that shows little, so that one machine carries them all. */
const aside: Viewport = { width: 240, height: 200, deviceScaleFactor: 1 };

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--lang=en-US',
  // A mouse, as a desk has one; a phone's viewport replaces it by touch.
  '--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4',
];

interface Look {
  readonly seed: number;
  readonly scheme?: 'light' | 'dark';
  readonly viewport?: Viewport;
  readonly language?: 'en' | 'ru';
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function open(browser: Browser, url: string, look: Look): Promise<Page> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport(look.viewport ?? wide);
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: look.scheme ?? 'light' }]);
  await page.evaluateOnNewDocument(portraitCameraScript(look.seed));
  const address = new URL(url);
  address.searchParams.set('lang', look.language ?? 'en');
  await page.goto(address.href, { waitUntil: 'networkidle2' });
  return page;
}

async function typeName(page: Page, name: string): Promise<void> {
  const field = await page.waitForSelector('input[autocomplete="name"]');
  await field?.evaluate((element) => (element as HTMLInputElement).select());
  await field?.type(name);
}

async function enter(page: Page, name: string): Promise<void> {
  await typeName(page, name);
  await page.click('form button[type="submit"]');
  await page.waitForSelector('figure[aria-label]');
}

async function press(page: Page, name: string): Promise<void> {
  await page.bringToFront();
  await page.waitForFunction(
    (words) => {
      const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === words);
      button?.click();
      return button !== undefined;
    },
    { polling: 200 },
    name,
  );
}

/** Waits until every tile shows a picture and nobody's network mark spoils it. */
async function settled(page: Page): Promise<void> {
  await page.bringToFront();
  await page.mouse.move(2, 2);
  await page
    .waitForFunction(
      () =>
        [...document.querySelectorAll('figure')].every((figure) => figure.querySelector('[data-seen]') !== null) &&
        document.querySelector('figcaption [class*="network"]') === null,
      { timeout: 25_000, polling: 200 },
    )
    .catch(() => console.warn('Not everything settled; the picture is taken as it is.'));
  await pause(400);
}

const shot = (page: Page, name: string) => page.screenshot({ path: join(folder, `${name}.png`) as `${string}.png` });

await mkdir(folder, { recursive: true });
const program = await startProgram({ workers: 1 });
const browser = await puppeteer.launch({ executablePath: '/usr/bin/chromium', headless: true, args: flags });
try {
  const owner = await registerOwner(program.origin);
  const meeting = await createMeeting(program.origin, owner, { name: 'Thesis defence' });

  await shot(await open(browser, program.origin, { seed: 1 }), 'landing');
  await shot(await open(browser, program.origin, { seed: 1, scheme: 'dark' }), 'landing-dark');
  await shot(
    await open(browser, program.origin, { seed: 1, viewport: phone, language: 'ru' }),
    'landing-phone-russian',
  );

  const others: Page[] = [];
  for (const [index, name] of names.slice(1).entries()) {
    const page = await open(browser, meeting.joinLink, { seed: index + 2, viewport: aside });
    await enter(page, name);
    others.push(page);
  }
  const viewer = await open(browser, meeting.joinLink, { seed: 1 });
  await pause(1_500);
  await typeName(viewer, names[0]!);
  await shot(viewer, 'pre-join');
  await enter(viewer, names[0]!);
  await others[6]!.evaluate(() => document.querySelector<HTMLButtonElement>('[aria-keyshortcuts="M"]')?.click());
  await settled(viewer);
  await shot(viewer, 'meeting-of-nine');
  // The stage is dark either way; what stands on it follows the scheme.
  await viewer.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await press(viewer, 'More');
  await press(viewer, 'Sound and picture');
  await pause(600);
  await shot(viewer, 'meeting-of-nine-dark');
  await press(viewer, 'Done');
  await press(viewer, 'Speaker view');
  await settled(viewer);
  await shot(viewer, 'meeting-speaker');
  await press(viewer, 'Gallery view');
  // In a small window it is in the menu.
  await press(others[0]!, 'More');
  await press(others[0]!, 'Share screen');
  await viewer.waitForSelector(`figure[aria-label="${names[1]}'s screen"]`);
  await settled(viewer);
  await shot(viewer, 'meeting-shared-screen');
  await press(others[0]!, 'More');
  await press(others[0]!, 'Stop sharing');
  await viewer.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
  await playChat(viewer, others[1]!);
  await settled(viewer);
  await shot(viewer, 'meeting-chat');
  await viewer.close();

  const onPhone = await open(browser, meeting.joinLink, { seed: 12, scheme: 'dark', viewport: phone });
  await pause(1_500);
  await typeName(onPhone, 'Maya Roth');
  await shot(onPhone, 'pre-join-phone');
  await enter(onPhone, 'Maya Roth');
  await settled(onPhone);
  await shot(onPhone, 'meeting-phone');
} finally {
  await browser.close();
  await program.stop();
}
