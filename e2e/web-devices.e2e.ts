/** Devices as browsers really treat people: refused, blocked, muted beforehand, several of a kind; and one's own shared screen. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, type Meeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { fakeDevicesScript } from './harness/fake-devices.ts';
import { Guest } from './harness/guest.ts';
import { type Program, startProgram } from './harness/program.ts';

const audibleDb = -60;
/** 45 dB below the tones: where several are mixed, the codec leaves something of each beside it. */
const silentDb = -65;

const refusedScript = `navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException('Permission denied', 'NotAllowedError');
};`;

/** Sound plays only once a person has pressed the button that offers it. */
const soundRefusedScript = `(() => {
  let allowed = false;
  addEventListener('click', (event) => { allowed ||= event.target.textContent.includes('Turn on sound'); }, true);
  const play = HTMLMediaElement.prototype.play;
  HTMLAudioElement.prototype.play = function () {
    if (allowed) return play.call(this);
    this.pause();
    return Promise.reject(new DOMException('No gesture yet', 'NotAllowedError'));
  };
})();`;

/** A second camera and a second microphone, chosen by their ids, as a browser does. */
const secondDevices = async (): Promise<string[]> => [
  'window.vecheFirstDevices = navigator.mediaDevices.getUserMedia;',
  await fakeDevicesScript({ colour: 6, toneHz: 1_300 }),
  `(() => {
    const media = navigator.mediaDevices;
    const [first, second] = [window.vecheFirstDevices, media.getUserMedia];
    media.getUserMedia = async (constraints) => {
      const part = constraints.video || constraints.audio;
      const id = part?.deviceId?.ideal?.startsWith('second') ? 'second' : 'first';
      const stream = await (id === 'second' ? second : first).call(media, constraints);
      for (const track of stream.getTracks()) {
        const settings = track.getSettings.bind(track);
        track.getSettings = () => ({ ...settings(), deviceId: id + '-' + track.kind });
      }
      return stream;
    };
    const device = (kind, deviceId, label) => ({ kind, deviceId, label, groupId: '', toJSON: () => ({}) });
    media.enumerateDevices = async () => [
      device('videoinput', 'first-video', 'First camera'),
      device('videoinput', 'second-video', 'Second camera'),
      device('audioinput', 'first-audio', 'First microphone'),
      device('audioinput', 'second-audio', 'Second microphone'),
    ];
  })();`,
];

async function choose(guest: Guest, label: string, value: string): Promise<void> {
  const field = await guest.page.waitForSelector(`select::-p-aria([name="${label}"])`);
  await field?.select(value);
}

const buttons = (guest: Guest, name: string) =>
  guest.page.evaluate(
    (wanted) =>
      [...document.querySelectorAll<HTMLElement>('button')].filter(
        (button) => (button.getAttribute('aria-label') ?? button.textContent) === wanted && button.checkVisibility(),
      ).length,
    name,
  );

describe('devices', () => {
  let program: Program;
  let browser: Browser;
  let meeting: Meeting;
  let listener: Guest;

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    browser = await launch('chromium');
    meeting = await createMeeting(program.origin, await registerOwner(program.origin), { name: 'Devices' });
    listener = await Guest.open(browser, meeting.joinLink, { name: 'Listener', devices: { colour: 9, toneHz: 440 } });
    await listener.join();
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('a refused camera and microphone are told in words; joining works, and asking again inside tells again', async () => {
    const guest = await Guest.open(browser, meeting.joinLink, {
      name: 'Refused',
      devices: {},
      scripts: [refusedScript],
    });
    await eventually(
      'both refusals are told',
      () => guest.text(),
      (text) => /does not allow the camera/.test(text) && /does not allow the microphone/.test(text),
    );
    await guest.join();
    expect(await guest.hasButton('Unmute')).toBe(true);
    await guest.press('Unmute');
    await eventually(
      'the refusal is told inside',
      () => guest.text(),
      (text) => /does not allow the microphone/.test(text),
    );
    await eventually(
      'the others are seen all the same',
      () => guest.sees('Listener'),
      (frame) => frame?.colour === 9,
    );
    await guest.close();
  });

  it('sound that the browser holds back is offered by a button, which turns it on', async () => {
    const guest = await Guest.open(browser, meeting.joinLink, {
      name: 'Quiet',
      devices: {},
      scripts: [soundRefusedScript],
    });
    await guest.join();
    await guest.press('Turn on sound');
    await eventually(
      'the offer is gone',
      () => guest.hasButton('Turn on sound'),
      (offered) => !offered,
    );
    await eventually(
      'sound plays',
      () => guest.page.evaluate(() => [...document.querySelectorAll('audio')].some((audio) => !audio.paused)),
      Boolean,
    );
    await guest.close();
  });

  it('another camera and another microphone are switched to inside the meeting', async () => {
    const guest = await Guest.open(browser, meeting.joinLink, {
      name: 'Switcher',
      devices: { colour: 3, toneHz: 880 },
      scripts: await secondDevices(),
    });
    await guest.join();
    await eventually(
      'the first camera is seen',
      () => listener.sees('Switcher'),
      (frame) => frame?.colour === 3,
    );
    await guest.press('More');
    await guest.press('Sound and picture');
    await choose(guest, 'Camera', 'second-video');
    await choose(guest, 'Microphone', 'second-audio');
    await eventually(
      'the second camera is seen',
      () => listener.sees('Switcher'),
      (frame) => frame?.colour === 6,
    );
    await eventually(
      'the second microphone is heard',
      () => listener.hearsDb(1_300),
      (loudnessDb) => loudnessDb > audibleDb,
    );
    expect(await listener.hearsDb(880)).toBeLessThan(silentDb);
    await guest.close();
  });

  it('muted and stopped before joining stays so inside, and after a reload', async () => {
    const guest = await Guest.open(browser, meeting.joinLink, {
      name: 'Shy',
      devices: { colour: 4, toneHz: 990 },
    });
    await guest.press('Mute');
    await guest.press('Stop video');
    await guest.join();
    for (const name of ['Unmute', 'Start video']) expect(await guest.hasButton(name)).toBe(true);
    await eventually(
      'the others see a muted tile',
      () => listener.page.$eval('figure[aria-label="Shy"]', (figure) => figure.innerHTML),
      (html) => /Muted/.test(html),
    );
    await guest.page.reload({ waitUntil: 'domcontentloaded' });
    await guest.page.waitForSelector('figure[aria-label="Shy"]');
    for (const name of ['Unmute', 'Start video']) expect(await guest.hasButton(name)).toBe(true);
    expect(await listener.hearsDb(990)).toBeLessThan(silentDb);
    await guest.close();
  });

  it('the space bar held talks while muted, and only while it is held', async () => {
    const guest = await Guest.open(browser, meeting.joinLink, { name: 'Talker', devices: { toneHz: 1_600 } });
    await guest.join();
    await guest.press('Mute');
    await eventually(
      'nothing is heard',
      () => listener.hearsDb(1_600),
      (loudnessDb) => loudnessDb < silentDb,
    );
    await guest.page.bringToFront();
    await guest.page.keyboard.down('Space');
    await eventually(
      'the held space bar is heard',
      () => listener.hearsDb(1_600),
      (loudnessDb) => loudnessDb > audibleDb,
    );
    await guest.page.keyboard.up('Space');
    await eventually(
      'let go, it is silent again',
      () => listener.hearsDb(1_600),
      (loudnessDb) => loudnessDb < silentDb,
    );
    expect(await guest.hasButton('Unmute')).toBe(true);
    await guest.close();
  });

  it('who shares is told so and sees no mirror of it; for the others it takes the stage', async () => {
    const guest = await Guest.open(browser, meeting.joinLink, { name: 'Sharer', devices: { colour: 2 } });
    await guest.join();
    await guest.press('Share screen');
    await eventually(
      'the screen is on the stage of the others',
      () => listener.page.$$eval('figure[data-part="stage"]', (all) => all.map((figure) => figure.ariaLabel)),
      (labels) => labels.length === 1 && labels[0] === "Sharer's screen",
    );
    await eventually(
      'its picture arrives',
      () => listener.sees("Sharer's screen"),
      (frame) => frame?.colour === 15,
    );
    expect(await guest.text()).toContain('You are sharing your screen');
    expect(await guest.figures()).not.toContain("Sharer's screen");
    expect(await buttons(guest, 'Stop sharing')).toBe(1);
    expect(await buttons(guest, 'Share screen')).toBe(0);
    await guest.press('Stop sharing');
    await eventually(
      'the notice is gone',
      () => guest.text(),
      (text) => !text.includes('You are sharing your screen'),
    );
    await guest.close();
  });
});
