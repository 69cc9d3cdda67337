/** Crashes and cuts are normal: a cut signalling wire, a reloaded page, a killed media worker (M8, M9). */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { type CuttableProxy, startCuttableProxy } from './harness/cuttable-proxy.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { type Program, startProgram } from './harness/program.ts';

const fresh = (colour: number) => (frame: Awaited<ReturnType<Guest['sees']>>) =>
  frame !== undefined && frame.colour === colour && frame.ageMs < 1_000;

describe('a meeting survives', () => {
  let program: Program;
  let proxy: CuttableProxy;
  let browser: Browser;
  let anna: Guest;
  let boris: Guest;

  beforeAll(async () => {
    program = await startProgram({ workers: 2 });
    proxy = await startCuttableProxy(program.port);
    browser = await launch('chromium');
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Storm' });
    anna = await Guest.open(browser, `${program.origin}/j/${meeting.id}`, {
      name: 'Anna',
      devices: { colour: 2, toneHz: 440 },
    });
    boris = await Guest.open(browser, `${proxy.origin}/j/${meeting.id}`, {
      name: 'Boris',
      devices: { colour: 5, toneHz: 700 },
    });
    await anna.join();
    await boris.join();
    await eventually('Anna sees Boris', () => anna.sees('Boris'), fresh(5));
    await eventually('Boris sees Anna', () => boris.sees('Anna'), fresh(2));
  });

  afterAll(async () => {
    await browser?.close();
    await proxy?.close();
    await program?.stop();
  });

  it('ten seconds without signalling: pictures and sound go on, and the same participant comes back', async () => {
    await boris.press('Mute');
    proxy.cut();
    for (let second = 0; second < 10; second += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const frame = await anna.sees('Boris');
      expect(frame, `Boris ${second + 1} s after the cut`).toSatisfy(fresh(5));
    }
    proxy.mend();
    await boris.press('Unmute');
    await eventually(
      'Anna hears Boris after the cut',
      () => anna.hearsDb(700),
      (loudnessDb) => loudnessDb > -60,
      30_000,
    );
    expect((await anna.figures()).filter((name) => name === 'Boris')).toHaveLength(1);
    expect(await boris.sees('Anna')).toSatisfy(fresh(2));
  });

  it('a page reload: the same person is back, once', async () => {
    await boris.page.reload({ waitUntil: 'domcontentloaded' });
    await eventually('Boris sees Anna after the reload', () => boris.sees('Anna'), fresh(2), 30_000);
    await eventually('Anna sees Boris after the reload', () => anna.sees('Boris'), fresh(5), 30_000);
    expect((await anna.figures()).filter((name) => name === 'Boris')).toHaveLength(1);
  });

  it('kill -9 of a media worker: pictures and sound are back within 5 s', async () => {
    const before = await program.workerPids();
    expect(before).toHaveLength(2);
    const startMs = Date.now();
    for (const pid of before) process.kill(pid, 'SIGKILL');
    // What stands in the tiles may be up to a second old: only pictures drawn after the kill count.
    const drawnAfterTheKill = (colour: number) => (frame: Awaited<ReturnType<Guest['sees']>>) =>
      frame !== undefined && frame.colour === colour && Date.now() - frame.ageMs > startMs + 500;
    await eventually('Anna sees Boris after the kill', () => anna.sees('Boris'), drawnAfterTheKill(5));
    await eventually('Boris sees Anna after the kill', () => boris.sees('Anna'), drawnAfterTheKill(2));
    await eventually(
      'Anna hears Boris after the kill',
      () => anna.hearsDb(700),
      (loudnessDb) => loudnessDb > -60,
    );
    await eventually(
      'Boris hears Anna after the kill',
      () => boris.hearsDb(440),
      (loudnessDb) => loudnessDb > -60,
    );
    expect(Date.now() - startMs).toBeLessThan(5_000);
  });
});
