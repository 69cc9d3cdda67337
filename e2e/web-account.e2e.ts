/** An account in the browser from its first day to its last, and the meetings planned in between. */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Owner, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { type Program, startProgram } from './harness/program.ts';

describe('an account in the browser', () => {
  let program: Program;
  let browser: Browser;

  beforeAll(async () => {
    program = await startProgram({ workers: 1 });
    browser = await launch('chromium');
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  const visit = (path: string, name = 'Visitor') =>
    Guest.open(browser, `${program.origin}${path}`, { name, devices: { colour: 1, toneHz: 440 } });
  const says = (guest: Guest, words: RegExp) =>
    eventually(
      `the page says ${words}`,
      () => guest.text(),
      (text) => words.test(text),
    );
  const isAt = (guest: Guest, path: RegExp) =>
    eventually(
      `the address is ${path}`,
      async () => new URL(guest.page.url()).pathname,
      (pathname) => path.test(pathname),
    );
  const follow = async (guest: Guest, name: string): Promise<void> => {
    const link = await guest.page.waitForSelector(`a::-p-aria([name="${name}"])`);
    await link?.evaluate((element) => (element as HTMLAnchorElement).click());
  };
  const signIn = async (owner: Pick<Owner, 'email' | 'password'>): Promise<Guest> => {
    const guest = await visit('/sign-in');
    await guest.type('E-mail', owner.email);
    await guest.type('Password', owner.password);
    await guest.press('Sign in');
    await isAt(guest, /^\/$/);
    return guest;
  };
  const signInAtAccount = async (owner: Owner): Promise<Guest> => {
    const guest = await signIn(owner);
    await guest.page.goto(`${program.origin}/account`, { waitUntil: 'domcontentloaded' });
    await guest.page.waitForSelector('h1::-p-text(Account)');
    return guest;
  };
  const alerts = (guest: Guest) =>
    guest.page.$$eval('[role="alert"]', (all) => all.map((element) => element.textContent ?? ''));
  const warns = (guest: Guest, words: RegExp) =>
    eventually(
      `a warning says ${words}`,
      () => alerts(guest),
      (texts) => texts.some((text) => words.test(text)),
    );

  it('who wants a meeting without an account makes one on the way, and is in', async () => {
    const guest = await visit('/', 'Rita Register');
    await guest.press('New meeting');
    await isAt(guest, /^\/sign-in$/);
    await follow(guest, 'Create an account');
    await guest.type('Name', 'Rita Register');
    await guest.type('E-mail', 'rita@example.org');
    await guest.type('Password', 'short');
    await guest.press('Create an account');
    await warns(guest, /password/i);
    await guest.type('Password', 'a long walk by the river');
    await guest.press('Create an account');
    await isAt(guest, /^\/j\//);
    const field = await guest.page.waitForSelector('::-p-aria([name="Your name"][role="textbox"])');
    expect(await field?.evaluate((element) => (element as HTMLInputElement).value)).toBe('Rita Register');
    await guest.press('Join');
    await guest.page.waitForSelector('figure[aria-label="Rita Register"]');
    await guest.close();
  });

  it('a wrong password is told in words; signing out leads home and needs the password again', async () => {
    const owner = await registerOwner(program.origin);
    const stranger = await visit('/sign-in');
    await stranger.type('E-mail', owner.email);
    await stranger.type('Password', 'not this one');
    await stranger.press('Sign in');
    await warns(stranger, /password|e-mail/i);
    await stranger.close();
    const guest = await signInAtAccount(owner);
    await guest.press('Sign out');
    await isAt(guest, /^\/$/);
    await guest.page.goto(`${program.origin}/account`);
    await isAt(guest, /^\/sign-in$/);
    await guest.close();
  });

  it('shows where one is signed in, ends one of them, and all of them', async () => {
    const owner = await registerOwner(program.origin);
    const there = await signIn(owner);
    const here = await signInAtAccount(owner);
    const rows = () => here.page.$$eval('section[aria-labelledby="sessions-title"] li', (list) => list.length);
    // The third is the test's own, by which it registered.
    await eventually('three places are listed', rows, (count) => count === 3);
    await says(here, /this browser/);
    await here.press('Sign out there');
    await eventually('one of them is gone', rows, (count) => count === 2);
    await here.press('Sign out everywhere');
    const confirm = await here.page.waitForSelector('dialog button::-p-text(Sign out everywhere)');
    await confirm?.evaluate((button) => (button as HTMLButtonElement).click());
    await isAt(here, /^\/$/);
    for (const guest of [here, there]) {
      await guest.page.goto(`${program.origin}/account`);
      await isAt(guest, /^\/sign-in$/);
      await guest.close();
    }
  });

  it('name, e-mail and password can be changed, and what is wrong with them is said', async () => {
    const owner = await registerOwner(program.origin);
    const guest = await signInAtAccount(owner);
    await guest.type('Name', 'Olga Renamed');
    await guest.press('Save the name');
    await says(guest, /Saved\./);
    await guest.page.waitForSelector('a::-p-aria([name="Account of Olga Renamed"])');

    const email = `new-${owner.email}`;
    await guest.type('E-mail', email);
    const [confirmation] = await guest.page.$$('input[autocomplete="current-password"]');
    await confirmation?.type('not this one');
    await guest.press('Save the e-mail');
    await warns(guest, /password/i);
    await confirmation?.evaluate((element) => element.select());
    await confirmation?.type(owner.password);
    await guest.press('Save the e-mail');
    await eventually(
      'the e-mail is saved and its question gone',
      () => guest.page.$$eval('input[autocomplete="current-password"]', (all) => all.length),
      (count) => count === 1,
    );

    const password = 'another walk by the sea';
    await guest.type('Current password', 'not this one');
    await guest.type('New password', password);
    await guest.press('Change the password');
    await warns(guest, /password/i);
    await guest.type('Current password', owner.password);
    await guest.press('Change the password');
    await eventually(
      'the warning is gone',
      () => alerts(guest),
      (texts) => texts.length === 0,
    );
    await eventually(
      'the fields are empty again',
      () => guest.page.$$eval('input[type="password"]', (all) => all.map((input) => input.value).join('')),
      (typed) => typed === '',
    );
    await guest.close();
    await (await signIn({ email, password })).close();
  });

  it('deleting the account asks for the password, and is the end of it', async () => {
    const owner = await registerOwner(program.origin);
    const guest = await signInAtAccount(owner);
    const confirm = async (password: string): Promise<void> => {
      const field = await guest.page.waitForSelector('dialog input[type="password"]');
      await field?.evaluate((element) => (element as HTMLInputElement).select());
      await field?.type(password);
      await guest.page.$eval('dialog button[type="submit"]', (button) => (button as HTMLButtonElement).click());
    };
    await guest.press('Delete the account');
    await confirm('not this one');
    await warns(guest, /password/i);
    await confirm(owner.password);
    await says(guest, /The account is deleted\./);
    await isAt(guest, /^\/$/);
    await guest.page.goto(`${program.origin}/sign-in`, { waitUntil: 'domcontentloaded' });
    await guest.type('E-mail', owner.email);
    await guest.type('Password', owner.password);
    await guest.press('Sign in');
    await warns(guest, /password|e-mail/i);
    await guest.close();
  });

  it('a meeting is planned, kept over a reload, changed, taken to the calendar, deleted, brought back and deleted', async () => {
    const guest = await signIn(await registerOwner(program.origin));
    const titles = () =>
      guest.page.$$eval('section[aria-labelledby="planned-title"] h3', (all) => all.map((h3) => h3.textContent));
    const listed = (...names: string[]) =>
      eventually(`the list is ${names}`, titles, (found) => JSON.stringify(found) === JSON.stringify(names));
    await says(guest, /Nothing is planned yet/);
    await guest.press('Plan a meeting');
    await guest.type('Name of the meeting', 'Autumn council');
    await guest.type('Password (optional)', 'sesame');
    await guest.press('Plan');
    await listed('Autumn council');
    await guest.page.reload({ waitUntil: 'domcontentloaded' });
    await listed('Autumn council');
    await says(guest, /With a password/);

    await guest.press('Change');
    await guest.type('Name of the meeting', 'Winter council');
    await guest.press('Save');
    await listed('Winter council');

    const calendar = await guest.page.$eval('a[download]', async (link) => {
      const answer = await fetch((link as HTMLAnchorElement).href);
      return { type: answer.headers.get('content-type'), text: await answer.text() };
    });
    expect(calendar.type).toMatch(/^text\/calendar/);
    expect(calendar.text).toMatch(/^BEGIN:VCALENDAR\r\n/);
    expect(calendar.text).toContain('SUMMARY:Winter council');
    expect(calendar.text.replaceAll('\r\n ', '')).toContain(`${program.origin}/j/`);

    await guest.press('Delete');
    await listed();
    await guest.press('Undo');
    await listed('Winter council');
    await guest.press('Delete');
    await listed();
    await guest.page.reload({ waitUntil: 'domcontentloaded' });
    await says(guest, /Nothing is planned yet/);
    await guest.close();
  });
});
