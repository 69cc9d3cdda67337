import { afterEach, beforeEach, expect, it } from 'vitest';
import { contentOfBytes } from './file-content.ts';
import { KindChecker } from './kind-checker.ts';

let checker: KindChecker;
beforeEach(() => {
  checker = new KindChecker();
});
afterEach(() => checker.close());
const bytes = (text: string) => new TextEncoder().encode(text);
const options = { allowExecutables: false };

it('answers what the check answers, refuses in its codes, and keeps files apart', async () => {
  const checks = await Promise.allSettled([
    checker.check('a.txt', contentOfBytes(bytes('text')), options),
    checker.check('a.pdf', contentOfBytes(bytes('text')), options),
    checker.check('a', contentOfBytes(bytes('MZ\u0090\u0000\u0003')), options),
    checker.check('a', contentOfBytes(bytes('MZ\u0090\u0000\u0003')), { allowExecutables: true }),
    checker.check('a.bin', contentOfBytes(new Uint8Array([0, 1, 2])), options),
  ]);
  expect(checks.map((check) => (check.status === 'fulfilled' ? check.value.contentType : check.reason.code))).toEqual([
    'text/plain',
    'file_content_mismatch',
    'file_executable',
    'application/octet-stream',
    'application/octet-stream',
  ]);
});

it('a file that cannot be read is an error, and the next one is checked all the same', async () => {
  const broken = { sizeBytes: 10, read: () => Promise.reject(new Error('the disk is gone')) };
  await expect(checker.check('a.txt', broken, options)).rejects.toThrow('the disk is gone');
  await expect(checker.check('a.txt', contentOfBytes(bytes('text')), options)).resolves.toMatchObject({
    isPicture: false,
  });
});

it('what is being checked when it is closed may be checked another time', async () => {
  const hanging = checker.check('a.txt', { sizeBytes: 10, read: () => new Promise(() => undefined) }, options);
  const ended = expect(hanging).rejects.toMatchObject({ code: 'shutting_down' });
  await checker.close();
  await ended;
  const late = checker.check('a.txt', contentOfBytes(bytes('text')), options);
  await expect(late).rejects.toMatchObject({ code: 'shutting_down' });
});

it('a hostile file holds up nobody else’s turn of the loop', async () => {
  const slow = bytes(`<svg xmlns="http://www.w3.org/2000/svg">${'<g a="1">'.repeat(100_000)}</svg>`);
  const checking = checker.check('a.svg', contentOfBytes(slow), options).catch(() => undefined);
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  }, 1);
  await checking;
  clearInterval(counting);
  expect(turns).toBeGreaterThan(0);
});
