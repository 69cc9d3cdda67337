/** The chat between real browsers: who reads what, in which order, and what becomes of a message while the wire is cut (C1, C3, C4). */
import { describe, expect, it } from 'vitest';
import { type Chatting, chatting, says } from './harness/chatting.ts';
import { eventually } from './harness/eventually.ts';
import type { Guest } from './harness/guest.ts';

describe('the chat', () => {
  const stage = chatting();
  const come: Chatting['come'] = (...who) => stage.come(...who);
  const comeAsOwner = () => stage.comeAsOwner();
  async function write(guest: Guest, text: string): Promise<void> {
    await guest.type('Message', text);
    await guest.press('Send');
  }
  async function writeTo(guest: Guest, receiver: string, text: string): Promise<void> {
    await guest.page.evaluate((name) => {
      const select = document.querySelector('aside select') as HTMLSelectElement;
      const option = [...select.options].find(({ text }) => text === name);
      if (option === undefined) throw new Error(`Nobody is called ${name}`);
      select.value = option.value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, receiver);
    await write(guest, text);
  }
  /** The texts in the list, without those that are not sent yet. */
  const reads = (guest: Guest) =>
    guest.page.$$eval('ol[aria-label="Messages"] li [class*="bubble"]', (all) =>
      all.map((element) => element.textContent ?? ''),
    );
  const readsExactly = (guest: Guest, ...texts: string[]) =>
    eventually(
      `${guest.name} reads ${texts.join(', ')}`,
      () => reads(guest),
      (shown) => JSON.stringify(shown) === JSON.stringify(texts),
    );

  it('text goes both ways between Chromium and Firefox; one to one person is not the third’s; a late joiner reads what was said', async () => {
    const anna = await come('Anna');
    const boris = await come('Boris', stage.firefox);
    const vera = await come('Vera');
    await write(anna, 'Good morning');
    await readsExactly(boris, 'Good morning');
    await write(boris, 'Доброе утро 👋');
    await readsExactly(anna, 'Good morning', 'Доброе утро 👋');
    await writeTo(anna, 'Boris', 'a secret');
    await readsExactly(boris, 'Good morning', 'Доброе утро 👋', 'a secret');
    await says(boris, /Only to you/);
    await says(anna, /Only to Boris/);
    await write(vera, 'and I?');
    await readsExactly(vera, 'Good morning', 'Доброе утро 👋', 'and I?');
    const late = await come('Late');
    await readsExactly(late, 'Good morning', 'Доброе утро 👋', 'and I?');

    const exported = await (await stage.export('text')).text();
    expect(exported.split('\n').map((line) => line.slice(20))).toEqual([
      '',
      '',
      'Anna: Good morning',
      'Boris: Доброе утро 👋',
      'Vera: and I?',
      '',
    ]);
  });

  it('a closed panel counts what was written, to the eye and to the ear, and takes no focus', async () => {
    const anna = await come('Anna');
    const boris = await come('Boris', stage.chromium, false);
    await write(anna, 'one');
    await write(anna, 'two');
    const unread = () =>
      boris.page.$eval('button[aria-label="Chat"]', (button) => {
        const id = button.getAttribute('aria-describedby');
        return id === null ? '' : (document.getElementById(id)?.textContent ?? '');
      });
    await eventually('two are counted', unread, (words) => words === '2 unread messages');
    const spoken = () =>
      boris.page.$$eval('[aria-live="polite"]', (all) => all.map((element) => element.textContent).join(' '));
    await eventually('the last is spoken', spoken, (words) => words.includes('Anna: two'));
    expect(await boris.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).not.toBe('Message');
    await boris.press('Chat');
    await eventually('nothing is counted any more', unread, (words) => words === '');
    expect(await boris.page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Message');
  });

  it('what is written while the server is away is kept, marked, and sent once it is back; a draft stays too', async () => {
    const anna = await come('Anna');
    const boris = await come('Boris');
    await write(anna, 'before');
    await readsExactly(boris, 'before');
    await stage.program.crash();
    await says(anna, /What you write is sent as soon as it is back/);
    await write(anna, 'while it was away');
    await says(anna, /Not sent yet/);
    await anna.type('Message', 'half a thought');
    await stage.startAgain();
    await readsExactly(boris, 'before', 'while it was away');
    await readsExactly(anna, 'before', 'while it was away');
    await eventually(
      'no mark is left',
      () => anna.text(),
      (text) => !text.includes('Not sent yet'),
    );
    const draft = await anna.page.$eval('textarea', (field) => field.value);
    expect(draft).toBe('half a thought');
  });

  it('a reload keeps what was said, and one’s own as one’s own', async () => {
    const anna = await come('Anna');
    await write(anna, 'still here');
    await readsExactly(anna, 'still here');
    await anna.page.reload({ waitUntil: 'domcontentloaded' });
    await anna.page.waitForSelector('figure[aria-label="Anna"]', { timeout: 20_000 });
    await anna.press('Chat');
    await readsExactly(anna, 'still here');
    await says(anna, /You/);
  });

  it('one’s own message is deleted for everybody, after a question', async () => {
    const anna = await come('Anna');
    const boris = await come('Boris');
    await write(anna, 'a mistake');
    await readsExactly(boris, 'a mistake');
    expect(await boris.hasButton('Delete message')).toBe(false);
    // By keyboard, so that the focus is where a person's would be.
    await anna.page.focus('::-p-aria([name="Delete message"][role="button"])');
    await anna.page.keyboard.press('Enter');
    const focused = () =>
      anna.page.evaluate(() => {
        const { activeElement } = document;
        return activeElement?.getAttribute('aria-label') ?? activeElement?.textContent;
      });
    expect(await focused()).toBe('Delete');
    // Whoever writes on meanwhile is not asked again when others write: the next key would delete.
    await anna.page.focus('textarea');
    await write(boris, 'go on');
    await readsExactly(boris, 'a mistake', 'go on');
    await eventually(
      'Anna reads it',
      () => anna.text(),
      (text) => text.includes('go on'),
    );
    expect(await focused()).toBe('Message');
    await anna.press('Cancel');
    await anna.press('Delete message');
    await anna.press('Delete');
    await readsExactly(boris, 'This message was deleted.', 'go on');
    await readsExactly(anna, 'This message was deleted.', 'go on');
  });

  it('the host deletes any, and switches the chat off and on for participants, who are told in words', async () => {
    const olga = await comeAsOwner();
    const anna = await come('Anna');
    await write(anna, 'rude');
    await readsExactly(olga, 'rude');
    await olga.press('Delete message');
    await olga.press('Delete');
    await readsExactly(anna, 'This message was deleted.');
    const toggle = async () => {
      await olga.press('Chat settings');
      await olga.page.evaluate(() =>
        (document.querySelector('dialog input[type=checkbox]') as HTMLInputElement).click(),
      );
      await olga.press('Done');
    };
    await toggle();
    await says(anna, /The host has switched the chat off for participants/);
    await anna.type('Message', 'may I?');
    await anna.press('Send');
    expect(await anna.page.$eval('textarea', (field) => field.value)).toBe('may I?');
    await toggle();
    await eventually(
      'the words are gone',
      () => anna.text(),
      (text) => !text.includes('switched the chat off'),
    );
    await anna.press('Send');
    await readsExactly(olga, 'This message was deleted.', 'may I?');
  });

  it('markup is text, and an address is a link that tells the other site nothing', async () => {
    const anna = await come('Anna');
    const boris = await come('Boris');
    const text = '<img src=x onerror="document.title=1"> see https://example.org/a, please';
    await write(anna, text);
    await readsExactly(boris, text);
    const links = await boris.page.$$eval('ol[aria-label="Messages"] a', (all) =>
      all.map(({ href, rel, target }) => ({ href, rel, target })),
    );
    expect(links).toEqual([{ href: 'https://example.org/a', rel: 'noopener noreferrer nofollow', target: '_blank' }]);
    expect(await boris.page.title()).not.toBe('1');
  });
});
