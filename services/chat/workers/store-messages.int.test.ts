import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteMessages } from '@veche/adapters/sqlite/messages/sqlite-messages.ts';
import { openSqliteSql } from '@veche/adapters/sqlite/sqlite-sql.ts';
import { TryLater } from '@veche/ports/log/log.ts';
import { expect, it } from 'vitest';
import { type ChatEvent, writeEvent } from '../domain/chat-event.ts';
import { attachmentMigrations } from '../store/attachment-tables.ts';
import { Attachments } from '../store/attachments.ts';
import { ChatPolicies, chatMigrations } from '../store/chat-policies.ts';
import { storeMessages } from './store-messages.ts';

const logged = (event: ChatEvent, position: number) => ({ ...writeEvent('c', event), position, appendedAtMs: 1 });

it('changes of the policy add up in their order, once each, however often they are handed over; while their store is away they wait', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'veche-store-'));
  const messages = await openSqliteMessages(join(folder, 'messages.sqlite'));
  const sql = await openSqliteSql(join(folder, 'veche.sqlite'));
  await sql.migrate([...chatMigrations, ...attachmentMigrations]);
  const policies = new ChatPolicies(sql);
  const parts = {
    messages,
    policies,
    attachments: new Attachments(sql),
    onDiscarded: () => undefined,
  };
  const events = [
    logged({ type: 'policyChanged', changes: { messages: false } }, 1),
    logged({ type: 'policyChanged', changes: { history: 'none' } }, 2),
    logged({ type: 'policyChanged', changes: { messages: true, directMessages: false } }, 3),
  ];
  for (const upTo of [2, 3, 1, 3]) await storeMessages(parts, events.slice(0, upTo));
  expect(await policies.find('c')).toEqual({ messages: true, directMessages: false, files: true, history: 'none' });
  await sql.close();
  for (const event of [events[0]!, logged({ type: 'forgotten' }, 4)]) {
    await expect(storeMessages(parts, [event])).rejects.toBeInstanceOf(TryLater);
  }
  await messages.close();
  await rm(folder, { recursive: true });
});
