import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteMessages } from '@veche/adapters/sqlite/messages/sqlite-messages.ts';
import type { ChatMessage } from '@veche/ports/messages/messages.ts';
import { expect, it } from 'vitest';
import { type ChatEvent, writeEvent } from '../domain/chat-event.ts';
import { ChatRooms } from '../rooms/chat-rooms.ts';
import { readHistory } from './read-history.ts';

const conferenceId = 'c';
const sender = { participantId: 'anna', userId: undefined, name: 'Anna' };
const reader = { participantId: 'boris', userId: undefined };
const message = (position: number): ChatMessage => ({
  id: `m${position}`,
  conferenceId,
  position,
  sender,
  receiver: undefined,
  text: `${position}`,
  attachment: undefined,
  createdAtMs: position,
  changedPosition: position,
  redactedAtMs: undefined,
});

it.each([
  ['some of the first page', [3, 4, 5]],
  ['the whole first page', Array.from({ length: 51 }, (_, index) => index + 1)],
  ['everything', Array.from({ length: 200 }, (_, index) => index + 1)],
])('what changed comes whole, page by page, while the deletion of %s is not stored yet', async (_what, deleted) => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-history-'));
  const messages = await openSqliteMessages(join(folder, 'messages.sqlite'));
  const rooms = new ChatRooms({
    messages,
    policyOf: async () => undefined,
    parentOf: async () => undefined,
    whereabouts: () => undefined,
    doorWhileClosed: async () => 'open',
  });
  const all = Array.from({ length: 200 }, (_, index) => message(index + 1));
  await messages.store(all.map((stored) => ({ type: 'post', message: stored })));
  for (const [index, position] of deleted.entries()) {
    const { id, receiver, createdAtMs } = message(position);
    const event: ChatEvent = { type: 'deleted', message: { id, sender, receiver, position, createdAtMs }, atMs: 1 };
    rooms.apply({ ...writeEvent(conferenceId, event), position: 201 + index, appendedAtMs: 1 });
  }
  const seen = new Map<string, string>();
  for (let changedAfter = 0; ; ) {
    const page = await readHistory({ messages, rooms }, conferenceId, reader, { from: { changedAfter }, limit: 50 });
    for (const { id, text } of page.messages) seen.set(id, text);
    if (!page.more) break;
    const next = page.messages.at(-1)?.changedPosition ?? 0;
    expect(next).toBeGreaterThan(changedAfter);
    changedAfter = next;
  }
  const expected = all.map(({ id, text, position }) => [id, deleted.includes(position) ? '' : text]);
  expect(Object.fromEntries(seen)).toEqual(Object.fromEntries(expected));
  await messages.close();
  await rm(folder, { recursive: true });
});
