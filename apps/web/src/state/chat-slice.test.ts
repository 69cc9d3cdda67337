import { type ChatState, initialChatState } from '@veche/client/chat/chat-state.ts';
import type { ChatMessageView } from '@veche/contracts/chat/chat-view.ts';
import { expect, it } from 'vitest';
import {
  chatMirrored,
  chatOpened,
  chatReducer,
  chatSwapped,
  drafted,
  panelToggled,
  receiverChosen,
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

it('what was begun in one room stays there: words, receiver, and what was seen', () => {
  const uploads = { uploads: [] };
  let state = chatReducer(chatReducer(start, chatMirrored(chat(view(1)))), drafted('half a sent'));
  state = chatReducer(state, receiverChosen('boris'));
  state = chatReducer(state, chatSwapped({ roomId: 'r1', chat: initialChatState, uploads }));
  expect([state.roomId, state.draft, state.receiverId, state.seenPosition]).toEqual(['r1', '', null, 0]);
  state = chatReducer(chatReducer(state, chatMirrored(chat(view(7)))), drafted('in the room'));
  expect([unreadCount(state), state.seenPosition]).toEqual([0, 7]);

  state = chatReducer(state, chatSwapped({ roomId: null, chat: chat(view(1), view(2)), uploads }));
  expect([state.roomId, state.draft, state.receiverId]).toEqual([null, 'half a sent', 'boris']);
  expect(unreadCount(state)).toBe(1);
  state = chatReducer(state, chatSwapped({ roomId: 'r1', chat: chat(view(7)), uploads }));
  expect([state.draft, state.seenPosition]).toEqual(['in the room', 7]);
});
