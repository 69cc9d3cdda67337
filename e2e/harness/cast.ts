/** Several people in browsers of one meeting: what each of them reads, sees and hears, and what they press. */
import type { Browser } from 'puppeteer-core';
import { expect } from 'vitest';
import type { Meeting, Owner } from './api.ts';
import { eventually } from './eventually.ts';
import type { FakeDevices } from './fake-devices.ts';
import { Guest } from './guest.ts';
import { openAsOwner } from './open-as-owner.ts';

const audibleDb = -60;
/** Beside others that are mixed the codec leaves something of each. */
const silentDb = -65;

/** Known by their picture and their tone. */
export interface Person {
  readonly name: string;
  readonly colour: number;
  readonly toneHz: number;
  /** Speaks only in their turn. */
  readonly turn?: FakeDevices['turn'];
  readonly voice?: FakeDevices['voice'];
}

export const olga: Person = { name: 'Olga', colour: 3, toneHz: 300 };
export const anna: Person = { name: 'Anna', colour: 2, toneHz: 440 };
export const boris: Person = { name: 'Boris', colour: 5, toneHz: 700 };
export const clara: Person = { name: 'Clara', colour: 9, toneHz: 1_100 };
export const dora: Person = { name: 'Dora', colour: 12, toneHz: 1_600 };

export class Cast {
  readonly #guests = new Map<Person, Guest>();

  /** The owner, signed in, joins under the person's name. */
  async hosts(browser: Browser, owner: Owner, meeting: Meeting, who: Person): Promise<void> {
    await this.comesSignedIn(browser, owner, meeting, who);
  }

  /** By an account, as a guest where the meeting is somebody else's. */
  async comesSignedIn(browser: Browser, account: Owner, meeting: Meeting, who: Person): Promise<void> {
    const guest = await openAsOwner(browser, account, meeting, devicesOf(who));
    this.#guests.set(who, guest);
    await guest.type('Your name', who.name);
    await guest.press('Join');
    await guest.page.waitForSelector(`figure[aria-label="${who.name}"]`);
  }

  /** A guest opens the link, says their name and presses Join; what becomes of it is for the door to say. */
  async knocks(browser: Browser, { joinLink }: Meeting, who: Person, scripts: readonly string[] = []): Promise<void> {
    const guest = await Guest.open(browser, joinLink, { name: who.name, devices: devicesOf(who), scripts });
    this.#guests.set(who, guest);
    await guest.type('Your name', who.name);
    await guest.press('Join');
  }

  of(who: Person): Guest {
    const guest = this.#guests.get(who);
    if (guest === undefined) throw new Error(`${who.name} has no browser yet`);
    return guest;
  }

  /** A page in the background draws nothing, and its controls are long in coming. */
  async press(who: Person, name: string): Promise<void> {
    await this.of(who).page.bringToFront();
    await this.of(who).press(name);
  }

  async reads(who: Person, words: string | RegExp, withinMs?: number): Promise<void> {
    await eventually(
      `${who.name} reads "${words}"`,
      () => this.of(who).text(),
      (text) => text.search(words) >= 0,
      withinMs,
    );
  }

  /** What was said has gone from the page again. */
  async readsNoMore(who: Person, words: string | RegExp): Promise<void> {
    await eventually(
      `${who.name} does not read "${words}" any more`,
      () => this.of(who).text(),
      (text) => (typeof words === 'string' ? !text.includes(words) : text.search(words) < 0),
    );
  }

  async sees(who: Person, whom: Person): Promise<void> {
    await eventually(
      `${who.name} sees ${whom.name}`,
      () => this.of(who).sees(whom.name),
      (frame) => frame !== undefined && frame.colour === whom.colour && frame.ageMs < 1_500,
    );
  }

  /** Not even a picture that stands still. */
  async seesNothingOf(who: Person, whom: Person): Promise<void> {
    await eventually(
      `${who.name} does not see ${whom.name}`,
      () => this.of(who).sees(whom.name),
      (frame) => frame === undefined,
    );
  }

  async hears(who: Person, whom: Person): Promise<void> {
    await eventually(
      `${who.name} hears ${whom.name}`,
      () => this.of(who).hearsDb(whom.toneHz),
      (db) => db > audibleDb,
    );
  }

  async hearsNothingOf(who: Person, whom: Person): Promise<void> {
    await eventually(
      `${who.name} does not hear ${whom.name}`,
      () => this.of(who).hearsDb(whom.toneHz),
      (db) => db < silentDb,
    );
  }

  /** Whose tiles are on the page, besides the own. */
  async isAmong(who: Person, others: readonly Person[]): Promise<void> {
    const wanted = namesOf([who, ...others]);
    await eventually(
      `${who.name} is among ${namesOf(others)}`,
      async () => (await this.of(who).figures()).toSorted().join(', '),
      (names) => names === wanted,
    );
  }

  async dialogs(who: Person): Promise<number> {
    return await this.of(who).page.evaluate(() => document.querySelectorAll('dialog[open]').length);
  }

  /** A button of the newest dialog, by what it says. */
  async inDialog(who: Person, words: string): Promise<void> {
    await eventually(
      `${who.name} finds "${words}" in the dialog`,
      () =>
        this.of(who).page.evaluate((wanted) => {
          const dialog = [...document.querySelectorAll('dialog[open]')].at(-1);
          const button = [...(dialog?.querySelectorAll('button') ?? [])].find(({ textContent }) =>
            textContent?.includes(wanted),
          );
          button?.click();
          return button !== undefined;
        }, words),
      Boolean,
    );
  }

  /** A box, a switch or a radio button, by the words beside it. */
  async tick(who: Person, words: string): Promise<void> {
    await eventually(
      `${who.name} finds "${words}" to tick`,
      () =>
        this.of(who).page.evaluate((wanted) => {
          const label = [...document.querySelectorAll('label')].findLast(({ textContent }) =>
            textContent?.includes(wanted),
          );
          const field = label?.control;
          field?.click();
          return field != null;
        }, words),
      Boolean,
    );
  }

  /** One of the meeting's rules, in the open list of people, to the other side. */
  async turns(host: Person, rule: string): Promise<void> {
    await this.of(host).page.bringToFront();
    await eventually(
      `${host.name} finds the rule "${rule}"`,
      () =>
        this.of(host).page.evaluate((wanted) => {
          const label = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === wanted);
          if (label?.control == null) return false;
          // A press at the fold is what shows it.
          if (!label.checkVisibility()) label.closest('details')?.querySelector('summary')?.click();
          label.control.click();
          return true;
        }, rule),
      Boolean,
    );
  }

  /** A host does something with one person, by the menu in the open list of people. */
  async orders(host: Person, whom: Person, act: string): Promise<void> {
    await this.of(host).page.bringToFront();
    await eventually(
      `${host.name} finds "${act}" for ${whom.name}`,
      async () => (await this.menuOf(host, whom, act)).includes(act),
      Boolean,
    );
  }

  /** What that menu offers. It is closed afterwards. */
  async offered(host: Person, whom: Person): Promise<string[]> {
    await this.of(host).page.bringToFront();
    const { value } = await eventually(
      `the menu of ${whom.name} at ${host.name}'s`,
      () => this.menuOf(host, whom),
      ({ length }) => length > 0,
    );
    await this.of(host).page.$eval(`button[aria-label="More: ${whom.name}"]`, (button) => button.click());
    return value;
  }

  /** Opens it where it is not open, and presses `act` where it offers that. Answers what it offers: nothing until it is there. */
  private async menuOf(host: Person, whom: Person, act?: string): Promise<string[]> {
    return await this.of(host).page.evaluate(
      (name, wanted) => {
        const menu = document.querySelector(`ul[aria-label="${name}"]`);
        if (menu === null) document.querySelector<HTMLElement>(`button[aria-label="${name}"]`)?.click();
        const buttons = [...(menu?.querySelectorAll('button') ?? [])];
        const offered = buttons.map(({ textContent }) => textContent ?? '');
        buttons[offered.indexOf(wanted ?? '')]?.click();
        return offered;
      },
      `More: ${whom.name}`,
      act,
    );
  }

  /** Somebody is asked for something above the stage, and does it. */
  async agrees(who: Person, question: string, act: string): Promise<void> {
    await this.of(who).page.bringToFront();
    await eventually(
      `${who.name} finds "${act}" beside "${question}"`,
      () =>
        this.of(who).page.evaluate(
          (asked, wanted) => {
            const words = [...document.querySelectorAll('p')].find(({ textContent }) => textContent === asked);
            const buttons = [...(words?.parentElement?.querySelectorAll('button') ?? [])];
            const button = buttons.find(({ textContent }) => textContent === wanted);
            button?.click();
            return button !== undefined;
          },
          question,
          act,
        ),
      Boolean,
    );
  }

  /** Somebody to another room, in the open panel, by keyboard alone. */
  async carry(host: Person, who: Person, room: string): Promise<void> {
    const { page } = this.of(host);
    const open = await this.dialogs(host);
    const chip = await this.chip(host, who);
    await chip.focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('m');
    await eventually(
      'the question where to',
      () => this.dialogs(host),
      (count) => count === open + 1,
    );
    await this.inDialog(host, room);
    await eventually(
      'the question is answered',
      () => this.dialogs(host),
      (count) => count === open,
    );
    await this.reads(host, `${who.name} moved to ${room}`);
    const kept = await page.evaluate(() => document.activeElement?.closest('dialog') != null);
    expect(kept, 'the focus is where one was').toBe(true);
  }

  /** With the mouse, as far as the card. */
  async drag(host: Person, who: Person, room: string): Promise<void> {
    const chip = await this.chip(host, who);
    for (const card of await this.of(host).page.$$('li[data-drop]')) {
      if (await card.evaluate((element, name) => element.textContent?.includes(name), room)) await card.drop(chip);
    }
    await this.reads(host, `${who.name} moved to ${room}`);
  }

  private async chip(host: Person, who: Person) {
    const chip = await this.of(host).page.waitForSelector(`button[data-person][title="${who.name}"]`, {
      timeout: 20_000,
    });
    if (chip === null) throw new Error(`${host.name} finds no ${who.name} in the panel`);
    return chip;
  }
}

/** Small pictures: several people share one machine. */
const devicesOf = ({ colour, toneHz, turn, voice }: Person): FakeDevices => ({
  colour,
  toneHz,
  ...(turn === undefined ? {} : { turn }),
  ...(voice === undefined ? {} : { voice }),
  widthPx: 320,
  heightPx: 180,
  screenWidthPx: 640,
  screenHeightPx: 360,
});

const namesOf = (people: readonly Person[]): string =>
  people
    .map(({ name }) => name)
    .toSorted()
    .join(', ');
