import { describe, expect, it } from 'vitest';
import { countedContent } from './fixtures/counted-content.ts';
import { type ZipOptions, type ZipPart, zipOf } from './fixtures/zip-builder.ts';
import { kindBounds } from './kind-bounds.ts';
import { readZipDirectory } from './read-zip-directory.ts';
import { entriesOverlap, zipTailMaxBytes } from './zip-directory.ts';

const read = async (zip: Uint8Array) => await readZipDirectory(countedContent(zip), kindBounds.zipDirectoryMaxBytes);

async function entriesOf(parts: readonly ZipPart[], options?: ZipOptions) {
  const directory = await read(zipOf(parts, options));
  return directory.kind === 'entries' ? directory.entries : directory.kind;
}

const two: readonly ZipPart[] = [
  { name: 'a.txt', data: 'words' },
  { name: 'b/c.bin', data: new Uint8Array(1000), stored: true },
];

describe('a zip’s directory', () => {
  it.each<[string, ZipOptions]>([
    ['as usual', {}],
    ['with zip64', { zip64: true }],
    ['with a comment', { comment: 'made by hand' }],
    ['with the longest comment', { comment: 'c'.repeat(0xffff) }],
    ['with zip64 and the longest comment', { zip64: true, comment: 'c'.repeat(0xffff) }],
    ['with a comment that looks like an end record', { comment: 'PK\x05\x06' }],
    ['after something else', { prefix: new Uint8Array(500) }],
  ])('is read %s', async (_name, options) => {
    const shift = options.prefix?.length ?? 0;
    expect(await entriesOf(two, options)).toEqual([
      { name: 'a.txt', isEncrypted: false, method: 8, packedBytes: 7, unpackedBytes: 5, headerAt: shift },
      { name: 'b/c.bin', isEncrypted: false, method: 0, packedBytes: 1000, unpackedBytes: 1000, headerAt: shift + 42 },
    ]);
  });

  it('may hold nothing, and names that lead anywhere', async () => {
    expect(await entriesOf([])).toEqual([]);
    const names = ['../../etc/passwd', 'C:\\a', '/abs', 'отчёт.txt', '', '__proto__'];
    expect(await entriesOf(names.map((name) => ({ name })))).toHaveLength(names.length);
  });

  it('is broken when any part of it is', async () => {
    const whole = zipOf(two);
    for (let length = 0; length < whole.length; length += 1) {
      expect((await read(whole.slice(0, length))).kind, `first ${length}`).toBe('broken');
    }
    expect(await entriesOf(two, { claimedEntries: 3 })).toBe('broken');
    expect(await entriesOf([{ name: 'a', claims: { packedBytes: 0x7fffffff } }])).toBe('broken');
    expect(await entriesOf([{ name: 'a', claims: { headerAt: 0x7fffffff } }])).toBe('broken');
    expect(await entriesOf([{ name: 'a', claims: { headerAt: 0xffffffff } }])).toBe('broken');
    expect(await entriesOf([{ name: 'a', claims: { headerAt: 2 ** 62 } }], { zip64: true })).toBe('broken');
  });

  it('is read in two reads, none larger than it has to be', async () => {
    const content = countedContent(zipOf([{ name: 'a', data: new Uint8Array(3_000_000), stored: true }]));
    expect((await readZipDirectory(content, 1000)).kind).toBe('entries');
    expect(content.reads).toBe(2);
    expect(content.bytesRead).toBeLessThanOrEqual(zipTailMaxBytes + 1000);
  });

  it('that is too large is not read', async () => {
    const content = countedContent(zipOf([{ name: 'a'.repeat(2_000) }]));
    expect((await readZipDirectory(content, 2_000)).kind).toBe('tooLarge');
    expect(content.reads).toBe(1);
  });
});

describe('entries', () => {
  const entry = (headerAt: number, packedBytes: number) => ({
    ...{ name: 'abc', isEncrypted: false, method: 8, unpackedBytes: 1 },
    ...{ headerAt, packedBytes },
  });

  it('overlap when one begins within another', () => {
    expect(entriesOverlap([])).toBe(false);
    expect(entriesOverlap([entry(0, 10), entry(43, 5)])).toBe(false);
    expect(entriesOverlap([entry(43, 5), entry(0, 10)])).toBe(false);
    expect(entriesOverlap([entry(43, 5), entry(0, 11)])).toBe(true);
    expect(entriesOverlap([entry(0, 10), entry(0, 10)])).toBe(true);
  });
});
