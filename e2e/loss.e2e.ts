/** Loss of 5 % and 10 % both ways with 80 ms of delay: the picture goes on (V3). Frames and freezes are counted by the browsers themselves. */
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { type LossyUdp, startLossyUdp, throughProxyScript } from './harness/lossy-udp.ts';
import { type Program, startProgram } from './harness/program.ts';

const windowMs = 30_000;

/** Keeps every RTCPeerConnection of the page where the suite can ask for its stats. */
const keepConnections = `(() => {
  window.vecheConnections = [];
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct: (target, args) => { const made = new target(...args); window.vecheConnections.push(made); return made; },
  });
})();`;

interface VideoCounts {
  readonly framesReceived: number;
  readonly framesDecoded: number;
  readonly freezeSeconds: number;
  /** By frame height, as several simulcast layers are sent. */
  readonly framesSent: Record<string, number>;
  readonly nackCount: number;
}

async function counts(page: Page): Promise<VideoCounts> {
  return await page.evaluate(async () => {
    const result = {
      framesReceived: 0,
      framesDecoded: 0,
      freezeSeconds: 0,
      framesSent: {} as Record<string, number>,
      nackCount: 0,
    };
    for (const connection of (window as unknown as { vecheConnections: RTCPeerConnection[] }).vecheConnections) {
      for (const stat of (await connection.getStats()).values()) {
        if (stat.type === 'inbound-rtp' && stat.kind === 'video') {
          result.framesReceived += stat.framesReceived;
          result.framesDecoded += stat.framesDecoded;
          result.freezeSeconds += stat.totalFreezesDuration;
          result.nackCount += stat.nackCount;
        }
        if (stat.type === 'outbound-rtp' && stat.kind === 'video')
          result.framesSent[stat.rid ?? 'single'] = stat.framesSent;
      }
    }
    return result;
  });
}

describe.each([0.05, 0.1])('with %f of all packets lost both ways and 80 ms of delay', (loss) => {
  let program: Program;
  let proxy: LossyUdp;
  let browser: Browser;

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    proxy = await startLossyUdp(program.mediaPort, { seed: 20_261_124, oneWayDelayMs: 80 });
    browser = await launch('chromium');
  });

  afterAll(async () => {
    await browser?.close();
    proxy?.close();
    await program?.stop();
  });

  it('video freezes for at most 2 % of the time and 99 % of the frames arrive', async () => {
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Bad network' });
    const scripts = [keepConnections, throughProxyScript(program.mediaPort, proxy.port)];
    const anna = await Guest.open(browser, meeting.joinLink, {
      name: 'Anna',
      devices: { colour: 2, toneHz: 440 },
      scripts,
    });
    const boris = await Guest.open(browser, meeting.joinLink, { name: 'Boris', devices: { colour: 5 }, scripts });
    await anna.join();
    await boris.join();
    for (const [guest, other] of [
      [anna, 'Boris'],
      [boris, 'Anna'],
    ] as const) {
      await eventually(
        `${guest.name} sees ${other}`,
        () => guest.sees(other),
        (frame) => frame !== undefined && frame.ageMs < 1_000,
        30_000,
      );
    }
    proxy.setLoss(loss);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const before = { anna: await counts(anna.page), boris: await counts(boris.page) };
    await new Promise((resolve) => setTimeout(resolve, windowMs));
    const after = { anna: await counts(anna.page), boris: await counts(boris.page) };
    for (const [receiver, sender] of [
      ['anna', 'boris'],
      ['boris', 'anna'],
    ] as const) {
      const received = after[receiver].framesDecoded - before[receiver].framesDecoded;
      const sent = Math.max(
        ...Object.keys(after[sender].framesSent).map(
          (rid) => after[sender].framesSent[rid]! - (before[sender].framesSent[rid] ?? 0),
        ),
      );
      const frozen = (after[receiver].freezeSeconds - before[receiver].freezeSeconds) / (windowMs / 1000);
      console.log(
        `${loss * 100} % loss, ${receiver}: ${received} of ${sent} frames (${((100 * received) / sent).toFixed(1)} %), frozen ${(frozen * 100).toFixed(2)} % of the time, ${after[receiver].nackCount} NACKs`,
      );
      expect(frozen).toBeLessThanOrEqual(0.02);
      expect(received / sent).toBeGreaterThanOrEqual(0.99);
    }
    expect(proxy.counters.lost / (proxy.counters.lost + proxy.counters.passed)).toBeGreaterThan(loss / 2);
  });
});
