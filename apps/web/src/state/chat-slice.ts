/** The chat as plain data, mirrored from its engine, and what the panel remembers beside it. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { type ChatState, initialChatState } from '@veche/client/chat/chat-state.ts';
import { initialUploadsState, type UploadsState } from '@veche/client/chat/uploads/upload-state.ts';

export interface ChatSliceState {
  readonly chat: ChatState;
  /** Files of one's own on their way. */
  readonly uploads: UploadsState;
  readonly open: boolean;
  /** What stands in the field: a closed panel and a cut connection take nothing away. */
  readonly draft: string;
  /** To whom it goes; null = everybody. */
  readonly receiverId: string | null;
  /** The newest message that was on the screen. */
  readonly seenPosition: number;
}

const initialState: ChatSliceState = {
  chat: initialChatState,
  uploads: initialUploadsState,
  open: false,
  draft: '',
  receiverId: null,
  seenPosition: 0,
};

const slice = createSlice({
  name: 'chat',
  initialState,
  reducers: {
    chatOpened: (): ChatSliceState => initialState,
    chatMirrored: (state, { payload }: PayloadAction<ChatState>): ChatSliceState => {
      const before = state as ChatSliceState;
      // What was said before one came is no news.
      const isFirst = before.chat.hasOlder === undefined && payload.hasOlder !== undefined;
      const seenPosition = isFirst ? (payload.messages.at(-1)?.position ?? 0) : before.seenPosition;
      return { ...before, chat: payload, seenPosition };
    },
    uploadsMirrored: (state, { payload }: PayloadAction<UploadsState>): ChatSliceState => ({
      ...(state as ChatSliceState),
      uploads: payload,
    }),
    panelToggled: (state): ChatSliceState => ({ ...(state as ChatSliceState), open: !state.open }),
    drafted: (state, { payload }: PayloadAction<string>): ChatSliceState => ({
      ...(state as ChatSliceState),
      draft: payload,
    }),
    receiverChosen: (state, { payload }: PayloadAction<string | null>): ChatSliceState => ({
      ...(state as ChatSliceState),
      receiverId: payload,
    }),
    seen: (state, { payload }: PayloadAction<number>): ChatSliceState =>
      payload <= state.seenPosition
        ? (state as ChatSliceState)
        : { ...(state as ChatSliceState), seenPosition: payload },
  },
});

export const { chatOpened, chatMirrored, uploadsMirrored, panelToggled, drafted, receiverChosen, seen } = slice.actions;
export const chatReducer = slice.reducer;

/** Messages of others that were not on the screen yet. */
export function unreadCount({ chat: { messages, selfId }, seenPosition }: ChatSliceState): number {
  let count = 0;
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at];
    if (message === undefined || message.position <= seenPosition) break;
    if (message.sender.participantId !== selfId && !message.deleted) count += 1;
  }
  return count;
}
