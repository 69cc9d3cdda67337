/** What this page remembers of breakout rooms beside the call's own state: what is open, and what was told and not put away yet. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { callOpened } from '../state/call-slice.ts';

/** What a host said to all rooms. */
export interface Broadcast {
  /** Tells the same words, said twice, apart. */
  readonly id: number;
  readonly text: string;
  readonly from: string;
}

export interface BreakoutSliceState {
  readonly panelOpen: boolean;
  /** Oldest first; each stays until it is put away, the oldest of too many excepted. */
  readonly broadcasts: readonly Broadcast[];
  readonly nextId: number;
  /** Who asks for help and was put away: they may ask once more. */
  readonly helpPutAway: readonly string[];
}

const initialState: BreakoutSliceState = { panelOpen: false, broadcasts: [], nextId: 1, helpPutAway: [] };

const mostBroadcasts = 3;

const slice = createSlice({
  name: 'breakout',
  initialState: initialState as BreakoutSliceState,
  reducers: {
    roomsPanelOpened: (state, { payload }: PayloadAction<boolean>): BreakoutSliceState => ({
      ...state,
      panelOpen: payload,
    }),
    broadcastTold: (state, { payload }: PayloadAction<Omit<Broadcast, 'id'>>): BreakoutSliceState => ({
      ...state,
      broadcasts: [...state.broadcasts, { ...payload, id: state.nextId }].slice(-mostBroadcasts),
      nextId: state.nextId + 1,
    }),
    broadcastPutAway: (state, { payload }: PayloadAction<number>): BreakoutSliceState => ({
      ...state,
      broadcasts: state.broadcasts.filter(({ id }) => id !== payload),
    }),
    helpAsked: (state, { payload }: PayloadAction<string>): BreakoutSliceState => ({
      ...state,
      helpPutAway: state.helpPutAway.filter((id) => id !== payload),
    }),
    helpPutAway: (state, { payload }: PayloadAction<readonly string[]>): BreakoutSliceState => ({
      ...state,
      helpPutAway: [...new Set([...state.helpPutAway, ...payload])],
    }),
  },
  extraReducers: (builder) => {
    builder.addCase(callOpened, () => initialState);
  },
});

export const { roomsPanelOpened, broadcastTold, broadcastPutAway, helpAsked, helpPutAway } = slice.actions;
export const breakoutReducer = slice.reducer;
