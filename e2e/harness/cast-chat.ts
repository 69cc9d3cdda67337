/** What the people of a cast write and read in the chat of the room in which they are, and what the owner takes along of all of it. */
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cast, Person } from './cast.ts';
import { eventually } from './eventually.ts';

export class CastChat {
  readonly #cast: Cast;

  constructor(cast: Cast) {
    this.#cast = cast;
  }

  async open(who: Person): Promise<void> {
    await this.#cast.press(who, 'Chat');
    await this.#cast.of(who).page.waitForSelector('aside textarea');
  }

  async close(who: Person): Promise<void> {
    await this.#cast.press(who, 'Close the chat');
  }

  async write(who: Person, text: string): Promise<void> {
    const { page } = this.#cast.of(who);
    await page.bringToFront();
    await page.type('aside textarea', text);
    await page.keyboard.press('Enter');
  }

  /** These and nothing else, in this order. */
  async shows(who: Person, ...texts: string[]): Promise<void> {
    const { page } = this.#cast.of(who);
    await eventually(
      `${who.name} reads just ${texts.join(', ')} in the chat`,
      () =>
        page.$$eval('ol[aria-label="Messages"] [class*="bubble"]', (all) => all.map((bubble) => bubble.textContent)),
      (shown) => JSON.stringify(shown) === JSON.stringify(texts),
    );
  }

  /** The chats of all rooms, as the browser saves them to an empty folder. */
  async exported(owner: Person, folder: string): Promise<string> {
    const { page } = this.#cast.of(owner);
    const session = await page.createCDPSession();
    const browserContextId = page.browserContext().id!;
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, browserContextId });
    await this.#cast.press(owner, 'Chat settings');
    const link = await page.waitForSelector('a::-p-aria([name="Download the chat of all rooms"][role="link"])');
    await link!.evaluate((element) => (element as HTMLAnchorElement).click());
    await eventually(
      'the file is there',
      () => readdir(folder),
      (files) => files.includes('chat.txt'),
    );
    await this.#cast.inDialog(owner, 'Done');
    await session.detach();
    const text = await readFile(join(folder, 'chat.txt'), 'utf8');
    await rm(join(folder, 'chat.txt'));
    return text;
  }
}
