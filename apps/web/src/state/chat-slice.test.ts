import { type ChatState, initialChatState } from '@veche/client/chat/chat-state.ts';
import type { ChatMessageView } from '@veche/contracts/chat/chat-view.ts';
import { expect, it } from 'vitest';
import {
  chatMirrored,
  chatOpened,
  chatReducer,
  panelToggled,
  seen,
  unreadCount,
  uploadsMirrored,
} from './chat-slice.ts';

const view = (position: number, sender = 'boris', deleted = false): ChatMessageView => ({
  id: `m${position}`,
  position,
  changedPosition: position,
  sender: { participantId: sender, name: sender },
  receiver: null,
  text: 'text',
  attachment: null,
  createdAtMs: position,
  deleted,
});
const chat = (...messages: ChatMessageView[]): ChatState => ({
  ...initialChatState,
  selfId: 'anna',
  hasOlder: false,
  messages,
});
const start = chatReducer(undefined, chatMirrored(initialChatState));

it('what was said before one came is no news; what others say afterwards is counted until it was on the screen', () => {
  const arrived = chatReducer(start, chatMirrored(chat(view(1), view(2))));
  expect(unreadCount(arrived)).toBe(0);
  const later = chatReducer(
    arrived,
    chatMirrored(chat(view(1), view(2), view(3), view(4, 'anna'), view(5), view(6, 'boris', true))),
  );
  expect(unreadCount(later)).toBe(2);
  expect(unreadCount(chatReducer(later, seen(3)))).toBe(1);
  expect(unreadCount(chatReducer(chatReducer(later, seen(6)), seen(3)))).toBe(0);
});

it('the panel opens and closes, and nothing else changes', () => {
  const opened = chatReducer(start, panelToggled());
  expect(opened).toEqual({ ...start, open: true });
  expect(chatReducer(opened, panelToggled())).toEqual(start);
});

it('files on their way are mirrored, and gone with the meeting', () => {
  const uploads = { uploads: [] };
  const mirrored = chatReducer(start, uploadsMirrored(uploads));
  expect(mirrored).toEqual({ ...start, uploads });
  expect(mirrored.uploads).toBe(uploads);
  expect(chatReducer(mirrored, chatOpened()).uploads).not.toBe(uploads);
});
