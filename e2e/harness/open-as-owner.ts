/** The meeting's owner in a browser: signed in by their account, before the door of the meeting, as its host. */
import type { Browser } from 'puppeteer-core';
import type { Meeting, Owner } from './api.ts';
import type { FakeDevices } from './fake-devices.ts';
import { Guest, type GuestOptions } from './guest.ts';

export async function openAsOwner(
  browser: Browser,
  owner: Owner,
  meeting: Meeting,
  devices: FakeDevices = { colour: 3 },
  language: 'en' | 'ru' = 'en',
): Promise<Guest> {
  const { origin } = new URL(meeting.joinLink);
  const guest = await openSignedIn(browser, owner, origin, { name: 'Olga', devices });
  await guest.page.goto(`${meeting.joinLink}?lang=${language}`, { waitUntil: 'domcontentloaded' });
  return guest;
}

/** Signed in, on the front page. */
export async function openSignedIn(
  browser: Browser,
  owner: Owner,
  origin: string,
  options: GuestOptions,
): Promise<Guest> {
  const guest = await Guest.open(browser, `${origin}/sign-in`, options);
  await guest.type('E-mail', owner.email);
  await guest.type('Password', owner.password);
  await guest.press('Sign in');
  await guest.page.waitForFunction(() => location.pathname === '/');
  return guest;
}
