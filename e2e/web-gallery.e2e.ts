/** A gallery of several pages: only what is on the page is received, and who speaks comes to the first page without disturbing the others. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompanyOrder } from '../packages/headless/company-order.ts';
import { createMeeting, type Meeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { type Program, startProgram } from './harness/program.ts';

const main = join(import.meta.dirname, '../packages/headless/main.ts');

/** Keeps the last word that the page sent about its tiles. */
const tilesScript = `(() => {
  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) {
    try {
      const { method, params } = JSON.parse(data);
      if (method === 'setTiles') window.vecheTiles = params.tiles;
    } catch {}
    return send.call(this, data);
  };
})();`;

describe('a gallery of several pages', () => {
  let program: Program;
  let browser: Browser;
  let meeting: Meeting;
  let viewer: Guest;
  const companies: ChildProcess[] = [];

  const invite = (names: readonly string[], talking: number): void => {
    const order: CompanyOrder = {
      origin: program.origin,
      conferenceId: meeting.id,
      people: names.map((name, number) => ({ name, number })),
      widthPx: 160,
      heightPx: 90,
      framesPerSecond: 5,
      talking,
      watch: false,
    };
    const company = spawn(process.execPath, [main, JSON.stringify(order)], { stdio: ['pipe', 'ignore', 'inherit'] });
    companies.push(company);
  };

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    browser = await launch('chromium', { width: 360, height: 480 });
    meeting = await createMeeting(program.origin, await registerOwner(program.origin), { name: 'Many' });
    viewer = await Guest.open(browser, meeting.joinLink, {
      name: 'Viewer',
      devices: { toneHz: 440 },
      scripts: [tilesScript],
    });
    await viewer.join();
    await viewer.press('Mute');
    invite(['One', 'Two', 'Three', 'Four', 'Five', 'Six'], 0);
    // Asked of the server: a narrow page has the number of people without words.
    await eventually(
      'all six are here',
      async () => ((await (await fetch(`${program.origin}/healthz`)).json()) as { participants: number }).participants,
      (participants) => participants === 7,
      60_000,
    );
    await eventually(
      'they take two pages',
      () => viewer.text(),
      (text) => text.includes('1 of 2'),
    );
  });

  afterAll(async () => {
    for (const company of companies) {
      const gone = once(company, 'exit');
      company.kill('SIGTERM');
      await gone;
    }
    await browser?.close();
    await program?.stop();
  });

  const askedFor = () =>
    viewer.page.evaluate(() => {
      const told = (window as unknown as { vecheTiles?: { widthPx: number; heightPx: number }[] }).vecheTiles ?? [];
      return told.filter(({ widthPx, heightPx }) => widthPx * heightPx > 0).length;
    });

  it('asks for the pictures of this page and of nobody else, on each page', async () => {
    const first = await viewer.figures();
    expect(first.length).toBeLessThan(7);
    await eventually('the first page is asked for', askedFor, (count) => count === first.length - 1);
    await viewer.press('Next page');
    const second = await eventually(
      'the next page shows others',
      () => viewer.figures(),
      (figures) => figures.length > 0 && figures.every((name) => !first.includes(name)),
    );
    await eventually('the next page is asked for', askedFor, (count) => count === second.value.length);
    await viewer.press('Previous page');
    await eventually(
      'the first page is as before',
      () => viewer.figures(),
      (figures) => JSON.stringify(figures.sort()) === JSON.stringify([...first].sort()),
    );
  });

  it('brings who speaks to the first page in the place of one other', async () => {
    const before = await viewer.figures();
    invite(['Talker'], 1);
    const { value: after } = await eventually(
      'the talker is on the first page',
      () => viewer.figures(),
      (figures) => figures.includes('Talker'),
      60_000,
    );
    expect(after.length).toBe(before.length);
    expect(before.filter((name) => !after.includes(name)).length).toBe(1);
    expect(after).toContain('Viewer');
  });
});
