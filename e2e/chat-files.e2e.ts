/** Files in the chat between real browsers (C2): one of 300 MB that everything happens to arrives bit for bit, pictures are seen, bad ones are refused. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Chatting, chatting, says } from './harness/chatting.ts';
import { eventually } from './harness/eventually.ts';
import type { Guest } from './harness/guest.ts';
import { solidPng } from './harness/png.ts';

const largeBytes = 300 * 1024 * 1024;

describe('files in the chat', () => {
  const stage = chatting();
  const come: Chatting['come'] = (...who) => stage.come(...who);
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'veche-files-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function attach(guest: Guest, ...paths: string[]): Promise<void> {
    const [chooser] = await Promise.all([guest.page.waitForFileChooser(), guest.press('Attach file')]);
    await chooser.accept(paths);
  }
  /** Share of the upload that is under way, 0 to 100; undefined = there is none. */
  const progress = (guest: Guest) =>
    guest.page.evaluate(() => {
      const bar = document.querySelector('[role="progressbar"][aria-valuenow], progress');
      if (bar === null) return undefined;
      return Number(bar.getAttribute('aria-valuenow') ?? (bar as HTMLProgressElement).value);
    });
  const reaches = (guest: Guest, percent: number) =>
    eventually(
      `${guest.name}’s upload is at ${percent} %`,
      () => progress(guest),
      (now) => now !== undefined && now >= percent,
      60_000,
    );
  /** As the browser hands over what a person drops on the chat, or pastes into the field. */
  const bring = (guest: Guest, how: 'drop' | 'paste', name: string, bytes: number) =>
    guest.page.evaluate(
      (kind, fileName, size) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([new Uint8Array(size)], fileName));
        const common = { bubbles: true, cancelable: true };
        if (kind === 'paste') {
          const event = new ClipboardEvent('paste', { ...common, clipboardData: dataTransfer });
          document.querySelector('aside textarea')?.dispatchEvent(event);
          return;
        }
        const panel = document.querySelector('aside');
        for (const type of ['dragenter', 'dragover', 'drop']) {
          panel?.dispatchEvent(new DragEvent(type, { ...common, dataTransfer }));
        }
      },
      how,
      name,
      bytes,
    );
  const filesShown = (guest: Guest) =>
    guest.page.$$eval('ol[aria-label="Messages"] button[aria-label^="Download"]', (all) => all.length);
  const has = (guest: Guest, fileName: string) =>
    eventually(
      `${guest.name} has ${fileName}`,
      () => guest.hasButton(`Download ${fileName}`),
      (found) => found,
      90_000,
    );
  /** By the link that the page has asked for, as the browser would fetch it. */
  async function downloadedHash(guest: Guest, fileName: string): Promise<{ hash: string; bytes: number }> {
    const response = new Promise<string>((resolve) => {
      guest.page.on('request', (request) => {
        if (request.url().includes('/chat/v1/files/')) resolve(request.url());
      });
    });
    await guest.press(`Download ${fileName}`);
    const hash = createHash('sha256');
    let bytes = 0;
    const answer = await fetch(await response);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/);
    for await (const part of answer.body ?? []) {
      hash.update(part);
      bytes += part.length;
    }
    return { hash: hash.digest('hex'), bytes };
  }

  it('300 MB, cut by kill -9 of the server and by a reload of the page, arrive bit for bit, once', async () => {
    const name = 'Запись заседания – 議事録.bin';
    const hash = await writeLargeFile(join(folder, name), 7);
    const anna = await come('Anna');
    const boris = await come('Boris', stage.firefox);
    const network = await anna.page.createCDPSession();
    await network.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: 40 * 1024 * 1024,
    });
    // Should the browser still be copying the file for after the reload, it asks.
    anna.page.on('dialog', (dialog) => void dialog.accept());
    await attach(anna, join(folder, name));
    await reaches(anna, 15);
    await stage.program.crash();
    await stage.startAgain();
    await reaches(anna, 45);
    await anna.page.reload({ waitUntil: 'domcontentloaded' });
    await anna.page.waitForSelector('figure[aria-label="Anna"]', { timeout: 20_000 });
    await anna.press('Chat');
    const after = await eventually(
      'it goes on after the reload',
      () => progress(anna),
      (now) => now !== undefined,
    );
    expect(after.value).toBeGreaterThan(30);
    await has(boris, name);
    expect(await downloadedHash(boris, name)).toEqual({ hash, bytes: largeBytes });
    const late = await come('Late');
    await eventually(
      'a late joiner sees it, once',
      () => filesShown(late),
      (count) => count === 1,
    );
    const exported = await (await stage.export('json')).json();
    expect(exported.messages.map(({ attachment }: { attachment: object }) => attachment)).toMatchObject([
      { name, sizeBytes: largeBytes },
    ]);
  }, 240_000);

  it('a picture is seen by the others, in its colours', async () => {
    await writeFile(join(folder, 'red.png'), solidPng(900, 600, [220, 30, 40]));
    const anna = await come('Anna');
    const boris = await come('Boris', stage.firefox);
    await attach(anna, join(folder, 'red.png'));
    const seen = await eventually(
      'Boris sees it',
      () =>
        boris.page.evaluate(() => {
          const image = document.querySelector<HTMLImageElement>('ol[aria-label="Messages"] img[alt*="red.png"]');
          if (image === null || !image.complete || image.naturalWidth === 0) return undefined;
          const canvas = document.createElement('canvas');
          canvas.width = 1;
          canvas.height = 1;
          const context = canvas.getContext('2d')!;
          context.drawImage(image, 0, 0, 1, 1);
          return {
            width: image.naturalWidth,
            height: image.naturalHeight,
            pixel: [...context.getImageData(0, 0, 1, 1).data],
          };
        }),
      (found) => found !== undefined,
      30_000,
    );
    expect([seen.value?.width, seen.value?.height]).toEqual([512, 341]);
    const [red = 0, green = 0, blue = 0] = seen.value?.pixel ?? [];
    expect(Math.abs(red - 220) + Math.abs(green - 30) + Math.abs(blue - 40)).toBeLessThan(24);
  });

  it('what is dropped goes at once, can be paused, resumed and taken back; what is pasted is asked about', async () => {
    const anna = await come('Anna');
    const boris = await come('Boris');
    const network = await anna.page.createCDPSession();
    const uploadAt = (uploadThroughput: number) =>
      network.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput: -1,
        uploadThroughput,
      });
    await uploadAt(1024 * 1024);
    await bring(anna, 'drop', 'one.bin', 6 * 1024 * 1024);
    await reaches(anna, 5);
    await anna.press('Pause one.bin');
    await says(anna, /Paused, /);
    const paused = await progress(anna);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await progress(anna)).toBe(paused);
    await bring(anna, 'drop', 'unwanted.bin', 6 * 1024 * 1024);
    await anna.press('Cancel unwanted.bin');
    await uploadAt(-1);
    await anna.press('Resume one.bin');
    await has(boris, 'one.bin');
    await bring(anna, 'paste', 'notes.bin', 1_000);
    await says(anna, /Send 1 file\?/);
    expect(await boris.hasButton('Download notes.bin')).toBe(false);
    await anna.page.keyboard.press('Enter');
    await has(boris, 'notes.bin');
    expect(await boris.hasButton('Download unwanted.bin')).toBe(false);
    expect(await filesShown(boris)).toBe(2);
  }, 60_000);

  it('the host switches files off and on for participants, who are told in words', async () => {
    const olga = await stage.comeAsOwner();
    const anna = await come('Anna');
    const toggle = async () => {
      await olga.press('Chat settings');
      await olga.page.evaluate(() => {
        const boxes = [...document.querySelectorAll<HTMLInputElement>('dialog input[type=checkbox]')];
        boxes.find((box) => box.closest('label')?.textContent?.includes('send files'))?.click();
      });
      await olga.press('Done');
    };
    await toggle();
    await says(anna, /The host has switched off files for participants/);
    await bring(anna, 'drop', 'one.bin', 1_000);
    await toggle();
    await eventually(
      'the words are gone',
      () => anna.text(),
      (text) => !text.includes('switched off files'),
    );
    expect(await filesShown(olga)).toBe(0);
    await bring(anna, 'drop', 'two.bin', 1_000);
    await has(olga, 'two.bin');
  });

  it('bad files are refused in words, and nothing of them stays on the screen of others', async () => {
    await writeFile(join(folder, 'holiday.jpg.exe'), 'MZ');
    await writeFile(join(folder, 'report.pdf'), deflateSync(Buffer.alloc(1_000, 'no pdf at all')));
    await writeFile(join(folder, 'huge.png'), solidPng(10_000, 10_000, [0, 0, 0]));
    await writeFile(join(folder, 'empty.txt'), '');
    const anna = await come('Anna');
    const boris = await come('Boris');
    await attach(anna, join(folder, 'holiday.jpg.exe'));
    await says(anna, /Programs are not sent here/);
    await attach(anna, join(folder, 'report.pdf'));
    await says(anna, /not what its name says/);
    await attach(anna, join(folder, 'huge.png'));
    await says(anna, /more than 64 megapixels/);
    await attach(anna, join(folder, 'empty.txt'));
    await says(anna, /This file is empty/);
    expect(await filesShown(boris)).toBe(0);
  });
});

/** Bytes that repeat nowhere within reach of a mistake: a counter under a cheap mix. Answers their SHA-256. */
async function writeLargeFile(path: string, seed: number): Promise<string> {
  const hash = createHash('sha256');
  const file = createWriteStream(path);
  const words = new Uint32Array(256 * 1024);
  let state = seed;
  for (let written = 0; written < largeBytes; written += words.byteLength) {
    for (let at = 0; at < words.length; at += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      words[at] = state ^ (state >>> 13);
    }
    const part = Buffer.from(words.slice().buffer);
    hash.update(part);
    if (!file.write(part)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
  return hash.digest('hex');
}
