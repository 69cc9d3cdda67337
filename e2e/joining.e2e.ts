/** Every way in: link, id and password, wrong password, no camera, no microphone, two languages (M1, M2, M4, M10). */
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMeeting, type Meeting, registerOwner } from './harness/api.ts';
import { launch } from './harness/browsers.ts';
import { eventually } from './harness/eventually.ts';
import { Guest } from './harness/guest.ts';
import { type Program, startProgram } from './harness/program.ts';

describe('joining', () => {
  let program: Program;
  let browser: Browser;
  let open: Meeting;
  let closed: Meeting;
  const password = 'sesame & лес';

  beforeAll(async () => {
    program = await startProgram();
    browser = await launch('chromium');
    const owner = await registerOwner(program.origin);
    open = await createMeeting(program.origin, owner, { name: 'Open' });
    closed = await createMeeting(program.origin, owner, { name: 'Closed', password });
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('by a link that carries the password', async () => {
    expect(closed.joinLink).toContain(`/j/${closed.id}`);
    const guest = await Guest.open(browser, closed.joinLink, { name: 'Linked', devices: { colour: 1, toneHz: 440 } });
    await guest.join();
    await guest.close();
  });

  it('by id and password; a wrong password is told in words and can be mended', async () => {
    const guest = await Guest.open(browser, program.origin, { name: 'Typed', devices: { colour: 1, toneHz: 440 } });
    await guest.type('Join with a link or a meeting ID', closed.id);
    await guest.press('Join');
    await guest.type('Your name', 'Typed');
    await guest.type('Password', 'wrong');
    await guest.press('Join');
    const alert = await guest.page.waitForSelector('[role="alert"]');
    expect(await alert?.evaluate((element) => element.textContent)).toMatch(/not the meeting’s password/);
    await guest.join(password);
    await guest.close();
  });

  it('in Russian, a wrong password is told in Russian', async () => {
    const guest = await Guest.open(browser, `${program.origin}/j/${closed.id}`, {
      name: 'Гость',
      devices: { colour: 1 },
      language: 'ru',
    });
    await guest.type('Ваше имя', 'Гость');
    await guest.type('Пароль', 'нет');
    await guest.press('Войти');
    const alert = await guest.page.waitForSelector('[role="alert"]');
    expect(await alert?.evaluate((element) => element.textContent)).toMatch(/Пароль встречи не подошёл/);
    await guest.close();
  });

  it('without a camera and without a microphone: told in words, joined all the same, sees the others', async () => {
    const seen = await Guest.open(browser, open.joinLink, { name: 'Seen', devices: { colour: 7, toneHz: 440 } });
    await seen.join();
    const bare = await Guest.open(browser, open.joinLink, { name: 'Bare', devices: {} });
    await eventually(
      'the missing devices are told',
      () => bare.text(),
      (text) => /no camera|camera.*not found|camera.*missing/i.test(text),
    );
    await bare.join();
    await eventually(
      'Bare sees Seen',
      () => bare.sees('Seen'),
      (frame) => frame?.colour === 7,
    );
    await eventually(
      'Bare hears Seen',
      () => bare.hearsDb(440),
      (loudnessDb) => loudnessDb > -60,
    );
    await bare.close();
    await seen.close();
  });

  it('a meeting that does not exist is told in words', async () => {
    const guest = await Guest.open(browser, `${program.origin}/j/00000000-0000-4000-8000-000000000000`, {
      name: 'Lost',
      devices: {},
    });
    await eventually(
      'the page says so',
      () => guest.text(),
      (text) => /no such meeting/i.test(text),
    );
    await guest.close();
  });
});
