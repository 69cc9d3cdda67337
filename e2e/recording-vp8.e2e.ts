/** R4 in a meeting of VP8, whose pictures a browser cannot be given as they are recorded: watched on its page while it goes on, from its beginning, and to its end. */
import type { RecordingView } from '@veche/contracts/rest/recordings.ts';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, type Owner, type Rest, registerOwner, restOf } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { anna, Cast, olga } from './harness/cast.ts';
import { eventually } from './harness/eventually.ts';
import type { Guest } from './harness/guest.ts';
import { type Program, startProgram } from './harness/program.ts';
import {
  firstPicture,
  markPage,
  openWatcher,
  playerState,
  playsLive,
  playsToEnd,
  samePageOffersFile,
  showsBeginning,
} from './harness/watched-page.ts';

const behindMaxMs = 20_000;

describe('a meeting in VP8 that is recorded', () => {
  let program: Program;
  let browser: Browser;
  let owner: Owner;
  let api: Rest;
  let watcher: Guest;
  let id: string;
  let startedAtMs: number;
  const cast = new Cast();

  beforeAll(async () => {
    program = await startProgram({ workers: 1, environment: { VECHE_VIDEO_CODEC: 'vp8' } });
    owner = await registerOwner(program.origin);
    api = restOf(program.origin, owner);
    const meeting = await createMeeting(program.origin, owner, { name: 'Council' });
    browser = await launch('chromium');
    await cast.hosts(browser, owner, meeting, olga);
    await cast.knocks(browser, meeting, anna);
    await cast.sees(olga, anna);
    await cast.sees(anna, olga);
    await cast.press(olga, 'Record');
    await cast.reads(anna, /being recorded/i);
    startedAtMs = Date.now();
    id = (await api<{ recordings: { id: string }[] }>('/recordings')).recordings[0]!.id;
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('is watched while it goes on, at most 20 s behind, and from its beginning', async () => {
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, startedAtMs + 45_000 - Date.now())));
    watcher = await openWatcher(browser, owner, program.origin, id);
    console.log(`first picture after ${await firstPicture(watcher.page)} ms`);
    expect(Math.max(...(await playsLive(watcher.page, behindMaxMs)))).toBeLessThanOrEqual(behindMaxMs);
    await eventually(
      'one of the two is shown',
      () => playerState(watcher.page),
      ({ colour }) => colour === olga.colour || colour === anna.colour,
    );
    await showsBeginning(watcher.page, startedAtMs);
  });

  it('goes on to its end on the same page, which then offers the file', async () => {
    await markPage(watcher.page);
    const endedAtMs = Date.now();
    await cast.press(olga, 'Leave');
    await cast.inDialog(olga, 'End for all');
    await watcher.page.bringToFront();
    await samePageOffersFile(watcher.page, 40_000);
    console.log(`the file is offered ${Date.now() - endedAtMs} ms after the end`);
    const { durationMs, render } = await api<RecordingView>(`/recordings/${id}`);
    expect(render.state).toBe('done');
    await playsToEnd(watcher.page, { durationMs, endedAtMs });
  });
});
