/** The meetings that the signed-in person has planned. A deleted one hides first and is only then taken away, so that it can come back. */
import { createSlice, isAnyOf, type PayloadAction } from '@reduxjs/toolkit';
import type { Conference } from '@veche/contracts/rest/conferences.ts';
import { sessionLost, signedOut } from './session-slice.ts';

export interface MeetingsState {
  readonly list: readonly Conference[];
  readonly status: 'idle' | 'loading' | 'loaded' | 'failed';
  /** Hidden, not deleted on the server yet. */
  readonly hiddenIds: readonly string[];
}

const initialState: MeetingsState = { list: [], status: 'idle', hiddenIds: [] };

const slice = createSlice({
  name: 'meetings',
  initialState: initialState as MeetingsState,
  reducers: {
    loading: (state): MeetingsState => ({ ...state, status: state.status === 'loaded' ? 'loaded' : 'loading' }),
    loaded: (state, { payload }: PayloadAction<readonly Conference[]>): MeetingsState => ({
      ...state,
      list: payload,
      status: 'loaded',
    }),
    failed: (state): MeetingsState => ({ ...state, status: 'failed' }),
    hidden: (state, { payload }: PayloadAction<string>): MeetingsState => ({
      ...state,
      hiddenIds: [...state.hiddenIds, payload],
    }),
    restored: (state, { payload }: PayloadAction<string>): MeetingsState => ({
      ...state,
      hiddenIds: state.hiddenIds.filter((id) => id !== payload),
    }),
    removed: (state, { payload }: PayloadAction<string>): MeetingsState => ({
      ...state,
      list: state.list.filter(({ id }) => id !== payload),
      hiddenIds: state.hiddenIds.filter((id) => id !== payload),
    }),
  },
  extraReducers: (builder) => {
    builder.addMatcher(isAnyOf(signedOut, sessionLost), (): MeetingsState => initialState);
  },
});

export const meetingsActions = slice.actions;
export const meetingsReducer = slice.reducer;

/** What the list shows: soonest first. */
export function visibleMeetings({ list, hiddenIds }: MeetingsState): Conference[] {
  return list
    .filter(({ id, endedAt }) => endedAt === null && !hiddenIds.includes(id))
    .sort((one, other) => one.startsAt.localeCompare(other.startsAt));
}
