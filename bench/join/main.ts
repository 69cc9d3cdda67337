/**
 * Time from the click on "Join" to the first remote frame in a real Chromium on loopback, and joins a second over REST and
 * signalling. Prints a table and writes bench/results/join.json.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMeeting, registerOwner } from '../../e2e/harness/api.ts';
import { launch } from '../../e2e/harness/browsers.ts';
import { eventually } from '../../e2e/harness/eventually.ts';
import { Guest } from '../../e2e/harness/guest.ts';
import { startProgram } from '../../e2e/harness/program.ts';
import { quantile } from '../../e2e/harness/quantiles.ts';
import { SignallingClient } from '../../e2e/harness/signalling-client.ts';

const rounds = Number(process.argv[2] ?? 20);
const joinsTotal = 200;

/** Runs in the page: remembers when Join was pressed and when the first frame of somebody else was presented. */
const clickToFrameScript = `(() => {
  addEventListener('click', (event) => {
    const button = event.target.closest && event.target.closest('button');
    if (button && button.textContent.trim() === 'Join') window.vecheClickMs = performance.now();
  }, true);
  const watched = new WeakSet();
  new MutationObserver(() => {
    for (const video of document.querySelectorAll('figure[aria-label="Anna"] video')) {
      if (watched.has(video)) continue;
      watched.add(video);
      video.requestVideoFrameCallback((nowMs) => { window.vecheFrameMs ??= nowMs; });
    }
  }).observe(document, { childList: true, subtree: true });
})();`;

async function clickToFirstFrame(): Promise<number[]> {
  const program = await startProgram();
  const browser = await launch('chromium');
  try {
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Join' });
    const anna = await Guest.open(browser, meeting.joinLink, { name: 'Anna', devices: { colour: 2, toneHz: 440 } });
    await anna.join();
    const tookMs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const guest = await Guest.open(browser, meeting.joinLink, {
        name: `Guest ${round}`,
        devices: { colour: 5, toneHz: 700 },
        scripts: [clickToFrameScript],
      });
      // Whoever reads the preview has loaded everything by the time of the click.
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await guest.join();
      const { value } = await eventually(
        'the first remote frame',
        () =>
          guest.page.evaluate(
            () => [Reflect.get(window, 'vecheClickMs'), Reflect.get(window, 'vecheFrameMs')] as [number, number],
          ),
        ([clickMs, frameMs]) => clickMs > 0 && frameMs > 0,
      );
      tookMs.push(value[1] - value[0]);
      await guest.press('Leave');
      await guest.close();
    }
    return tookMs;
  } finally {
    await browser.close();
    await program.stop();
  }
}

async function joinsPerSecond(): Promise<number> {
  const program = await startProgram();
  try {
    const owner = await registerOwner(program.origin);
    const meetings = await Promise.all(
      Array.from({ length: 20 }, (_, index) => createMeeting(program.origin, owner, { name: `Meeting ${index}` })),
    );
    const clients: SignallingClient[] = [];
    let next = 0;
    const startMs = performance.now();
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        while (next < joinsTotal) {
          const index = next++;
          const meeting = meetings[index % meetings.length];
          if (meeting === undefined) return;
          const client = await SignallingClient.join(program.origin, meeting.id, `Guest ${index}`);
          await Promise.all([
            client.call('createTransport', { direction: 'send' }),
            client.call('createTransport', { direction: 'receive' }),
          ]);
          clients.push(client);
        }
      }),
    );
    const seconds = (performance.now() - startMs) / 1_000;
    for (const client of clients) client.close();
    return joinsTotal / seconds;
  } finally {
    await program.stop();
  }
}

const tookMs = await clickToFirstFrame();
const perSecond = await joinsPerSecond();
const result = {
  rounds,
  clickToFirstRemoteFrameMs: {
    p50: quantile(tookMs, 0.5),
    p95: quantile(tookMs, 0.95),
    min: Math.min(...tookMs),
    max: Math.max(...tookMs),
  },
  joinsPerSecond: perSecond,
};
console.table([
  {
    figure: 'click to first remote frame, ms',
    p50: Math.round(result.clickToFirstRemoteFrameMs.p50),
    p95: Math.round(result.clickToFirstRemoteFrameMs.p95),
    runs: rounds,
  },
]);
console.log(`joins a second (REST + socket + join + two transports): ${perSecond.toFixed(0)}`);
const folder = join(import.meta.dirname, '../results');
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'join.json'), `${JSON.stringify(result, null, 2)}\n`);
