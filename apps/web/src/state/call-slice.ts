/** The running call as plain data, mirrored from the call engine, and what the meeting's screen remembers beside it. Tracks never come here. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { type CallState, initialCallState } from '@veche/client/call-state.ts';
import { preferencesChanged } from './preferences-slice.ts';

export interface CallSliceState {
  readonly call: CallState;
  /** The tile that this person holds on the stage. */
  readonly pinnedKey: string | null;
  readonly page: number;
  /** The browser refused to play sound before a click. */
  readonly soundBlocked: boolean;
  readonly dialog: MeetingDialog | null;
}

export type MeetingDialog = 'settings' | 'help' | 'rename' | 'endForAll' | 'invite' | 'chatPolicy' | 'leave' | 'roles';

const initialState: CallSliceState = {
  call: initialCallState,
  pinnedKey: null,
  page: 0,
  soundBlocked: false,
  dialog: null,
};

const slice = createSlice({
  name: 'call',
  initialState,
  reducers: {
    callOpened: (): CallSliceState => initialState,
    callMirrored: (state, { payload }: PayloadAction<CallState>): CallSliceState => ({
      ...(state as CallSliceState),
      call: payload,
      // Other people: their first page. A pin holds for when its person is here again.
      page: payload.room?.roomId === state.call.room?.roomId ? state.page : 0,
    }),
    pinToggled: (state, { payload }: PayloadAction<string>): CallSliceState => ({
      ...(state as CallSliceState),
      pinnedKey: state.pinnedKey === payload ? null : payload,
      page: 0,
    }),
    pageTurned: (state, { payload }: PayloadAction<number>): CallSliceState => ({
      ...(state as CallSliceState),
      page: Math.max(0, payload),
    }),
    soundBlockedChanged: (state, { payload }: PayloadAction<boolean>): CallSliceState => ({
      ...(state as CallSliceState),
      soundBlocked: payload,
    }),
    dialogOpened: (state, { payload }: PayloadAction<MeetingDialog | null>): CallSliceState => ({
      ...(state as CallSliceState),
      dialog: payload,
    }),
  },
  extraReducers: (builder) => {
    // Who asks for another view wants to see it: a pin would hide it.
    builder.addCase(preferencesChanged, (state, { payload }) =>
      payload.view === undefined ? undefined : { ...(state as CallSliceState), pinnedKey: null, page: 0 },
    );
  },
});

export const { callOpened, callMirrored, pinToggled, pageTurned, soundBlockedChanged, dialogOpened } = slice.actions;
export const callReducer = slice.reducer;
