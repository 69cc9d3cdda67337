/** Three people in real browsers: what each sees and hears is read back from the pixels and the sound that arrived (M2, M3, M5). */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, registerOwner } from './harness/api.ts';
import { type BrowserName, launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { type Program, startProgram } from './harness/program.ts';

const audibleDb = -60;
/** 45 dB below the tones: where several are mixed, the codec leaves something of each beside it. */
const silentDb = -65;

const companies: readonly { title: string; browsers: readonly [BrowserName, BrowserName, BrowserName] }[] = [
  { title: 'Chromium, Chromium and Chromium', browsers: ['chromium', 'chromium', 'chromium'] },
  { title: 'Chromium, Firefox and Chromium', browsers: ['chromium', 'firefox', 'chromium'] },
];

const people = [
  { name: 'Anna', colour: 2, toneHz: 440 },
  { name: 'Boris', colour: 5, toneHz: 700 },
  { name: 'Clara', colour: 9, toneHz: 1_100 },
] as const;

describe.each(companies)('a meeting of $title', ({ browsers }) => {
  let program: Program;
  const launched = new Map<BrowserName, Browser>();
  const guests: Guest[] = [];

  beforeAll(async () => {
    program = await startProgram();
    const owner = await registerOwner(program.origin);
    const meeting = await createMeeting(program.origin, owner, { name: 'Three people' });
    for (const name of new Set(browsers)) launched.set(name, await launch(name));
    for (const [index, person] of people.entries()) {
      const browser = launched.get(browsers[index] as BrowserName) as Browser;
      const guest = await Guest.open(browser, meeting.joinLink, { name: person.name, devices: person });
      guests.push(guest);
      await guest.join();
    }
  });

  afterAll(async () => {
    for (const browser of launched.values()) await browser.close();
    await program?.stop();
  });

  const others = (guest: Guest) => people.filter((person) => person.name !== guest.name);

  it('everyone sees the two others, with their own colour and fresher than a second', async () => {
    for (const guest of guests) {
      for (const person of others(guest)) {
        const { value } = await eventually(
          `${guest.name} sees ${person.name}`,
          () => guest.sees(person.name),
          (frame) => frame !== undefined && frame.colour === person.colour && frame.ageMs < 1_000,
        );
        expect(value?.colour).toBe(person.colour);
      }
    }
  });

  it('pictures move', async () => {
    for (const guest of guests) {
      for (const person of others(guest)) {
        const first = await guest.sees(person.name);
        await eventually(
          `${person.name} moves for ${guest.name}`,
          () => guest.sees(person.name),
          (frame) => frame !== undefined && frame.counter !== first?.counter && frame.ageMs < 1_000,
        );
      }
    }
  });

  it('everyone hears the two others, and nobody hears themselves', async () => {
    for (const guest of guests) {
      for (const person of others(guest)) {
        await eventually(
          `${guest.name} hears ${person.name}`,
          () => guest.hearsDb(person.toneHz),
          (loudnessDb) => loudnessDb > audibleDb,
        );
      }
      const own = people.find((person) => person.name === guest.name)!;
      expect(await guest.hearsDb(own.toneHz)).toBeLessThan(silentDb);
    }
  });

  it('a muted microphone is silent for everybody, and sounds again', async () => {
    const [anna, boris] = guests as [Guest, Guest, Guest];
    const mark = () =>
      anna.page.$eval('figure[aria-label="Boris"]', (figure) => /muted/i.test(figure.textContent ?? ''));
    expect(await mark()).toBe(false);
    await boris.press('Mute');
    await eventually(
      'Anna no longer hears Boris',
      () => anna.hearsDb(700),
      (loudnessDb) => loudnessDb < silentDb,
    );
    await eventually('Anna sees that Boris is muted', mark, (muted) => muted);
    await boris.press('Unmute');
    await eventually('Anna sees that Boris is not muted any more', mark, (muted) => !muted);
    await eventually(
      'Anna hears Boris again',
      () => anna.hearsDb(700),
      (loudnessDb) => loudnessDb > audibleDb,
    );
  });

  it('a stopped camera shows no picture, and comes back', async () => {
    const [anna, , clara] = guests as [Guest, Guest, Guest];
    await clara.press('Stop video');
    await eventually(
      'Anna no longer sees Clara move',
      async () => {
        const frame = await anna.sees('Clara');
        return frame === undefined || frame.ageMs > 2_000;
      },
      Boolean,
    );
    await clara.press('Start video');
    await eventually(
      'Anna sees Clara again',
      () => anna.sees('Clara'),
      (frame) => frame !== undefined && frame.colour === 9 && frame.ageMs < 1_000,
    );
  });

  it('a shared screen arrives with its sound, and goes away', async () => {
    const [anna, boris] = guests as [Guest, Guest, Guest];
    await anna.press('Share screen');
    await eventually(
      "Boris sees Anna's screen",
      () => boris.sees("Anna's screen"),
      (frame) => frame !== undefined && frame.colour === 15 && frame.ageMs < 1_000,
    );
    await eventually(
      "Boris hears the screen's sound",
      () => boris.hearsDb(1_900),
      (loudnessDb) => loudnessDb > audibleDb,
    );
    await anna.press('Stop sharing');
    await eventually(
      "Anna's screen is gone",
      () => boris.figures(),
      (figures) => !figures.includes("Anna's screen"),
    );
  });

  it('a new name is seen by everybody', async () => {
    const [anna, boris] = guests as [Guest, Guest, Guest];
    await boris.rename('Boris Borisovich');
    await eventually(
      'Anna sees the new name',
      () => anna.figures(),
      (figures) => figures.includes('Boris Borisovich') && !figures.includes('Boris'),
    );
  });

  it('who leaves is gone for everybody at once', async () => {
    const [anna, , clara] = guests as [Guest, Guest, Guest];
    await clara.press('Leave');
    const { tookMs } = await eventually(
      'Anna no longer has a tile of Clara',
      () => anna.figures(),
      (figures) => !figures.includes('Clara'),
    );
    expect(tookMs).toBeLessThan(5_000);
  });
});
