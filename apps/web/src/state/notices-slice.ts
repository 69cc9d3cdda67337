/** Short messages that come and go by themselves; one may carry an action that takes back what was done. */
import { createSlice, type PayloadAction, type UnknownAction } from '@reduxjs/toolkit';
import type { FailureCode } from '../i18n/error-words.ts';
import type { Values, WordKey } from '../i18n/translate.ts';
import type { IconName } from '../ui/icon.tsx';

export interface Notice {
  readonly id: number;
  readonly kind: 'info' | 'trouble';
  /** Either words of ours, or a failure's code. */
  readonly text: { readonly key: WordKey; readonly values?: Values } | { readonly failure: FailureCode };
  /** What it tells of: a newer one of the same takes its place. */
  readonly topic?: string;
  /** Instead of that of its kind. */
  readonly icon?: IconName;
  /** Until it is closed: there is something to be done by hand. */
  readonly stays?: boolean;
  /** Dispatched by the button "Undo". */
  readonly undo?: UnknownAction;
}

export interface NoticesState {
  readonly items: readonly Notice[];
  readonly nextId: number;
}

const most = 3;

const slice = createSlice({
  name: 'notices',
  initialState: { items: [], nextId: 1 } as NoticesState,
  reducers: {
    noticed: (state, { payload }: PayloadAction<Omit<Notice, 'id'>>): NoticesState => ({
      items: [
        ...(state as NoticesState).items.filter(({ topic }) => topic === undefined || topic !== payload.topic),
        { ...payload, id: state.nextId },
      ].slice(-most),
      nextId: state.nextId + 1,
    }),
    /** What was told of this is not true any more. */
    outdated: (state, { payload }: PayloadAction<string>): NoticesState => ({
      ...(state as NoticesState),
      items: (state as NoticesState).items.filter(({ topic }) => topic !== payload),
    }),
    dismissed: (state, { payload }: PayloadAction<number>): NoticesState => ({
      ...(state as NoticesState),
      items: (state as NoticesState).items.filter(({ id }) => id !== payload),
    }),
  },
});

export const { noticed, outdated, dismissed } = slice.actions;
export const noticesReducer = slice.reducer;
