/** Whatever a file holds: an answer or an error of the catalogue, from a bounded number of bounded reads. */

import { VecheError } from '@veche/contracts/errors.ts';
import { limits } from '@veche/contracts/limits.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkContent } from './check-content.ts';
import { type CountedContent, countedContent, sparseContent } from './fixtures/counted-content.ts';
import { programs, samples } from './fixtures/sample-files.ts';
import { zipOf } from './fixtures/zip-builder.ts';
import { kindBounds } from './kind-bounds.ts';
import { zipTailMaxBytes } from './zip-directory.ts';

const codes = ['file_executable', 'file_content_mismatch', 'file_scripted', 'file_unpacks_too_large'];
const inner = zipOf([{ name: 'a.txt', data: 'words' }]);
const nested = zipOf([
  { name: 'one.zip', data: inner },
  { name: 'two.zip', data: inner, stored: true },
]);
const wholes: Uint8Array[] = [
  ...Object.values(samples),
  ...Object.values(programs),
  nested,
  zipOf([], { zip64: true }),
];
const names = ['a', 'a.jpg', 'a.txt', 'a.docx', 'a.zip', 'a.svg', 'a.svgz', 'a.gz', 'a.pdf', 'a.exe', 'a.mp4', 'a.xls'];

/** The head, the tail, the directory or the whole SVG; and three reads for each archive inside. */
const readsMax = 5 + 5 * kindBounds.innerArchivesMax;
const innerBytesMax = 30 + kindBounds.innerPackedMaxBytes + zipTailMaxBytes + kindBounds.innerDirectoryMaxBytes;
const bytesMax =
  kindBounds.headBytes +
  zipTailMaxBytes +
  Math.max(kindBounds.zipDirectoryMaxBytes, limits.chatSvgMaxBytes) +
  kindBounds.innerArchivesMax * innerBytesMax;

async function judge(name: string, content: CountedContent, allowExecutables: boolean): Promise<void> {
  try {
    const kind = await checkContent(name, content, { allowExecutables });
    expect(kind.contentType).toMatch(/^[a-z]+\/[\w.+-]+$/);
  } catch (error) {
    if (!(error instanceof VecheError)) throw error;
    expect(codes).toContain(error.code);
    if (allowExecutables) expect(error.code).not.toBe('file_executable');
  }
  expect(content.reads).toBeLessThanOrEqual(readsMax);
  expect(content.bytesRead).toBeLessThanOrEqual(bytesMax);
}

const name = fc.oneof(fc.constantFrom(...names), fc.string({ unit: 'grapheme' }));
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.constant(new Uint8Array(8).fill(255)),
    fc.constant(new Uint8Array(8)),
  ),
});

describe('a file that anybody made', () => {
  it('of any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(name, fc.uint8Array({ maxLength: 2_000 }), fc.boolean(), async (given, bytes, allowed) => {
        await judge(given, countedContent(bytes), allowed);
      }),
      { numRuns: 500 },
    );
  });

  it('that was a real one before it was spoilt', async () => {
    await fc.assert(
      fc.asyncProperty(
        name,
        fc.constantFrom(...wholes),
        fc.array(edit, { maxLength: 6 }),
        fc.boolean(),
        async (given, whole, edits, allowed) => {
          const bytes = Uint8Array.from(whole);
          for (const { at, bytes: written } of edits) {
            const from = Math.floor(at * bytes.length);
            bytes.set(written.subarray(0, bytes.length - from), from);
          }
          await judge(given, countedContent(bytes), allowed);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('that begins and ends as two real ones do, with up to a gigabyte between', async () => {
    const whole = fc.constantFrom(...wholes);
    await fc.assert(
      fc.asyncProperty(
        name,
        whole,
        whole,
        fc.integer({ min: 0, max: 1024 ** 3 }),
        async (given, front, back, between) => {
          const at = front.length + between;
          const pieces = [
            { at: 0, bytes: front },
            { at, bytes: back },
          ];
          await judge(given, sparseContent(at + back.length, pieces), false);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
