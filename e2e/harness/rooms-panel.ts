/** The hosts' panel of breakout rooms and the chat beside it, as the suites about rooms read and work them. */
import { expect } from 'vitest';
import type { Cast, Person } from './cast.ts';
import { eventually } from './eventually.ts';

export class RoomsPanel {
  readonly #cast: Cast;
  readonly #host: Person;

  constructor(cast: Cast, host: Person) {
    this.#cast = cast;
    this.#host = host;
  }

  async open(): Promise<void> {
    await this.#cast.press(this.#host, 'Breakout rooms');
    await this.#showing(1);
  }

  async close(): Promise<void> {
    await this.#cast.of(this.#host).page.bringToFront();
    await this.#cast.inDialog(this.#host, 'Close');
    await this.#showing(0);
  }

  /** Who stands in which room, as "Room: Names", and before that in none. */
  async people(): Promise<string[]> {
    return await this.#cast.of(this.#host).page.evaluate(() =>
      [...document.querySelectorAll('dialog [data-drop]')].map((place) => {
        const names = [...place.querySelectorAll<HTMLElement>('[data-person]')].map(({ title }) => title);
        return `${place.querySelector('h3')?.textContent}: ${names.join(', ')}`;
      }),
    );
  }

  async shows(...places: string[]): Promise<void> {
    await eventually(
      `the panel shows ${places.join('; ')}`,
      () => this.people(),
      (shown) => JSON.stringify(shown) === JSON.stringify(places),
    );
  }

  /** How many are in each room, the fullest first; every guest is in exactly one of them, and the host in none. */
  async sharesOut(guests: readonly Person[], sizes: readonly number[]): Promise<void> {
    const { value } = await eventually(
      `rooms of ${sizes.join(', ')}`,
      () => this.people(),
      (shown) => JSON.stringify(sizesOf(shown)) === JSON.stringify(sizes),
    );
    expect(value[0], 'in no room').toMatch(new RegExp(`: ${this.#host.name}$`));
    const inRooms = value.slice(1).flatMap(namesIn);
    expect(inRooms.toSorted()).toEqual(guests.map(({ name }) => name).toSorted());
  }

  async openRooms(): Promise<void> {
    await this.#cast.press(this.#host, 'Open rooms');
    await this.#cast.reads(this.#host, 'The rooms are open');
  }

  /** `when` as the question puts it. */
  async closeRooms(when: 'At once' | '10 seconds' | '60 seconds'): Promise<void> {
    await this.#cast.press(this.#host, 'Close rooms');
    await this.#cast.tick(this.#host, when);
    await this.#cast.inDialog(this.#host, 'Close rooms');
    await this.#showing(1);
  }

  /** One with people in it is asked about. */
  async remove(room: string): Promise<void> {
    const before = await this.people();
    const people = namesIn(before.find((place) => place.startsWith(`${room}:`)) ?? '');
    await this.#cast.press(this.#host, `Remove ${room}`);
    if (people.length > 0) await this.#cast.inDialog(this.#host, 'Remove the room');
    await eventually(
      `${room} is gone`,
      () => this.people(),
      (shown) => !shown.some((place) => place.startsWith(`${room}:`)),
    );
  }

  async rename(room: string, name: string): Promise<void> {
    await this.#cast.press(this.#host, `Rename ${room}`);
    await this.#cast.of(this.#host).type(`New name of ${room}`, name);
    await this.#cast.of(this.#host).page.keyboard.press('Enter');
    await this.#cast.reads(this.#host, `The room is called ${name} now.`);
  }

  async #showing(dialogs: number): Promise<void> {
    await eventually(
      `${this.#host.name} has ${dialogs} dialogs open`,
      () => this.#cast.dialogs(this.#host),
      (count) => count === dialogs,
    );
  }
}

const namesIn = (place: string): string[] =>
  place
    .slice(place.indexOf(':') + 1)
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);

/** Without those in no room. */
const sizesOf = (places: readonly string[]): number[] =>
  places
    .slice(1)
    .map((place) => namesIn(place).length)
    .toSorted((one, other) => other - one);
