/** The chats of a stay as a browser opens them, mirrored into the store: the one of the room that its person is in. */
import type { Call } from '@veche/client/call.ts';
import { initialUploadsState } from '@veche/client/chat/uploads/upload-state.ts';
import type { Place } from '../join/place.ts';
import { chatMirrored, chatSwapped, uploadsMirrored } from '../state/chat-slice.ts';
import { store } from '../state/store.ts';
import { ChatPlace } from './chat-place.ts';
import { RoomChats } from './room-chats.ts';

export function openRoomChats(conferenceId: string, place: Place, call: Pick<Call, 'order'>): RoomChats {
  const { participantId, chatUrl } = place;
  return new RoomChats({
    conferenceId,
    chatUrl,
    openRoomChat: () => call.order('openRoomChat', {}),
    newPlace: (id, onChange) => new ChatPlace({ conferenceId: id, participantId, onChange }),
    onSwapped: (roomId, { chat, uploads }) =>
      void store.dispatch(chatSwapped({ roomId, chat: chat.state, uploads: uploads?.state ?? initialUploadsState })),
    onChanged: ({ chat, uploads }) => {
      const before = store.getState().chat;
      if (before.chat !== chat.state) store.dispatch(chatMirrored(chat.state));
      if (uploads !== undefined && before.uploads !== uploads.state) store.dispatch(uploadsMirrored(uploads.state));
    },
  });
}
