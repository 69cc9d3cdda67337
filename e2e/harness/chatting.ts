/** The stage of the chat's suites: one program, Chromium and Firefox, a fresh meeting for each test, and people who come with their chat open. */
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createMeeting, type Meeting, type Owner, registerOwner } from './api.ts';
import { launch } from './browsers.ts';
import { eventually } from './eventually.ts';
import { Guest } from './guest.ts';
import { openAsOwner } from './open-as-owner.ts';
import { type Program, startProgram } from './program.ts';

export class Chatting {
  program!: Program;
  chromium!: Browser;
  firefox!: Browser;
  owner!: Owner;
  meeting!: Meeting;
  readonly #guests: Guest[] = [];

  async open(): Promise<void> {
    this.program = await startProgram({ workers: 1 });
    this.owner = await registerOwner(this.program.origin);
    this.chromium = await launch('chromium');
    this.firefox = await launch('firefox');
  }

  async beginMeeting(): Promise<void> {
    this.meeting = await createMeeting(this.program.origin, this.owner, { name: 'Talk' });
  }

  async sendEverybodyHome(): Promise<void> {
    for (const guest of this.#guests.splice(0)) await guest.close();
  }

  async close(): Promise<void> {
    await this.chromium?.close();
    await this.firefox?.close();
    await this.program?.stop();
  }

  async come(name: string, browser = this.chromium, chatOpen = true): Promise<Guest> {
    return this.#enter(await Guest.open(browser, this.meeting.joinLink, { name, devices: { colour: 1 } }), chatOpen);
  }

  /** By their account, as host. */
  async comeAsOwner(): Promise<Guest> {
    return this.#enter(await openAsOwner(this.chromium, this.owner, this.meeting), true);
  }

  async startAgain(): Promise<void> {
    this.program = await this.program.startAgain();
  }

  /** What the owner takes along after the meeting. */
  export(format: 'text' | 'json'): Promise<Response> {
    const url = `${this.program.origin}/api/v1/conferences/${this.meeting.id}/messages/export?format=${format}`;
    return fetch(url, { headers: { authorization: `Bearer ${this.owner.token}` } });
  }

  async #enter(guest: Guest, chatOpen: boolean): Promise<Guest> {
    this.#guests.push(guest);
    await guest.join();
    if (chatOpen) await guest.press('Chat');
    return guest;
  }
}

/** For one `describe`. */
export function chatting(): Chatting {
  const stage = new Chatting();
  beforeAll(() => stage.open());
  afterAll(() => stage.close());
  beforeEach(() => stage.beginMeeting());
  afterEach(() => stage.sendEverybodyHome());
  return stage;
}

export const says = (guest: Guest, words: RegExp, withinMs?: number) =>
  eventually(
    `${guest.name}’s page says ${words}`,
    () => guest.text(),
    (text) => words.test(text),
    withinMs,
  );
