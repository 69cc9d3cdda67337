import { randomBytes } from 'node:crypto';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { limits } from '@veche/contracts/limits.ts';
import { describe, expect, it } from 'vitest';
import { countedContent, sparseContent } from './fixtures/counted-content.ts';
import { checked } from './fixtures/outcome.ts';
import { directoryEntry, endRecords, type ZipPart, zipOf } from './fixtures/zip-builder.ts';
import { kindBounds } from './kind-bounds.ts';

const gigabyte = 1024 ** 3;
const zeros = (unpackedBytes: number): ZipPart => ({
  name: '0.dll',
  data: new Uint8Array(1_000),
  claims: { unpackedBytes },
});

/** Archives within archives, `width` of them on each of `depth` levels, over one that claims 4 GB. */
function nested(depth: number, width: number, part: Partial<ZipPart> = {}): Uint8Array {
  let zip = zipOf([zeros(4 * gigabyte - 2)]);
  for (let level = 0; level < depth; level += 1) {
    const inside = zip;
    zip = zipOf(Array.from({ length: width }, (_, index) => ({ name: `lib ${index}.ZIP`, data: inside, ...part })));
  }
  return zip;
}

describe('an archive', () => {
  it('that claims to unpack to far more than it is, is refused, whatever its name', async () => {
    for (const name of ['zeros.zip', 'plan.docx', 'no ending']) {
      expect(await checked(name, zipOf([zeros(gigabyte)]))).toBe('file_unpacks_too_large');
    }
    expect(await checked('zeros.zip', zipOf([zeros(gigabyte)], { zip64: true }))).toBe('file_unpacks_too_large');
    expect(await checked('zeros.zip', zipOf([zeros(2 ** 62)], { zip64: true }))).toBe('file_unpacks_too_large');
    const many = Array.from({ length: 600 }, (_, index) => ({ ...zeros(1024 ** 2), name: `${index}` }));
    expect(await checked('many.zip', zipOf(many))).toBe('file_unpacks_too_large');
  });

  it('may be well packed while it is small, and large while it is hardly packed', async () => {
    expect(await checked('zeros.zip', zipOf([zeros(limits.chatArchiveMaxUnpackedBytes)]))).toBe('application/zip');
    const packedBytes = 0.7 * gigabyte;
    const film = { name: 'film.avi' };
    const entry = directoryEntry(film, { packedBytes, unpackedBytes: 3 * gigabyte, headerAt: 0, zip64: false });
    const directoryAt = Math.ceil(packedBytes) + 1_000;
    const tail = Buffer.concat([entry, endRecords(1, entry.length, directoryAt)]);
    const content = sparseContent(directoryAt + tail.length, [
      { at: 0, bytes: Buffer.from('PK\x03\x04') },
      { at: directoryAt, bytes: tail },
    ]);
    expect(await checked('film.zip', content)).toBe('application/zip');
    expect(content.reads).toBeLessThanOrEqual(3);
  });

  it('whose entries share their bytes is refused', async () => {
    // Many names for one kernel; what they claim together stays below the bound.
    const kernel = new Uint8Array(100_000);
    const shared = Array.from({ length: 20 }, (_, index) => ({
      name: `${index}`,
      data: kernel,
      claims: { headerAt: 0 },
    }));
    expect(await checked('shared.zip', zipOf(shared))).toBe('file_unpacks_too_large');
    // Each within the one before, as in bombs that quote the headers of those that follow.
    const packed = deflateRawSync(kernel).length;
    const quoted = Array.from({ length: 20 }, (_, index) => ({
      ...shared[0]!,
      name: `${index}`,
      claims: { headerAt: index * 31, packedBytes: packed },
    }));
    expect(await checked('quoted.zip', zipOf(quoted))).toBe('file_unpacks_too_large');
  });

  it('of too many entries is refused', async () => {
    const empty = (count: number) =>
      zipOf(
        Array.from({ length: count }, (_, index) => ({ name: `${index}`, stored: true })),
        { zip64: true },
      );
    expect(await checked('many.zip', empty(limits.chatArchiveMaxEntries))).toBe('application/zip');
    expect(await checked('many.zip', empty(limits.chatArchiveMaxEntries + 1))).toBe('file_unpacks_too_large');
  });

  it('with a password, or names that lead out of it, is taken', async () => {
    expect(await checked('secret.zip', zipOf([{ name: 'a.txt', data: 'x', encrypted: true }]))).toBe('application/zip');
    expect(await checked('paths.zip', zipOf([{ name: '../../a.txt', data: 'x' }, { name: '/b' }]))).toBe(
      'application/zip',
    );
  });
});

describe('archives within an archive', () => {
  it('are followed to the bomb at the bottom, as in 42.zip', async () => {
    for (const [depth, width] of [
      [1, 1],
      [1, 16],
      [5, 2],
      [5, 16],
    ] as const) {
      const zip = nested(depth, width);
      expect(zip.length).toBeLessThan(100_000);
      expect(await checked('42.zip', zip)).toBe('file_unpacks_too_large');
    }
    expect(await checked('stored.zip', nested(3, 2, { stored: true }))).toBe('file_unpacks_too_large');
  });

  it('are looked at only so far, and taken beyond', async () => {
    expect(await checked('deep.zip', nested(kindBounds.innerDepthMax + 1, 1))).toBe('application/zip');
    expect(await checked('secret.zip', nested(1, 1, { encrypted: true }))).toBe('application/zip');
    const honest = Array.from({ length: 200 }, (_, index) => ({
      name: `${index}.zip`,
      data: zipOf([{ name: 'a', data: 'x' }]),
    }));
    const content = countedContent(zipOf(honest));
    expect(await checked('honest.zip', content)).toBe('application/zip');
    expect(content.reads).toBeLessThanOrEqual(3 + 2 * kindBounds.innerArchivesMax);
  });

  it('that are none, or larger than is looked at, are taken', async () => {
    const parts = [
      { name: 'words.zip', data: 'words' },
      { name: 'large.zip', data: randomBytes(kindBounds.innerPackedMaxBytes + 1) },
      { name: 'zeros.zip', data: new Uint8Array(kindBounds.innerUnpackedMaxBytes + 1) },
      { name: 'lying.zip', data: 'words', claims: { headerAt: 3 } },
    ];
    for (const part of parts) expect(await checked('outer.zip', zipOf([part])), part.name).toBe('application/zip');
  });
});

describe('a gzip', () => {
  const mebibyte = 1024 ** 2;
  /** A beginning, and then as much as makes it a file of this size. */
  const grown = (head: Uint8Array, sizeBytes: number) => sparseContent(sizeBytes, [{ at: 0, bytes: head }]);

  it('that shrinks to nothing and is large all the same is refused', async () => {
    const zeroBytes = gzipSync(new Uint8Array(80 * mebibyte));
    expect(await checked('zeros.gz', grown(zeroBytes, mebibyte))).toBe('file_unpacks_too_large');
    expect(await checked('zeros.tar.gz', grown(zeroBytes, gigabyte))).toBe('file_unpacks_too_large');
    expect(await checked('no ending', grown(zeroBytes, mebibyte))).toBe('file_unpacks_too_large');
  });

  it('that is small, or packed as files are, is taken', async () => {
    expect(await checked('zeros.gz', gzipSync(new Uint8Array(80 * mebibyte)))).toBe('application/gzip');
    expect(
      await checked(
        'log.gz',
        grown(gzipSync('GET / 200\n'.repeat(2_000) + randomBytes(80_000).toString('hex')), gigabyte),
      ),
    ).toBe('application/gzip');
    expect(await checked('broken.gz', grown(gzipSync('words').slice(0, 12), gigabyte))).toBe('application/gzip');
  });
});
