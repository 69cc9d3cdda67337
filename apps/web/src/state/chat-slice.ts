/** The chat as plain data, mirrored from its engine, and what the panel remembers beside it. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { type ChatState, initialChatState } from '@veche/client/chat/chat-state.ts';
import { initialUploadsState, type UploadsState } from '@veche/client/chat/uploads/upload-state.ts';
import { chatToggled, peopleToggled } from './side-panels.ts';

/** What the panel remembers of a room's chat, so that what was begun in one room never goes to another. */
interface PanelMemory {
  readonly draft: string;
  readonly receiverId: string | null;
  readonly seenPosition: number;
}

export interface ChatSliceState {
  /** Whose chat it is; null = the main room's. */
  readonly roomId: string | null;
  /** Of the rooms that are not shown. */
  readonly elsewhere: Readonly<Record<string, PanelMemory>>;
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

interface SwappedChat {
  readonly roomId: string | null;
  readonly chat: ChatState;
  readonly uploads: UploadsState;
}

const untouched: PanelMemory = { draft: '', receiverId: null, seenPosition: 0 };

const initialState: ChatSliceState = {
  roomId: null,
  elsewhere: {},
  chat: initialChatState,
  uploads: initialUploadsState,
  open: false,
  ...untouched,
};

/** No room has it as its id. */
const mainKey = 'main';

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
    /** Its person is in another room now. */
    chatSwapped: (state, { payload }: PayloadAction<SwappedChat>): ChatSliceState => {
      const before = state as ChatSliceState;
      const { draft, receiverId, seenPosition } = before;
      const elsewhere = { ...before.elsewhere, [before.roomId ?? mainKey]: { draft, receiverId, seenPosition } };
      return { ...before, ...(elsewhere[payload.roomId ?? mainKey] ?? untouched), elsewhere, ...payload };
    },
    uploadsMirrored: (state, { payload }: PayloadAction<UploadsState>): ChatSliceState => ({
      ...(state as ChatSliceState),
      uploads: payload,
    }),
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
  extraReducers: (builder) => {
    builder
      .addCase(chatToggled, (state): ChatSliceState => ({ ...(state as ChatSliceState), open: !state.open }))
      .addCase(peopleToggled, (state): ChatSliceState => ({ ...(state as ChatSliceState), open: false }));
  },
});

export const { chatOpened, chatMirrored, chatSwapped, uploadsMirrored, drafted, receiverChosen, seen } = slice.actions;
export { chatToggled as panelToggled };
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
