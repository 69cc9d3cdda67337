/** The suite that every adapter of `blobs` runs. Titles start with the guarantee that they prove. */
import { createHash } from 'node:crypto';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Blobs, BlobTooLarge, type ByteRange, type ByteStream } from './blobs.ts';

/** One empty storage. `countFiles`: everything in it that takes room, unfinished things too. */
export interface BlobsStorage {
  open(clock: ManualClock): Promise<Blobs>;
  countFiles(): Promise<number>;
  remove(): Promise<void>;
}

const bytes = (text: string) => new TextEncoder().encode(text);
async function* stream(...parts: (string | Uint8Array | Error)[]): ByteStream {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield typeof part === 'string' ? bytes(part) : part;
  }
}
async function text(content: ByteStream | undefined): Promise<string | undefined> {
  if (content === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
const plenty = { maxBytes: 1024 ** 3 };

export function describeBlobsContract(adapter: string, create: () => Promise<BlobsStorage>): void {
  describe(`blobs: ${adapter}`, () => {
    let storage: BlobsStorage;
    let clock: ManualClock;
    let blobs: Blobs;

    beforeEach(async () => {
      storage = await create();
      clock = new ManualClock(Date.parse('2026-03-01T12:00:00Z'));
      blobs = await storage.open(clock);
    });
    afterEach(() => storage.remove());

    it('B1: what was put is there, whole, also after opening again', async () => {
      const head = await blobs.put('chat/one', stream('hello ', 'world'), plenty);
      expect(head).toEqual({ sizeBytes: 11, storedAtMs: clock.nowMs() });
      blobs = await storage.open(clock);
      expect(await blobs.head('chat/one')).toMatchObject({ sizeBytes: 11 });
      expect(await text(await blobs.get('chat/one'))).toBe('hello world');
      expect(await blobs.head('chat/two')).toBeUndefined();
      expect(await blobs.get('chat/two')).toBeUndefined();
    });

    it('B1: an empty blob is one', async () => {
      await blobs.put('empty', stream(), plenty);
      expect(await blobs.head('empty')).toMatchObject({ sizeBytes: 0 });
      expect(await text(await blobs.get('empty'))).toBe('');
      expect(await blobs.get('empty', { first: 0, last: 0 })).toBeUndefined();
    });

    it('B1: until a put is done, the blob is what it was before; when it fails, it stays that', async () => {
      await blobs.put('one', stream('before'), plenty);
      const gate = Promise.withResolvers<void>();
      const putting = blobs.put(
        'one',
        (async function* () {
          yield bytes('af');
          await gate.promise;
          yield bytes('ter');
        })(),
        plenty,
      );
      expect(await text(await blobs.get('one'))).toBe('before');
      gate.resolve();
      await putting;
      expect(await text(await blobs.get('one'))).toBe('after');
      await expect(blobs.put('one', stream('never', new Error('cut off')), plenty)).rejects.toThrow('cut off');
      await expect(blobs.put('new', stream('never', new Error('cut off')), plenty)).rejects.toThrow('cut off');
      expect([await text(await blobs.get('one')), await blobs.head('new')]).toEqual(['after', undefined]);
    });

    it('B1: two puts under one key at once leave one of them, whole', async () => {
      const contents = ['a', 'b'].map((letter) => letter.repeat(300_000));
      await Promise.all(contents.map((content) => blobs.put('one', stream(content), plenty)));
      expect(contents).toContain(await text(await blobs.get('one')));
    });

    it('B1, B6: what is larger than it may be is refused as soon as it is, and leaves nothing', async () => {
      let read = 0;
      const endless = (async function* () {
        for (; read < 1_000; read += 1) yield new Uint8Array(1_000);
      })();
      await expect(blobs.put('big', endless, { maxBytes: 5_000 })).rejects.toBeInstanceOf(BlobTooLarge);
      expect(read).toBeLessThan(10);
      await blobs.put('just', stream(new Uint8Array(5_000)), { maxBytes: 5_000 });
      expect(await storage.countFiles()).toBe(1);
    });

    it('B2: no key leaves the storage', async () => {
      const hostile = ['', '.', '..', '../x', 'a/../b', '/etc/passwd', 'a//b', 'a/', '/a', 'A', 'a.b', 'a\\b', 'a\0b'];
      for (const key of [...hostile, 'é', '-a', 'a b', 'x'.repeat(101), 'a/'.repeat(300), '%2e%2e', 'con:', 'a\n']) {
        await expect(blobs.put(key, stream('x'), plenty)).rejects.toThrow('No blob key');
        await expect(blobs.get(key)).rejects.toThrow('No blob key');
        await expect(blobs.head(key)).rejects.toThrow('No blob key');
        await expect(blobs.delete(key)).rejects.toThrow('No blob key');
      }
      expect(await storage.countFiles()).toBe(0);
    });

    it('B3: get answers exactly the bytes of the range', async () => {
      const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => index % 251));
      await blobs.put('one', stream(content.subarray(0, 70_000), content.subarray(70_000)), plenty);
      const hash = (part: Uint8Array) => createHash('sha256').update(part).digest('hex');
      await fc.assert(
        fc.asyncProperty(fc.nat(220_000), fc.nat(220_000), async (first, last) => {
          const range: ByteRange = { first, last };
          const found = await blobs.get('one', range);
          const expected = content.subarray(first, last + 1);
          if (expected.length === 0) {
            expect(found).toBeUndefined();
            return;
          }
          const parts: Uint8Array[] = [];
          for await (const part of found ?? []) parts.push(part);
          expect(hash(Buffer.concat(parts))).toBe(hash(expected));
        }),
        {
          numRuns: 50,
          examples: [
            [0, 0],
            [199_999, 199_999],
            [0, 199_999],
            [199_999, 300_000],
            [200_000, 200_001],
          ],
        },
      );
    });

    it('B3: a blob that is deleted or replaced while it is read is read to its end', async () => {
      const content = 'x'.repeat(1_000_000);
      for (const change of [() => blobs.delete('one'), () => blobs.put('one', stream('y'.repeat(2_000_000)), plenty)]) {
        await blobs.put('one', stream(content), plenty);
        const reading = (await blobs.get('one'))?.[Symbol.asyncIterator]();
        const { value } = (await reading?.next()) ?? {};
        await change();
        let length = (value as Uint8Array).length;
        for (let part = await reading?.next(); part?.done === false; part = await reading?.next()) {
          expect(part.value[0]).toBe('x'.charCodeAt(0));
          length += part.value.length;
        }
        expect(length).toBe(content.length);
      }
    });

    it('B3: a reader that goes away keeps nothing open', async () => {
      await blobs.put('one', stream('x'.repeat(1_000_000)), plenty);
      for (let turn = 0; turn < 50; turn += 1) {
        for await (const part of (await blobs.get('one')) ?? []) {
          expect(part.length).toBeGreaterThan(0);
          break;
        }
      }
      await blobs.delete('one');
      expect(await blobs.head('one')).toBeUndefined();
    });

    it('B4: list answers what is under a prefix, in order, page by page', async () => {
      const keys = ['a/1', 'a/10', 'a/2', 'a/b/c', 'ab/1', 'b'];
      for (const key of [...keys].reverse()) await blobs.put(key, stream(key), plenty);
      const list = async (prefix: string, limit: number) => {
        const found: string[] = [];
        for (let afterKey: string | undefined; ; ) {
          const page = await blobs.list(prefix, afterKey === undefined ? { limit } : { afterKey, limit });
          found.push(...page.map(({ key }) => key));
          if (page.length < limit) return found;
          afterKey = page.at(-1)?.key;
        }
      };
      for (const limit of [1, 2, 100]) {
        expect(await list('', limit)).toEqual(keys);
        expect(await list('a', limit)).toEqual(['a/1', 'a/10', 'a/2', 'a/b/c']);
        expect(await list('a/b', limit)).toEqual(['a/b/c']);
        expect(await list('c', limit)).toEqual([]);
      }
      expect((await blobs.list('a/b', { limit: 1 }))[0]).toMatchObject({ key: 'a/b/c', sizeBytes: 5 });
    });

    it('B4: what was deleted is gone, and deleting it again is no error', async () => {
      await blobs.put('a/one', stream('x'), plenty);
      await blobs.put('a/two', stream('x'), plenty);
      await blobs.delete('a/one');
      await blobs.delete('a/one');
      expect((await blobs.list('', { limit: 9 })).map(({ key }) => key)).toEqual(['a/two']);
      expect(await blobs.get('a/one')).toBeUndefined();
    });

    const link = (expiresAtMs = clock.nowMs() + 1_000) => ({
      key: 'chat/one',
      fileName: 'отчёт “за март”.pdf',
      contentType: 'application/pdf',
      expiresAtMs,
    });

    it('B5: a link opens until it expires, and after opening again too', async () => {
      const opened = link();
      const written = blobs.link(opened);
      expect(written).toMatch(/^[A-Za-z0-9._~-]+$/);
      expect(blobs.openLink(written)).toEqual(opened);
      blobs = await storage.open(clock);
      expect(blobs.openLink(written)).toEqual(opened);
      clock.advance(999);
      expect(blobs.openLink(written)).toEqual(opened);
      clock.advance(1);
      expect(blobs.openLink(written)).toBeUndefined();
    });

    it('B5: no other text opens anything', async () => {
      const written = blobs.link(link());
      const others = [blobs.link({ ...link(), key: 'chat/two' }), await foreignLink()];
      const halves = [written, ...others].map((text) => text.split('.'));
      const mixed = halves.flatMap(([claims]) => halves.map(([, signature]) => `${claims}.${signature}`));
      for (const text of mixed.filter((text) => text !== written && text !== others[0])) {
        expect(blobs.openLink(text)).toBeUndefined();
      }
      for (const text of ['', '.', 'x', 'x.y', `${written}x`, `x${written}`, written.slice(1), `${written}.x`]) {
        expect(blobs.openLink(text)).toBeUndefined();
      }
      fc.assert(
        fc.property(fc.nat(written.length - 1), fc.constantFrom(...'aZ09_-.~%\0'), (at, letter) => {
          const changed = written.slice(0, at) + letter + written.slice(at + 1);
          if (changed !== written) expect(blobs.openLink(changed)).toBeUndefined();
        }),
      );
      fc.assert(
        fc.property(fc.string(), (text) => {
          expect(blobs.openLink(text)).toBeUndefined();
        }),
      );
    });

    /** Of another server. */
    async function foreignLink(): Promise<string> {
      const other = await create();
      const written = (await other.open(clock)).link(link());
      await other.remove();
      return written;
    }
  });
}
