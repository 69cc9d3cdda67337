/** A flood never takes a running meeting down: 200 log-ins a second (P3), 10,000 garbage datagrams a second. */
import { createSocket } from 'node:dgram';
import { seededRandom } from '@veche/testkit/random.ts';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, type Meeting, type Owner, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { mediaAddress, type Program, startProgram } from './harness/program.ts';
import { quantile } from './harness/quantiles.ts';
import { SignallingClient } from './harness/signalling-client.ts';

/** Acts that often, catching up on what a busy machine held back. The answer stops it and tells the rate that came of it. */
function atRate(perSecond: number, act: (index: number) => void): () => number {
  const startMs = performance.now();
  const elapsedSeconds = () => (performance.now() - startMs) / 1_000;
  let done = 0;
  const timer = setInterval(() => {
    for (const due = elapsedSeconds() * perSecond; done < due; done += 1) act(done);
  }, 5);
  return () => {
    clearInterval(timer);
    return done / elapsedSeconds();
  };
}

describe('under a flood', () => {
  let program: Program;
  let owner: Owner;
  let meeting: Meeting;
  let browser: Browser;
  let anna: Guest;
  let boris: Guest;

  beforeAll(async () => {
    // Behind a proxy that names the addresses: so the flood can come from many, and gets past the limit of each.
    program = await startProgram({ workers: 1, environment: { VECHE_TRUST_PROXY: '1' } });
    owner = await registerOwner(program.origin);
    meeting = await createMeeting(program.origin, owner, { name: 'Flood' });
    browser = await launch('chromium');
    anna = await Guest.open(browser, meeting.joinLink, { name: 'Anna', devices: { colour: 2, toneHz: 440 } });
    boris = await Guest.open(browser, meeting.joinLink, { name: 'Boris', devices: { colour: 5, toneHz: 700 } });
    await anna.join();
    await boris.join();
    await eventually(
      'Anna sees Boris',
      () => anna.sees('Boris'),
      (frame) => frame?.colour === 5,
    );
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('of 200 log-ins a second, every signalling call of a running meeting is answered', async () => {
    const client = await SignallingClient.join(program.origin, meeting.id, 'Caller');
    const measure = async (calls: number) => {
      const tookMs: number[] = [];
      for (let index = 0; index < calls; index += 1) {
        const startMs = performance.now();
        await client.call('rename', { name: `Caller ${index}` });
        tookMs.push(performance.now() - startMs);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return tookMs;
    };
    const calm = await measure(60);
    const statuses = new Map<number, number>();
    const answers: Promise<void>[] = [];
    const logIn = async (index: number) => {
      const response = await fetch(`${program.origin}/api/v1/sessions`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': `100.64.${(index >> 8) & 255}.${index & 255}`,
        },
        body: JSON.stringify({
          email: index % 2 === 0 ? owner.email : `nobody${index}@example.org`,
          password: 'wrong password',
        }),
      });
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    };
    const stopFlood = atRate(200, (index) => answers.push(logIn(index)));
    const flooded = await measure(100);
    const logInsPerSecond = stopFlood();
    await Promise.all(answers);
    client.close();
    console.log(
      `signalling call, ms p50/p95: calm ${quantile(calm, 0.5).toFixed(1)}/${quantile(calm, 0.95).toFixed(1)}, flooded ${quantile(flooded, 0.5).toFixed(1)}/${quantile(flooded, 0.95).toFixed(1)}; ${logInsPerSecond.toFixed(0)} log-ins a second, answers ${JSON.stringify([...statuses])}`,
    );
    expect(logInsPerSecond).toBeGreaterThan(190);
    expect([...statuses.keys()].every((status) => [401, 429, 503].includes(status))).toBe(true);
    // Passwords were really hashed, and more than could be were turned away before that.
    expect(statuses.get(401) ?? 0).toBeGreaterThan(50);
    expect(statuses.get(503) ?? 0).toBeGreaterThan(50);
    // As before, but for what a browser beside it takes of two cores: a hash on the event loop would cost a hundred times as much.
    for (const share of [0.5, 0.95]) {
      expect(quantile(flooded, share)).toBeLessThan(Math.max(50, 10 * quantile(calm, share)));
    }
  });

  it('of 10,000 garbage datagrams a second, pictures stay fresh', async () => {
    const socket = createSocket('udp4');
    const random = seededRandom(7);
    const garbage = Array.from({ length: 512 }, (_, index) => {
      const bytes = Uint8Array.from({ length: 20 + Math.floor(random() * 1_200) }, () => Math.floor(random() * 256));
      // A quarter each looks like STUN, DTLS, RTP and nothing at all.
      bytes[0] = [0, 22, 128, 255][index % 4] as number;
      if (index % 8 === 0)
        bytes.set([0, 1, 0, bytes.length - 20 > 255 ? 0 : bytes.length - 20, 0x21, 0x12, 0xa4, 0x42]);
      return bytes;
    });
    const stopFlood = atRate(10_000, (index) =>
      socket.send(garbage[index % garbage.length] as Uint8Array, program.mediaPort, mediaAddress),
    );
    for (let second = 0; second < 8; second += 1) {
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      for (const [guest, other, colour] of [
        [anna, 'Boris', 5],
        [boris, 'Anna', 2],
      ] as const) {
        expect(await guest.sees(other), `second ${second}`).toSatisfy(
          (frame: Awaited<ReturnType<Guest['sees']>>) =>
            frame !== undefined && frame.colour === colour && frame.ageMs < 1_000,
        );
      }
    }
    const datagramsPerSecond = stopFlood();
    console.log(`${datagramsPerSecond.toFixed(0)} garbage datagrams a second`);
    expect(datagramsPerSecond).toBeGreaterThan(9_500);
    socket.close();
    expect(await anna.hearsDb(700)).toBeGreaterThan(-60);
  });
});
