/** axe finds nothing serious on any screen, light and dark, English and Russian. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, type Meeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { Guest } from './harness/guest.ts';
import { type Program, startProgram } from './harness/program.ts';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  return await page.evaluate(async () => {
    const axe = (
      window as unknown as {
        axe: { run(): Promise<{ violations: { impact: string; id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe;
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes
            .map((node) => node.html)
            .join(' ; ')
            .slice(0, 400)}`,
      );
  });
}

describe.each(['light', 'dark'] as const)('in %s', (scheme) => {
  let program: Program;
  let browser: Browser;
  let meeting: Meeting;

  beforeAll(async () => {
    program = await startProgram();
    browser = await launch('chromium');
    meeting = await createMeeting(program.origin, await registerOwner(program.origin), {
      name: 'Assembly',
      password: 'sesame',
    });
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it.each(['/', '/sign-in', '/register'])('%s', async (path) => {
    const page = await browser.newPage();
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await page.goto(`${program.origin}${path}?lang=en`, { waitUntil: 'networkidle0' });
    expect(await seriousFindings(page)).toEqual([]);
    await page.close();
  });

  it('before joining, inside, and after leaving', async () => {
    const guest = await Guest.open(browser, meeting.joinLink, { name: 'Axel', devices: { colour: 3, toneHz: 440 } });
    await guest.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    await guest.page.waitForSelector('::-p-aria([name="Your name"][role="textbox"])');
    expect(await seriousFindings(guest.page)).toEqual([]);
    await guest.join();
    expect(await seriousFindings(guest.page)).toEqual([]);
    await guest.press('Leave');
    await guest.page.waitForFunction(() => document.querySelector('figure') === null);
    expect(await seriousFindings(guest.page)).toEqual([]);
    await guest.close();
  });
});
