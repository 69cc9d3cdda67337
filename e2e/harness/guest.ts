/** A person in a browser: opens the link, joins, presses buttons by their accessible names, and can say what is seen and heard. */

import type { VoiceTreatment } from '@veche/contracts/signalling/conference-view.ts';
import type { Browser, BrowserContext, Page } from 'puppeteer-core';
import { type FakeDevices, fakeDevicesScript } from './fake-devices.ts';
import { readBackScript, type SeenFrame } from './read-back.ts';

export interface GuestOptions {
  readonly name: string;
  readonly devices: FakeDevices;
  readonly language?: 'en' | 'ru';
  /** As the two switches stand at the first visit; plain unless said otherwise: a tone is just what noise suppression takes away. */
  readonly treatment?: VoiceTreatment;
  readonly scripts?: readonly string[];
}

export class Guest {
  readonly name: string;
  readonly page: Page;
  readonly #context: BrowserContext;

  private constructor(name: string, page: Page, context: BrowserContext) {
    this.name = name;
    this.page = page;
    this.#context = context;
  }

  static async open(browser: Browser, url: string, options: GuestOptions): Promise<Guest> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.evaluateOnNewDocument(await fakeDevicesScript(options.devices));
    await page.evaluateOnNewDocument(await readBackScript());
    await page.evaluateOnNewDocument(switchesScript(options.treatment ?? 'plain'));
    for (const script of options.scripts ?? []) await page.evaluateOnNewDocument(script);
    const address = new URL(url);
    address.searchParams.set('lang', options.language ?? 'en');
    await page.goto(address.href, { waitUntil: 'domcontentloaded' });
    return new Guest(options.name, page, context);
  }

  /** Fills in the name (and password) and presses Join; returns when the own tile stands. */
  async join(password?: string): Promise<void> {
    await this.type('Your name', this.name);
    if (password !== undefined) await this.type('Password', password);
    await this.press('Join');
    await this.page.waitForSelector(`figure[aria-label="${this.name}"]`, { timeout: 20_000 });
  }

  async type(label: string, text: string): Promise<void> {
    const field = await this.page.waitForSelector(`::-p-aria([name="${label}"][role="textbox"])`, { timeout: 20_000 });
    if (field === null) throw new Error(`There is no textbox "${label}"`);
    await field.evaluate((element) => (element as HTMLInputElement).select());
    await field.type(text);
  }

  /** One question to the browser: `button` before it would be one for each button of the page, which takes forty times as long. */
  async press(name: string): Promise<void> {
    const button = await this.page
      .waitForSelector(`::-p-aria([name="${name}"][role="button"])`, { timeout: 20_000 })
      .catch(() => null);
    if (button === null) throw new Error(`${this.name} finds no button "${name}": ${await this.controls()}`);
    await button.evaluate((element) => (element as HTMLButtonElement).click());
  }

  async hasButton(name: string): Promise<boolean> {
    return (await this.page.$(`::-p-aria([name="${name}"][role="button"])`)) !== null;
  }

  /** What the picture in this person's tile says right now; undefined = no tile, no picture, or no code in it. */
  async sees(figureName: string): Promise<SeenFrame | undefined> {
    return await this.page.evaluate((name) => window.vecheReadBack.frame(name), figureName);
  }

  /** Loudness of a tone in the loudest of the streams that this page plays, dB below full scale; -200 = nothing at all. */
  async hearsDb(frequencyHz: number): Promise<number> {
    return await this.page.evaluate((hz) => window.vecheReadBack.toneDb(hz), frequencyHz);
  }

  async figures(): Promise<string[]> {
    return await this.page.evaluate(() =>
      [...document.querySelectorAll('figure[aria-label]')].map((figure) => figure.getAttribute('aria-label') ?? ''),
    );
  }

  async text(): Promise<string> {
    return await this.page.evaluate(() => document.body.innerText);
  }

  async controls(): Promise<string> {
    return await this.page.evaluate(() =>
      [...document.querySelectorAll('button, input')]
        .map((element) => element.getAttribute('aria-label') ?? element.textContent ?? '')
        .join(' | '),
    );
  }

  /** By the control on the own tile, as a person would. */
  async rename(name: string): Promise<void> {
    await this.press('More');
    await this.press('Change my name');
    await this.type('Your name', name);
    await this.press('Save');
  }

  async close(): Promise<void> {
    await this.#context.close();
  }
}

/** A browser that was here before and remembers its switches. */
const switchesScript = (treatment: VoiceTreatment): string => `try {
  const kept = ${JSON.stringify({ noiseSuppression: treatment === 'suppressed', originalSound: treatment === 'original' })};
  if (localStorage.getItem('veche.preferences') === null) localStorage.setItem('veche.preferences', JSON.stringify(kept));
} catch { /* A page without storage, as the one before the first. */ }`;
