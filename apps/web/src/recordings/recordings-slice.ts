/** The recordings that one may watch, as far as they were read: one list at a time, of those that are there or of those that were deleted. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { RecordingList, RecordingSummary } from '@veche/contracts/rest/recordings.ts';
import { sessionLost, signedOut } from '../state/session-slice.ts';

export interface RecordingsState {
  readonly status: 'loading' | 'loaded' | 'failed';
  /** Newest first. */
  readonly list: readonly RecordingSummary[];
  /** Deleted a moment ago: not shown among those that are there, and shown again if that is undone. */
  readonly hiddenIds: readonly string[];
  /** Whose deletion is to be undone: the server has not been told yet. */
  readonly undoneIds: readonly string[];
  readonly more: boolean;
  readonly usedBytes: number;
  /** null = as much as there is room. */
  readonly quotaBytes: number | null;
  /** 0 to 1 of those that are being prepared, where it is known. */
  readonly progress: Readonly<Record<string, number>>;
}

const initialState: RecordingsState = {
  status: 'loading',
  list: [],
  hiddenIds: [],
  undoneIds: [],
  more: false,
  usedBytes: 0,
  quotaBytes: null,
  progress: {},
};

interface Page {
  readonly page: RecordingList;
  /** It comes after what was read before. */
  readonly follows: boolean;
}

const slice = createSlice({
  name: 'recordings',
  initialState: initialState as RecordingsState,
  reducers: {
    loading: (state, { payload }: PayloadAction<{ anew: boolean }>): RecordingsState =>
      payload.anew
        ? { ...initialState, hiddenIds: state.hiddenIds, undoneIds: state.undoneIds }
        : { ...state, status: 'loading' },
    failed: (state): RecordingsState => ({ ...state, status: 'failed' }),
    loaded: (state, { payload: { page, follows } }: PayloadAction<Page>): RecordingsState => {
      const { recordings, more, usedBytes, quotaBytes } = page;
      const before = follows ? state.list : [];
      const known = new Set(before.map(({ id }) => id));
      const list = [...before, ...recordings.filter(({ id }) => !known.has(id))];
      return { ...state, status: 'loaded', list, more, usedBytes, quotaBytes };
    },
    changed: (state, { payload }: PayloadAction<RecordingSummary & { progress?: number }>): RecordingsState => {
      const { progress, ...summary } = payload;
      return {
        ...state,
        list: state.list.map((one) => (one.id === summary.id ? summary : one)),
        progress: progress === undefined ? state.progress : { ...state.progress, [summary.id]: progress },
      };
    },
    hidden: (state, { payload }: PayloadAction<string>): RecordingsState => ({
      ...state,
      hiddenIds: [...state.hiddenIds, payload],
      undoneIds: state.undoneIds.filter((id) => id !== payload),
    }),
    /** Also what a notice's "Undo" says. */
    restored: (state, { payload }: PayloadAction<string>): RecordingsState => ({
      ...state,
      undoneIds: [...state.undoneIds, payload],
      hiddenIds: state.hiddenIds.filter((id) => id !== payload),
    }),
    /** Nobody has undone its deletion: among the deleted ones it stays. */
    settled: (state, { payload }: PayloadAction<string>): RecordingsState => ({
      ...state,
      list: state.list.filter(({ id, goneAt }) => id !== payload || goneAt !== null),
      hiddenIds: state.hiddenIds.filter((id) => id !== payload),
    }),
    removed: (state, { payload }: PayloadAction<string>): RecordingsState => ({
      ...state,
      list: state.list.filter(({ id }) => id !== payload),
      hiddenIds: state.hiddenIds.filter((id) => id !== payload),
    }),
  },
  extraReducers: (builder) => {
    builder.addCase(signedOut, () => initialState);
    builder.addCase(sessionLost, () => initialState);
  },
});

export const recordingsActions = slice.actions;
export const recordingsReducer = slice.reducer;

export const visibleRecordings = ({ list, hiddenIds }: RecordingsState): readonly RecordingSummary[] =>
  list.filter(({ id, goneAt }) => goneAt !== null || !hiddenIds.includes(id));
