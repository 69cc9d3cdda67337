/** Files that must not get through (C2): each is refused in words, and nothing of it is left on the disk or in a table. */
import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it } from 'vitest';
import { ihdr, pngChunk, pngFrom } from './pictures/fixtures/hand-made.ts';
import { chatInEachTest } from './suite/chat-in-each-test.ts';
import { Uploader } from './suite/uploader.ts';
import { zipClaiming } from './suite/zip-claiming.ts';

const chat = chatInEachTest();
const bytes = (text: string) => new TextEncoder().encode(text);
const megapixels = (widthPx: number, heightPx: number) =>
  pngFrom([ihdr({ widthPx, heightPx }), pngChunk('IDAT', new Uint8Array(100)), pngChunk('IEND', new Uint8Array())]);
const gib = 1024 ** 3;

async function uploaderOf(name: string, changes = {}): Promise<Uploader> {
  const client = await chat.world.come(name, changes);
  return new Uploader(chat.world.urlOf(client.place.token));
}

async function leavesNothing(): Promise<void> {
  expect(await chat.world.filesLeft()).toEqual([]);
  expect(await chat.world.filesKnown()).toBe(0);
}

describe('refused by what it says of itself', () => {
  it.each([
    ['a program', 'setup.exe', 5, 'file_executable'],
    ['a program behind a double extension', 'holiday.jpg.exe', 5, 'file_executable'],
    ['a program behind dots and spaces that Windows drops', 'setup.exe. . ', 5, 'file_executable'],
    ['a script that runs at a click', 'invoice.PDF.js', 5, 'file_executable'],
    ['a path', '../../etc/passwd', 5, 'file_name_invalid'],
    ['a path of another system', 'C:\\Windows\\win.ini', 5, 'file_name_invalid'],
    ['a line end', 'a\r\nset-cookie: x', 5, 'file_name_invalid'],
    ['an ending turned around', 'photo\u202egpj.scr', 5, 'file_name_invalid'],
    ['no name', '', 5, 'file_name_invalid'],
    ['261 letters', 'ж'.repeat(261), 5, 'file_name_invalid'],
    ['nothing in it', 'empty.txt', 0, 'file_empty'],
    ['1 GB and 1 byte', 'film.mp4', gib + 1, 'file_too_large'],
  ])('%s', async (_what, name, sizeBytes, code) => {
    const uploader = await uploaderOf('Anna');
    const { code: refusal, headers } = await uploader.begin(name, sizeBytes);
    expect([refusal, headers.get('location')]).toEqual([code, null]);
    await leavesNothing();
  });

  it('260 letters of any alphabet and 1 GB are taken', async () => {
    const uploader = await uploaderOf('Anna');
    for (const letter of ['ж', '中', '😀']) {
      expect((await uploader.begin(letter.repeat(260), gib)).status).toBe(201);
    }
  });
});

describe('refused by what is in it', () => {
  const svg = (inner: string) => bytes(`<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${inner}</svg>`);
  it.each([
    ['no PDF', 'report.pdf', bytes('just text'), 'file_content_mismatch'],
    ['a page that is called a picture', 'cat.png', bytes('<html><script>1</script>'), 'file_content_mismatch'],
    ['a program that is called a picture', 'cat.jpg', bytes('MZ\u0090\u0000\u0003'), 'file_executable'],
    ['a program without an ending', 'tool', bytes('\u007fELF\u0002\u0001\u0001'), 'file_executable'],
    ['a zip bomb', 'notes.zip', zipClaiming(4 * gib), 'file_unpacks_too_large'],
    ['a document that is a zip bomb', 'notes.docx', zipClaiming(4 * gib), 'file_unpacks_too_large'],
    ['100 megapixels', 'sky.png', megapixels(10_000, 10_000), 'picture_too_large'],
    ['a picture with a script', 'logo.svg', svg('<script>alert(1)</script>'), 'file_scripted'],
    ['a picture that acts when it is shown', 'logo.svg', svg('<rect onload="alert(1)"/>'), 'file_scripted'],
  ])('%s', async (_what, name, content, code) => {
    const uploader = await uploaderOf('Anna');
    const path = await uploader.mustBegin(name, content.length);
    const half = Math.floor(content.length / 2);
    expect((await uploader.piece(path, 0, content.subarray(0, half))).status).toBe(204);
    const { status, code: refusal } = await uploader.piece(path, half, content.subarray(half));
    expect([status, refusal]).toEqual([415, code]);
    await leavesNothing();
    expect((await uploader.ask('HEAD', path)).status).toBe(404);
  });

  it('more bytes than were announced', async () => {
    const uploader = await uploaderOf('Anna');
    const path = await uploader.mustBegin('a.bin', 4);
    expect((await uploader.piece(path, 0, bytes('12345'))).code).toBe('invalid_request');
    expect((await uploader.ask('HEAD', path)).offset).toBe(0);
  });
});

describe('refused because there is no room', () => {
  it('more than a person’s quota; what is given up counts no more', async () => {
    const uploader = await uploaderOf('Anna');
    const paths: string[] = [];
    for (let file = 0; file < limits.chatFilesPerPersonMaxBytes / gib; file += 1) {
      paths.push(await uploader.mustBegin('film.mp4', gib));
    }
    expect((await uploader.begin('one-more.txt', 1)).code).toBe('file_quota_person');
    for (const path of paths) expect((await uploader.ask('DELETE', path)).status).toBe(204);
    await leavesNothing();
    expect((await uploader.begin('one-more.txt', 1)).status).toBe(201);
  });

  it.each([
    ['bytes', 1, limits.chatFilesPerConferenceMaxBytes - 4],
    ['files', limits.chatFilesPerConferenceMax - 1, 1],
  ])(
    'more %s than a meeting may have: counted when a file is whole, so that announcing closes nobody’s chat',
    async (_of, files, size) => {
      await chat.world.sentFiles(files, size);
      const [anna, boris] = [await uploaderOf('Anna'), await uploaderOf('Boris')];
      const path = await anna.mustBegin('a.txt', 4);
      await boris.upload('b.txt', bytes('text'));
      expect((await boris.begin('c.txt', 4)).code).toBe('file_quota_conference');
      const { status, code } = await anna.piece(path, 0, bytes('text'));
      expect([status, code]).toEqual([413, 'file_quota_conference']);
      expect((await anna.ask('HEAD', path)).status).toBe(404);
      expect((await chat.world.filesLeft()).length).toBe(1);
    },
  );

  it('an account has one quota, under however many places', async () => {
    const userId = '22222222-2222-4222-8222-222222222222';
    for (let place = 0; place < limits.chatFilesPerPersonMaxBytes / gib; place += 1) {
      await (await uploaderOf('Anna', { userId })).mustBegin('film.mp4', gib);
    }
    expect((await (await uploaderOf('Anna', { userId })).begin('a.txt', 1)).code).toBe('file_quota_person');
    expect((await (await uploaderOf('Boris')).begin('a.txt', 1)).status).toBe(201);
  });

  it('too many that were begun and not sent', async () => {
    const uploader = await uploaderOf('Anna');
    for (let file = 0; file < limits.chatUnsentFilesPerPerson; file += 1) await uploader.mustBegin('a.txt', 1);
    expect((await uploader.begin('a.txt', 1)).code).toBe('too_many_unsent_files');
  });

  it('too many calls', async () => {
    const uploader = await uploaderOf('Anna');
    const path = await uploader.mustBegin('a.txt', 1);
    for (let call = 1; call < limits.chatUploadCallsPerMinute; call += 1) await uploader.ask('HEAD', path);
    const { status, code, headers } = await uploader.begin('a.txt', 1);
    expect([status, code, headers.get('retry-after')]).toEqual([429, 'too_many_requests', '1']);
  });
});
