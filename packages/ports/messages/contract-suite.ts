/** The suite that every adapter of `messages` runs. Titles start with the guarantee that they prove. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatMessage, MessageChange, MessageReader, Messages, Person } from './messages.ts';

/** One empty storage. `rawText` is everything in it while nobody has it open, as whoever steals it would read it. */
export interface MessagesStorage {
  open(): Promise<Messages>;
  rawText(): Promise<string>;
  remove(): Promise<void>;
}

const person = (name: string, userId?: string): Person => ({ participantId: `p-${name}`, userId, name });
const [ann, bob, eve] = [person('ann', 'u-ann'), person('bob'), person('eve', 'u-eve')];
const readerOf = ({ participantId, userId }: Person): MessageReader => ({ participantId, userId });
const nobody: MessageReader = { participantId: undefined, userId: undefined };

export function describeMessagesContract(adapter: string, create: () => Promise<MessagesStorage>): void {
  describe(`messages: ${adapter}`, () => {
    let storage: MessagesStorage;
    let messages: Messages;

    beforeEach(async () => {
      storage = await create();
      messages = await storage.open();
    });
    afterEach(async () => {
      await messages.close();
      await storage.remove();
    });

    const message = (position: number, changes: Partial<ChatMessage> = {}): ChatMessage => ({
      id: `m-${position}`,
      conferenceId: 'c',
      position,
      sender: ann,
      receiver: undefined,
      text: `text ${position}`,
      attachment: undefined,
      createdAtMs: 1_000 + position,
      changedPosition: position,
      redactedAtMs: undefined,
      ...changes,
    });
    const post = (...posted: ChatMessage[]) =>
      messages.store(posted.map((posted): MessageChange => ({ type: 'post', message: posted })));
    const redact = (id: string, position: number, conferenceId = 'c') =>
      messages.store([{ type: 'redact', conferenceId, id, position, atMs: 9_000 }]);
    const newest = async (reader = readerOf(ann), limit = 100, before = Number.POSITIVE_INFINITY) =>
      messages.page('c', { reader, from: { before }, limit });
    const after = async (changedAfter: number, reader = readerOf(ann), limit = 100) =>
      messages.page('c', { reader, from: { changedAfter }, limit });
    const positions = (page: readonly ChatMessage[]) => page.map(({ position }) => position);

    it('a message comes back as it was, with everything that it can have', async () => {
      const full = message(1, {
        sender: bob,
        receiver: eve,
        text: 'строка 👩‍👩‍👧 \u0000 "\n',
        attachment: {
          id: 'file',
          sizeBytes: 1024 ** 3,
          name: 'отчёт.pdf',
          contentType: 'application/pdf',
          preview: { widthPx: 10, heightPx: 20 },
        },
      });
      await post(full, message(2));
      expect(await newest(readerOf(eve))).toEqual([full, message(2)]);
      expect(await messages.find('c', 'm-1')).toEqual(full);
      expect(await messages.find('c', 'm-3')).toBeUndefined();
      expect(await messages.find('d', 'm-1')).toBeUndefined();
    });

    it('M1: pages are in the order of positions, whoever stored what when', async () => {
      await post(message(5), message(9));
      await post(message(2));
      expect(positions(await newest())).toEqual([2, 5, 9]);
      expect(positions(await after(0))).toEqual([2, 5, 9]);
      expect(await messages.known('c')).toEqual([
        { id: 'm-2', position: 2, senderId: 'p-ann' },
        { id: 'm-5', position: 5, senderId: 'p-ann' },
        { id: 'm-9', position: 9, senderId: 'p-ann' },
      ]);
    });

    it('M2: what is stored again changes nothing, and the first message under an id stays', async () => {
      await post(message(1), message(2));
      await redact('m-1', 3);
      await post(message(1), message(2), message(4, { id: 'm-2', text: 'another' }));
      await redact('m-1', 3);
      expect((await newest()).map(({ text, changedPosition }) => [text, changedPosition])).toEqual([
        ['', 3],
        ['text 2', 2],
      ]);
    });

    it('M2: one id in two conferences is two messages', async () => {
      await post(message(1), message(2, { id: 'm-1', conferenceId: 'd' }));
      expect([(await messages.known('c')).length, (await messages.known('d')).length]).toEqual([1, 1]);
    });

    it('M3: a direct message is shown to its two people, under whichever participant id they come, and to nobody else', async () => {
      await post(message(1, { receiver: bob }), message(2, { sender: bob, receiver: eve }), message(3));
      const annAgain = { participantId: 'p-new', userId: 'u-ann' };
      expect(positions(await newest(readerOf(ann)))).toEqual([1, 3]);
      expect(positions(await newest(annAgain))).toEqual([1, 3]);
      expect(positions(await newest(readerOf(bob)))).toEqual([1, 2, 3]);
      expect(positions(await newest(readerOf(eve)))).toEqual([2, 3]);
      expect(positions(await newest({ participantId: 'p-guest', userId: undefined }))).toEqual([3]);
      expect(positions(await newest(nobody))).toEqual([3]);
      expect(positions(await after(0, nobody))).toEqual([3]);
      // Asked for by what is shown: a page is full although the newest ones are others'.
      expect(positions(await newest(readerOf(ann), 2))).toEqual([1, 3]);
    });

    it('M4: pages one after another bring everything once, in both directions, while others are stored', async () => {
      for (let position = 1; position <= 25; position += 1) await post(message(position * 2));
      const backwards: number[] = [];
      for (let before = Number.POSITIVE_INFINITY; ; ) {
        const page = await newest(readerOf(ann), 10, before);
        if (page.length === 0) break;
        backwards.unshift(...positions(page));
        before = backwards[0] ?? 0;
        await post(message(1_000 - backwards.length));
      }
      expect(backwards).toEqual(Array.from({ length: 25 }, (_, index) => 2 * (index + 1)));
      const forwards: number[] = [];
      for (let cursor = 0; ; ) {
        const page = await after(cursor, readerOf(ann), 7);
        if (page.length === 0) break;
        forwards.push(...positions(page));
        cursor = page.at(-1)?.changedPosition ?? cursor;
      }
      expect(forwards).toEqual([...backwards, 970 + 5, 980, 990].sort((a, b) => a - b));
    });

    it('M5: of a redacted message nothing is left but that it was', async () => {
      const attachment = {
        id: 'secret-id',
        sizeBytes: 5,
        name: 'sEcReTname.txt',
        contentType: 'text/plain',
        preview: undefined,
      };
      await post(message(1, { text: 'sEcReTtext'.repeat(40), attachment }), message(2));
      await redact('m-1', 3);
      await redact('m-7', 4);
      expect(await messages.find('c', 'm-1')).toEqual(
        message(1, { text: '', attachment: undefined, changedPosition: 3, redactedAtMs: 9_000 }),
      );
      await messages.close();
      const text = await storage.rawText();
      messages = await storage.open();
      expect(text).toContain('text 2');
      expect(text).not.toContain('sEcReT');
    });

    it('M6: changes since a position are new messages and older ones that were redacted, in the order of the changes', async () => {
      await post(message(1), message(2), message(3));
      await redact('m-1', 4);
      await post(message(5));
      const since = async (position: number) =>
        (await after(position)).map(({ id, changedPosition }) => `${id}@${changedPosition}`);
      expect(await since(3)).toEqual(['m-1@4', 'm-5@5']);
      expect(await since(0)).toEqual(['m-2@2', 'm-3@3', 'm-1@4', 'm-5@5']);
      expect(await since(5)).toEqual([]);
    });

    it('M1: what comes after a position stays in the order of positions, whatever was changed since', async () => {
      for (const position of [1, 2, 4, 6]) await post(message(position));
      await redact('m-1', 7);
      const page = (after: number, limit: number) =>
        messages.page('c', { reader: readerOf(bob), from: { after }, limit });
      expect(positions(await page(0, 3))).toEqual([1, 2, 4]);
      expect(positions(await page(4, 3))).toEqual([6]);
    });

    it('a reader who may only see what came after they did sees nothing older', async () => {
      await post(message(1), message(2), message(3));
      const page = await messages.page('c', {
        reader: readerOf(bob),
        from: { after: 0 },
        sinceMs: 1_002,
        limit: 100,
      });
      expect(positions(page)).toEqual([2, 3]);
    });

    it('M8: forgetting a conference leaves nothing of it, in the order of the changes, and of others everything', async () => {
      await post(message(1, { text: 'sEcReTtext'.repeat(40) }), message(2, { conferenceId: 'd' }));
      await messages.store([
        { type: 'post', message: message(3, { text: 'sEcReTtoo' }) },
        { type: 'forget', conferenceId: 'c' },
        { type: 'post', message: message(5) },
      ]);
      expect([positions(await newest()), (await messages.known('d')).length]).toEqual([[5], 1]);
      await messages.close();
      expect(await storage.rawText()).not.toContain('sEcReT');
      messages = await storage.open();
      expect(positions(await newest())).toEqual([5]);
    });

    it('M2, M3: however often and in whatever pieces changes are stored, everybody reads what a plain list would show', async () => {
      const people = [ann, bob, eve];
      const change = fc.record({
        sender: fc.nat(2),
        receiver: fc.option(fc.nat(2), { nil: undefined }),
        redacts: fc.option(fc.nat(20), { nil: undefined, freq: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(change, { minLength: 1, maxLength: 20 }),
          fc.array(fc.nat(20), { maxLength: 5 }),
          fc.uuid(),
          async (wanted, restarts, conferenceId) => {
            const changes = wanted.map(({ sender, receiver, redacts }, index): MessageChange => {
              const position = index + 1;
              if (redacts !== undefined)
                return { type: 'redact', conferenceId, id: `m-${redacts + 1}`, position, atMs: 1 };
              const parts = {
                conferenceId,
                sender: people[sender] ?? ann,
                receiver: receiver === undefined ? undefined : people[receiver],
              };
              return { type: 'post', message: message(position, parts) };
            });
            // As a consumer that dies and begins again a little earlier.
            for (const start of restarts) await messages.store(changes.slice(0, start));
            await messages.store(changes);
            for (const reader of people) {
              const shown = await messages.page(conferenceId, {
                reader: readerOf(reader),
                from: { before: Number.POSITIVE_INFINITY },
                limit: 100,
              });
              expect(shown.map(({ id, text }) => [id, text])).toEqual(plainList(changes, reader));
            }
          },
        ),
        { numRuns: 60 },
      );
    });
  });
}

/** What the guarantees come to, said as simply as possible. */
function plainList(changes: readonly MessageChange[], reader: Person): [string, string][] {
  const posted = changes.flatMap((change) => (change.type === 'post' ? [change.message] : []));
  const visible = posted.filter(
    ({ sender, receiver }) => receiver === undefined || sender === reader || receiver === reader,
  );
  return visible.map(({ id, text, position }) => {
    const isRedacted = changes.some(
      (change) => change.type === 'redact' && change.id === id && change.position > position,
    );
    return [id, isRedacted ? '' : text];
  });
}
