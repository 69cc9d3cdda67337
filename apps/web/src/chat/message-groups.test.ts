import type { ChatMessageView } from '@veche/contracts/chat/chat-view.ts';
import { expect, it } from 'vitest';
import { messageGroups } from './message-groups.ts';

const noon = new Date(2026, 2, 1, 12, 0).getTime();
const minute = 60_000;
let position = 0;
const message = (name: string, afterMs: number, changes: Partial<ChatMessageView> = {}): ChatMessageView => {
  position += 1;
  return {
    id: `m${position}`,
    position,
    changedPosition: position,
    sender: { participantId: name, name },
    receiver: null,
    text: `${position}`,
    createdAtMs: noon + afterMs,
    attachment: null,
    deleted: false,
    ...changes,
  };
};
const sizes = (messages: ChatMessageView[]) => messageGroups(messages, 'Anna').map(({ messages }) => messages.length);

it('what one person says in one breath stands under one name', () => {
  const said = [message('Anna', 0), message('Anna', minute), message('Boris', minute), message('Anna', 2 * minute)];
  expect(sizes(said)).toEqual([2, 1, 1]);
  expect(messageGroups(said, 'Anna').map(({ isOwn }) => isOwn)).toEqual([true, false, true]);
});

it('after a pause, under another name, or to somebody else it is something new', () => {
  const boris = { participantId: 'Boris', name: 'Boris' };
  expect(sizes([message('Anna', 0), message('Anna', 5 * minute)])).toEqual([1, 1]);
  expect(sizes([message('Anna', 0), message('Anna', 1, { sender: { participantId: 'Anna', name: 'Ann' } })])).toEqual([
    1, 1,
  ]);
  expect(sizes([message('Anna', 0), message('Anna', 1, { receiver: boris })])).toEqual([1, 1]);
});

it('each day is named once, where it begins', () => {
  const day = 24 * 60 * minute;
  const groups = messageGroups([message('Anna', 0), message('Boris', 1), message('Boris', day)], undefined);
  expect(groups.map(({ dayMs }) => dayMs !== undefined)).toEqual([true, false, true]);
});
