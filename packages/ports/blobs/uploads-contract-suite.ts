/** The suite that every adapter of `uploads` runs. Titles start with the guarantee that they prove. */
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Blobs, ByteStream } from './blobs.ts';
import { NoRoom, PieceTooLong, type Uploads } from './uploads.ts';

/** One empty storage. `countFiles`: everything in it that takes room. */
export interface UploadsStorage {
  open(clock: ManualClock): Promise<{ readonly uploads: Uploads; readonly blobs: Blobs }>;
  countFiles(): Promise<number>;
  remove(): Promise<void>;
}

async function* stream(...parts: (string | Uint8Array | Error)[]): ByteStream {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield typeof part === 'string' ? new TextEncoder().encode(part) : part;
  }
}
async function text(content: ByteStream | undefined): Promise<string | undefined> {
  if (content === undefined) return undefined;
  const parts: Uint8Array[] = [];
  for await (const part of content) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
const all = { first: 0, last: Number.MAX_SAFE_INTEGER };

export function describeUploadsContract(adapter: string, create: () => Promise<UploadsStorage>): void {
  describe(`uploads: ${adapter}`, () => {
    let storage: UploadsStorage;
    let clock: ManualClock;
    let uploads: Uploads;
    let blobs: Blobs;

    beforeEach(async () => {
      storage = await create();
      clock = new ManualClock(Date.parse('2026-03-01T12:00:00Z'));
      ({ uploads, blobs } = await storage.open(clock));
    });
    afterEach(() => storage.remove());

    const add = (atByte: number, parts: (string | Uint8Array | Error)[], maxBytes = 1_000, id = 'one') =>
      uploads.append(id, { atByte, content: stream(...parts), maxBytes });

    it('U1: pieces add up, over a reopening too, and it is known when the last one came', async () => {
      await uploads.begin('one', 11);
      expect(await uploads.progress('one')).toEqual({ sizeBytes: 0, touchedAtMs: clock.nowMs() });
      expect(await add(0, ['hel', 'lo '])).toEqual({ sizeBytes: 6, fault: undefined });
      ({ uploads, blobs } = await storage.open(clock));
      clock.advance(5_000);
      expect(await add(6, ['world'])).toEqual({ sizeBytes: 11, fault: undefined });
      expect(await uploads.progress('one')).toEqual({ sizeBytes: 11, touchedAtMs: clock.nowMs() });
      expect(await text(await uploads.read('one', all))).toBe('hello world');
    });

    it('U1: what came before a piece broke off counts', async () => {
      await uploads.begin('one', 11);
      const cut = new Error('cut off');
      expect(await add(0, ['hello', cut])).toEqual({ sizeBytes: 5, fault: cut });
      expect(await add(5, [' world'])).toEqual({ sizeBytes: 11, fault: undefined });
      expect(await text(await uploads.read('one', all))).toBe('hello world');
    });

    it('U1: whatever the pieces and the cuts, the bytes are those that were sent', async () => {
      let uploaded = 0;
      const pieces = fc.array(fc.tuple(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 }), fc.boolean()), {
        maxLength: 6,
      });
      await fc.assert(
        fc.asyncProperty(pieces, async (sent) => {
          uploaded += 1;
          const id = `upload-${uploaded}`;
          await uploads.begin(id, 1_000);
          let atByte = 0;
          for (const [parts, isCut] of sent) {
            const appended = await add(atByte, isCut ? [...parts, new Error('cut')] : parts, 1_000, id);
            atByte = appended?.sizeBytes ?? -1;
          }
          await uploads.finish(id, `done/${id}`);
          const stored = await blobs.get(`done/${id}`);
          const bytes: Uint8Array[] = [];
          for await (const part of stored ?? []) bytes.push(part);
          expect(Buffer.concat(bytes)).toEqual(Buffer.concat(sent.flatMap(([parts]) => parts)));
        }),
        { numRuns: 30 },
      );
    });

    it('U2: not a byte more than there is room for', async () => {
      await uploads.begin('one', 5);
      const appended = await add(0, ['hel', 'lo world'], 5);
      expect(appended).toMatchObject({ sizeBytes: 5 });
      expect(appended?.fault).toBeInstanceOf(PieceTooLong);
      expect(await text(await uploads.read('one', all))).toBe('hello');
      expect(await uploads.progress('one')).toMatchObject({ sizeBytes: 5 });
    });

    it('U3: becomes a blob, whole; said again, it stays what it is', async () => {
      await uploads.begin('one', 5);
      await add(0, ['hello']);
      expect(await blobs.head('chat/room/one')).toBeUndefined();
      const head = await uploads.finish('one', 'chat/room/one');
      expect(head).toEqual({ sizeBytes: 5, storedAtMs: clock.nowMs() });
      expect(await text(await blobs.get('chat/room/one'))).toBe('hello');
      expect(await uploads.progress('one')).toBeUndefined();
      ({ uploads, blobs } = await storage.open(clock));
      expect(await uploads.finish('one', 'chat/room/one')).toEqual(head);
      expect(await uploads.finish('two', 'chat/room/two')).toBeUndefined();
      expect(await text(await blobs.get('chat/room/one'))).toBe('hello');
    });

    it('U4: is read by range while it arrives', async () => {
      await uploads.begin('one', 11);
      await add(0, ['hello world']);
      expect(await text(await uploads.read('one', { first: 6, last: 8 }))).toBe('wor');
      expect(await text(await uploads.read('one', { first: 8, last: 100 }))).toBe('rld');
      expect(await uploads.read('one', { first: 11, last: 12 })).toBeUndefined();
      expect(await uploads.read('two', all)).toBeUndefined();
    });

    it('U5: what is unfinished is listed page by page; what is removed leaves nothing', async () => {
      const before = await storage.countFiles();
      for (const id of ['b', 'd', 'a', 'c']) await uploads.begin(id, 1);
      await add(0, ['x'], 1, 'c');
      const first = await uploads.list({ limit: 3 });
      expect(first.map(({ id, sizeBytes }) => [id, sizeBytes])).toEqual([
        ['a', 0],
        ['b', 0],
        ['c', 1],
      ]);
      expect((await uploads.list({ afterId: 'c', limit: 3 })).map(({ id }) => id)).toEqual(['d']);
      for (const id of ['a', 'b', 'c', 'd', 'never']) await uploads.remove(id);
      expect(await uploads.list({ limit: 3 })).toEqual([]);
      expect(await storage.countFiles()).toBe(before);
      expect(await add(0, ['x'], 1, 'a')).toBeUndefined();
    });

    it('U6: is not begun where it would not fit', async () => {
      await expect(uploads.begin('huge', Number.MAX_SAFE_INTEGER)).rejects.toBeInstanceOf(NoRoom);
      expect(await uploads.progress('huge')).toBeUndefined();
    });

    it('ids that are no words are a bug, and nothing is touched', async () => {
      for (const id of ['', '..', '../x', 'A', 'a.b', `a${'\u0000'}`]) {
        await expect(uploads.begin(id, 1), id).rejects.toThrow('No blob key');
      }
    });
  });
}
