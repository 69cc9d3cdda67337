/** R8: who may not watch a recording is told so in the browser, and none of its addresses gives anything away: strangers, who was removed, links and copied addresses after their time. */
import type { RecordingView } from '@veche/contracts/rest/recordings.ts';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, type Rest, registerOwner, restOf } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { anna, boris, Cast, olga } from './harness/cast.ts';
import { eventually } from './harness/eventually.ts';
import { type Program, startProgram } from './harness/program.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

describe('whoever may not watch a recording', () => {
  let program: Program;
  let browser: Browser;
  let api: Rest;
  let id: string;
  let sharedLink: string;
  let copied: string[];
  const cast = new Cast();

  const opensPage = async (page: Page, words: string, path = `/recordings/${id}`): Promise<void> => {
    await page.goto(new URL(path, program.origin).href, { waitUntil: 'domcontentloaded' });
    await eventually(
      `the page says "${words}"`,
      () => page.evaluate(() => document.body.innerText),
      (text) => text.includes(words),
    );
    expect(await page.$('video')).toBeNull();
  };
  const answersTo = (page: Page, addresses: readonly string[]): Promise<{ status: number; text: string }[]> =>
    page.evaluate(
      (all) =>
        Promise.all(
          all.map(async (address) => {
            const answer = await fetch(address, { cache: 'no-store' });
            return { status: answer.status, text: await answer.text() };
          }),
        ),
      addresses,
    );

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    const owner = await registerOwner(program.origin);
    api = restOf(program.origin, owner);
    const meeting = await createMeeting(program.origin, owner, { name: 'Council' });
    browser = await launch('chromium');
    await cast.hosts(browser, owner, meeting, olga);
    await cast.comesSignedIn(browser, await registerOwner(program.origin), meeting, anna);
    await cast.knocks(browser, meeting, boris);
    await cast.isAmong(olga, [anna, boris]);
    await cast.press(olga, 'Record');
    await cast.reads(anna, /being recorded/i);
    await cast.reads(olga, /last saved/i, 40_000);
    id = (await api<{ recordings: { id: string }[] }>('/recordings')).recordings[0]!.id;
  });
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('was removed from the meeting: signed in or not', async () => {
    await cast.press(olga, 'Participants');
    for (const who of [anna, boris]) {
      await cast.orders(olga, who, 'Remove…');
      await cast.inDialog(olga, 'Remove');
      await cast.reads(who, 'You were removed from the meeting');
    }
    await opensPage(cast.of(anna).page, 'There is no such recording');
    await opensPage(cast.of(boris).page, 'Sign in to watch');
    const addresses = ['', '/playlist.m3u8', '/timeline', '/shares', '/chunks'].map(
      (path) => `/api/v1/recordings/${id}${path}`,
    );
    for (const who of [anna, boris]) {
      for (const { status, text } of await answersTo(cast.of(who).page, addresses)) {
        expect([401, 403, 404]).toContain(status);
        expect(text).not.toContain('#EXTM3U');
        expect(text).not.toContain('Council');
      }
    }
    await cast.of(anna).page.goto(`${program.origin}/recordings`, { waitUntil: 'domcontentloaded' });
    await cast.reads(anna, 'Nothing has been recorded yet.');
  });

  it('copied the addresses of its picture and its file: after ten minutes they open nothing', async () => {
    await api(`/conferences/${(await api<RecordingView>(`/recordings/${id}`)).conferenceId}/recording`, {
      action: 'stop',
    });
    const { value: view } = await eventually(
      'it is ready',
      () => api<RecordingView>(`/recordings/${id}`),
      ({ state, downloads }) => state === 'ready' && downloads.length > 0,
      30_000,
    );
    sharedLink = (await api<{ url: string }>(`/recordings/${id}/shares`, { kind: 'link', days: 7 })).url;
    const { page } = cast.of(boris);
    await page.goto(new URL(sharedLink, program.origin).href, { waitUntil: 'domcontentloaded' });
    await page.bringToFront();
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0, { timeout: 20_000 });
    const playlist = new URL(view.playlist!, program.origin).href;
    const pieces = (await (await fetch(playlist)).text()).match(/^[^#\n].*$/gm) ?? [];
    expect(pieces.length).toBeGreaterThan(0);
    copied = [
      playlist,
      ...pieces.map((piece) => new URL(piece, playlist).href),
      ...view.downloads.map(({ url }) => new URL(url, program.origin).href),
    ];
    await program.crash();
    program = await program.startAgain();
    for (const { status } of await answersTo(page, copied)) expect(status).toBe(200);
    await program.crash();
    program = await program.startAgain({ laterMs: 11 * minuteMs });
    for (const { status, text } of await answersTo(page, copied)) {
      expect([401, 403, 404, 410]).toContain(status);
      expect(text).not.toContain('#EXTM3U');
    }
    // The link that was shared is for longer.
    await page.reload({ waitUntil: 'domcontentloaded' });
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0, { timeout: 20_000 });
  });

  it('has a link whose time is over', async () => {
    await program.crash();
    program = await program.startAgain({ laterMs: 8 * dayMs });
    const { page } = cast.of(boris);
    await page.goto('about:blank');
    await opensPage(page, 'This link does not work any more', sharedLink);
  });
});
