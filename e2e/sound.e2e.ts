/** Sound mixed on the server, in real browsers: what arrives, that nothing is missed while it is changed, and hearing oneself before joining. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CompanyOrder } from '../packages/headless/company-order.ts';
import { createMeeting, type Meeting, type Owner, registerOwner } from './harness/api.ts';
import { type BrowserName, launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { makeVoice } from './harness/fake-voice.ts';
import { Guest, type GuestOptions } from './harness/guest.ts';
import { openAsOwner } from './harness/open-as-owner.ts';
import { type OpenMicrophones, openMicrophones } from './harness/open-microphones.ts';
import { type Program, startProgram } from './harness/program.ts';
import { beginTrace, endTrace } from './harness/sound-trace.ts';

const audibleDb = -60;
const silentDb = -65;
/** Of one's own tone below the others': what the codec's own noise leaves of that distance. */
const ownBelowDb = 40;
const longestGapMs = 200;
/** Elements are turned up and down within two looks of the trace. */
const longestDoubledMs = 150;
const headless = join(import.meta.dirname, '../packages/headless/main.ts');
const crowd = 50;
const talkers = 5;
/** One mix has 53 while somebody talks; the same meeting forwarded had 168 to 186, its quiet microphones of 3 bytes a packet. */
const crowdBps = { least: 5_000, most: 64_000 };

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** By the name of a switch or of one of several choices. */
async function choose(guest: Guest, role: 'switch' | 'radio', name: string): Promise<void> {
  const input = await guest.page.waitForSelector(`input::-p-aria([name="${name}"][role="${role}"])`);
  await input?.evaluate((element) => (element as HTMLInputElement).click());
}

async function openDevices(guest: Guest): Promise<void> {
  await guest.press('More');
  await guest.press('Sound and picture');
}

/** Keeps every RTCPeerConnection of the page where the suite can ask it. */
const keepConnections = `(() => {
  window.vecheConnections = [];
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct: (target, args) => { const made = new target(...args); window.vecheConnections.push(made); return made; },
  });
})();`;

interface Connections {
  readonly vecheConnections: RTCPeerConnection[];
}

/** Received streams of sound that bring packets. */
const flowingSounds = (guest: Guest) =>
  guest.page.evaluate(async () => {
    const counts = async (): Promise<Map<string, number>> => {
      const found = new Map<string, number>();
      for (const connection of (window as unknown as Connections).vecheConnections) {
        if (connection.connectionState === 'closed') continue;
        for (const entry of (await connection.getStats()).values()) {
          if (entry.type === 'inbound-rtp' && entry.kind === 'audio')
            found.set(`${connection.localDescription?.sdp.length} ${entry.id}`, entry.packetsReceived);
        }
      }
      return found;
    };
    const before = await counts();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return [...(await counts())].filter(([id, packets]) => packets > (before.get(id) ?? 0)).length;
  });

/** Payloads and RTP headers of all received streams of sound, bits a second. */
const receivedSoundBps = (guest: Guest, overMs: number) =>
  guest.page.evaluate(async (overMs) => {
    const bytes = async (): Promise<number> => {
      let sum = 0;
      for (const connection of (window as unknown as Connections).vecheConnections) {
        for (const entry of (await connection.getStats()).values()) {
          if (entry.type === 'inbound-rtp' && entry.kind === 'audio')
            sum += entry.bytesReceived + entry.headerBytesReceived;
        }
      }
      return sum;
    };
    const [before, beginMs] = [await bytes(), performance.now()];
    await new Promise((resolve) => setTimeout(resolve, overMs));
    return ((await bytes()) - before) / ((performance.now() - beginMs) / 8_000);
  }, overMs);

describe.each<BrowserName>(['chromium', 'firefox'])('sound in %s', (name) => {
  let program: Program;
  let browser: Browser;
  let chromium: Browser;
  let owner: Owner;
  let meeting: Meeting;
  const guests: Guest[] = [];
  let company: ChildProcess | undefined;
  let quiet: OpenMicrophones | undefined;

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    owner = await registerOwner(program.origin);
    browser = await launch(name);
    chromium = name === 'chromium' ? browser : await launch('chromium');
  });
  afterEach(async () => {
    for (const guest of guests.splice(0)) await guest.close();
    quiet?.close();
    company?.kill('SIGTERM');
    quiet = company = undefined;
  });
  afterAll(async () => {
    await browser?.close();
    if (chromium !== browser) await chromium?.close();
    await program?.stop();
  });

  async function begin(soundMode?: 'mixed' | 'forwarded'): Promise<void> {
    meeting = await createMeeting(program.origin, owner, {
      name: 'Sound',
      ...(soundMode === undefined ? {} : { soundMode }),
    });
  }

  async function come(options: GuestOptions, where = browser): Promise<Guest> {
    const guest = await Guest.open(where, meeting.joinLink, options);
    guests.push(guest);
    await guest.join();
    return guest;
  }

  async function host(toneHz: number): Promise<Guest> {
    const guest = await openAsOwner(chromium, owner, meeting, { colour: 3, toneHz });
    guests.push(guest);
    await guest.join();
    return guest;
  }

  /** All have open microphones; some talk, the others' rooms are quiet. */
  async function inviteCrowd(): Promise<void> {
    const order: CompanyOrder = {
      origin: program.origin,
      conferenceId: meeting.id,
      people: Array.from({ length: talkers }, (_, number) => ({ name: `Talker ${number + 1}`, number })),
      cameras: false,
      widthPx: 0,
      heightPx: 0,
      framesPerSecond: 0,
      talking: 0.8,
      watch: false,
    };
    company = spawn(process.execPath, [headless, JSON.stringify(order)], { stdio: ['pipe', 'ignore', 'inherit'] });
    quiet = await openMicrophones(program.origin, meeting.id, crowd - talkers);
    await eventually(
      'the crowd’s sound reaches the server',
      async () => (await (await fetch(`${program.origin}/metrics`)).text()).match(/"soundMicrophones"\} (\d+)/)?.[1],
      (microphones) => microphones === String(crowd),
      60_000,
    );
  }

  const hears = (guest: Guest, toneHz: number) =>
    eventually(
      `${guest.name} hears ${toneHz} Hz`,
      () => guest.hearsDb(toneHz),
      (loudnessDb) => loudnessDb > audibleDb,
    );

  it('the tones of two others arrive in one stream, and one’s own is not in it', async () => {
    await begin();
    const anna = await come({ name: 'Anna', devices: { toneHz: 440 }, scripts: [keepConnections] });
    await come({ name: 'Boris', devices: { toneHz: 1_000 } }, chromium);
    await come({ name: 'Clara', devices: { toneHz: 1_700 } }, chromium);
    await hears(anna, 1_000);
    await hears(anna, 1_700);
    expect(await flowingSounds(anna)).toBe(1);
    const [own, others] = [await anna.hearsDb(440), await anna.hearsDb(1_000)];
    expect(own).toBeLessThan(others - ownBelowDb);
  });

  it('the host changes the mode in the meeting: everybody is told, and a tone goes on without a gap', async () => {
    await begin();
    const olga = await host(1_000);
    const anna = await come({ name: 'Anna', devices: {}, scripts: [keepConnections] });
    await come({ name: 'Boris', devices: { toneHz: 1_700 } }, chromium);
    await hears(anna, 1_000);
    await hears(anna, 1_700);
    await openDevices(olga);
    for (const [mode, words, streams] of [
      ['Forwarded as sent', /is now forwarded as sent/, 2],
      ['Mixed by the server (clean)', /The server now mixes the sound/, 1],
    ] as const) {
      await beginTrace(anna, 1_000);
      await pause(1_000);
      await choose(olga, 'radio', mode);
      for (const guest of [anna, olga])
        await eventually(
          `${guest.name} is told`,
          () => guest.text(),
          (text) => words.test(text),
        );
      await pause(2_500);
      const trace = await endTrace(anna);
      console.log(`${name}, ${mode}: ${JSON.stringify(trace)}`);
      expect(trace.heardMs).toBeGreaterThan(2_500);
      expect(trace.longestGapMs).toBeLessThan(longestGapMs);
      expect(trace.doubledMs).toBeLessThan(longestDoubledMs);
      expect(await flowingSounds(anna)).toBe(streams);
    }
    await openDevices(anna);
    expect(await anna.text()).toContain('Original sound');
    expect(await anna.text()).not.toContain('Sound of the meeting');
  });

  it('half a second of silence is a gap, as these suites measure it', async () => {
    await begin();
    const boris = await come({ name: 'Boris', devices: { toneHz: 1_000 } });
    const anna = await come({ name: 'Anna', devices: {} });
    await hears(anna, 1_000);
    await beginTrace(anna, 1_000);
    await pause(1_000);
    await boris.press('Mute');
    await pause(500);
    await boris.press('Unmute');
    await pause(1_000);
    const trace = await endTrace(anna);
    expect(trace.longestGapMs).toBeGreaterThan(300);
    expect(trace.heardMs).toBeGreaterThan(1_000);
  });

  it('noise suppression is switched in the meeting, and speech goes on without a gap', async () => {
    await begin();
    const { voice, longestPauseMs } = makeVoice({ voice: 'anton', seed: 7, lengthMs: 6_000 });
    const speaker = await come({ name: 'Speaker', devices: { voice }, treatment: 'suppressed' });
    const anna = await come({ name: 'Anna', devices: {} });
    await openDevices(speaker);
    await beginTrace(anna);
    await pause(2_000);
    for (let times = 0; times < 4; times += 1) {
      await choose(speaker, 'switch', 'Noise suppression');
      await pause(2_000);
    }
    const trace = await endTrace(anna);
    console.log(`${name}, suppression: ${JSON.stringify(trace)}, pauses of the voice ${longestPauseMs} ms`);
    expect(trace.heardMs).toBeGreaterThan(4_000);
    expect(trace.longestGapMs).toBeLessThan(longestPauseMs + longestGapMs);
  });

  it.each(['mixed', 'forwarded'] as const)(
    'original sound is switched on and off in a %s meeting, and a tone goes on without a gap',
    async (mode) => {
      await begin(mode);
      const player = await come({ name: 'Player', devices: { toneHz: 1_000 } });
      const anna = await come({ name: 'Anna', devices: {} });
      await hears(anna, 1_000);
      await openDevices(player);
      await beginTrace(anna, 1_000);
      await pause(1_000);
      for (let times = 0; times < 2; times += 1) {
        await choose(player, 'switch', 'Original sound');
        await pause(2_500);
      }
      const trace = await endTrace(anna);
      console.log(`${name}, original sound, ${mode}: ${JSON.stringify(trace)}`);
      expect(trace.heardMs).toBeGreaterThan(4_000);
      expect(trace.longestGapMs).toBeLessThan(longestGapMs);
    },
  );

  it('fifty others with open microphones, some of whom talk, bring a listener 64 kbit/s at most', async () => {
    await begin();
    await inviteCrowd();
    const anna = await come({ name: 'Anna', devices: {}, scripts: [keepConnections] });
    await eventually(
      'sound arrives',
      () => flowingSounds(anna),
      (streams) => streams === 1,
    );
    await beginTrace(anna);
    const bps = await receivedSoundBps(anna, 10_000);
    const trace = await endTrace(anna);
    console.log(`${name}, a crowd: ${Math.round(bps / 100) / 10} kbit/s, ${JSON.stringify(trace)}`);
    expect(bps).toBeGreaterThan(crowdBps.least);
    expect(bps).toBeLessThanOrEqual(crowdBps.most);
    expect(trace.heardMs).toBeGreaterThan(3_000);
  });

  it('before joining one hears what one said as others do, and nothing while one speaks', async () => {
    await begin();
    const guest = await Guest.open(browser, meeting.joinLink, {
      name: 'Careful',
      devices: { colour: 4, toneHz: 880 },
      scripts: [keepConnections],
    });
    guests.push(guest);
    const says = (words: RegExp) =>
      eventually(
        `the page says ${words}`,
        () => guest.text(),
        (text) => words.test(text),
      );
    for (const round of ['Hear yourself as others do', 'Again']) {
      await guest.press(round);
      await says(/Speak now/);
      expect(await guest.hearsDb(880)).toBeLessThan(silentDb);
      await says(/This is how others hear you/);
      await hears(guest, 880);
      expect(await guest.page.$$eval('progress', (all) => all.length)).toBe(1);
      await says(/That is how others hear you/);
    }
    await guest.press('Done');
    await eventually(
      'everything is closed',
      () =>
        guest.page.evaluate(
          () =>
            (window as unknown as Connections).vecheConnections
              .filter(({ connectionState }) => connectionState !== 'closed')
              .filter((connection) => connection.getTransceivers().length > 0).length,
        ),
      (open) => open === 0,
    );
    await guest.join();
  });

  it('what goes wrong in the sound check is told in words', async () => {
    await begin();
    const refused = `(() => {
      const ask = window.fetch;
      window.fetch = (address, ...rest) => String(address).includes('/sound-checks')
        ? Promise.resolve(new Response('{"error":{"code":"overloaded","message":"","retryable":true}}', { status: 503 }))
        : ask(address, ...rest);
    })();`;
    for (const [devices, words] of [
      [{ toneHz: 880 }, /server is busy right now/],
      [{}, /No microphone was found/],
    ] as const) {
      const guest = await Guest.open(browser, meeting.joinLink, { name: 'Unlucky', devices, scripts: [refused] });
      guests.push(guest);
      await guest.press('Hear yourself as others do');
      await eventually(
        `it says ${words}`,
        () => guest.page.$eval('dialog[open] [role="alert"]', (alert) => alert.textContent ?? ''),
        (text) => words.test(text),
      );
      expect(await guest.hasButton('Again')).toBe(true);
    }
  });

  it('the switches are remembered by the browser, before joining and inside', async () => {
    await begin();
    const guest = await Guest.open(browser, meeting.joinLink, { name: 'Steady', devices: { toneHz: 880 } });
    guests.push(guest);
    await choose(guest, 'switch', 'Original sound');
    await guest.page.reload({ waitUntil: 'domcontentloaded' });
    const isOn = async (label: string) => {
      const input = await guest.page.waitForSelector(`input::-p-aria([name="${label}"][role="switch"])`);
      return input?.evaluate((element) => [
        (element as HTMLInputElement).checked,
        (element as HTMLInputElement).disabled,
      ]);
    };
    expect(await isOn('Original sound')).toEqual([true, false]);
    expect(await isOn('Noise suppression')).toEqual([false, true]);
    await guest.join();
    await openDevices(guest);
    expect(await isOn('Original sound')).toEqual([true, false]);
  });
});
