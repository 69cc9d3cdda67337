import { afterEach, expect, it } from 'vitest';
import { contentOfBytes } from './file-content.ts';
import { KindChecker } from './kind-checker.ts';

const checker = new KindChecker();
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

it('a file that cannot be read, or a thread that ends, is an error; the next file is checked all the same', async () => {
  const broken = { sizeBytes: 10, read: () => Promise.reject(new Error('the disk is gone')) };
  await expect(checker.check('a.txt', broken, options)).rejects.toThrow('could not be read');
  const hanging = checker.check('a.txt', { sizeBytes: 10, read: () => new Promise(() => undefined) }, options);
  const failing = expect(hanging).rejects.toThrow('has ended');
  await checker.close();
  await failing;
  await expect(checker.check('a.txt', contentOfBytes(bytes('text')), options)).resolves.toMatchObject({
    isPicture: false,
  });
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
