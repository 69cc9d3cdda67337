/** What the screen remembers about people beside the call's own state: the panel, reactions that are still seen, what hosts asked for and told. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Reaction } from '@veche/contracts/signalling/conference-view.ts';
import { reactionShownMs, type ShownReaction, stillShown, withReaction } from '../people/reactions.ts';
import { callOpened } from './call-slice.ts';
import { chatToggled, peopleToggled } from './side-panels.ts';

export type AskedFor = 'microphone' | 'camera';

export interface ToldWaiting {
  readonly id: number;
  readonly from: string;
  readonly text: string;
}

export interface PeopleSliceState {
  readonly open: boolean;
  readonly reactionsOpen: boolean;
  readonly reactions: readonly ShownReaction[];
  /** Who asked this person for it, and was not answered yet. */
  readonly askedBy: Readonly<Partial<Record<AskedFor, string>>>;
  /** Those in front of the door of whom this host does not want to hear. */
  readonly letWait: readonly string[];
  /** What hosts have told those who wait, newest last. */
  readonly told: readonly ToldWaiting[];
  readonly nextId: number;
}

const mostTold = 5;

const initialState: PeopleSliceState = {
  open: false,
  reactionsOpen: false,
  reactions: [],
  askedBy: {},
  letWait: [],
  told: [],
  nextId: 1,
};

interface Reacted {
  readonly participantId: string;
  readonly name: string;
  readonly reaction: Reaction;
  readonly nowMs: number;
}

const slice = createSlice({
  name: 'people',
  initialState,
  reducers: {
    reactionsToggled: (state, { payload }: PayloadAction<boolean>): PeopleSliceState => ({
      ...(state as PeopleSliceState),
      reactionsOpen: payload,
    }),
    reacted: (state, { payload: { nowMs, ...reacted } }: PayloadAction<Reacted>): PeopleSliceState => {
      const shown = { ...reacted, id: state.nextId, untilMs: nowMs + reactionShownMs };
      const reactions = withReaction(state.reactions as readonly ShownReaction[], shown);
      return { ...(state as PeopleSliceState), nextId: state.nextId + 1, reactions };
    },
    reactionsFaded: (state, { payload }: PayloadAction<number>): PeopleSliceState => ({
      ...(state as PeopleSliceState),
      reactions: stillShown(state.reactions as readonly ShownReaction[], payload),
    }),
    asked: (state, { payload: { what, by } }: PayloadAction<{ what: AskedFor; by: string }>): PeopleSliceState => ({
      ...(state as PeopleSliceState),
      askedBy: { ...state.askedBy, [what]: by },
    }),
    answered: (state, { payload }: PayloadAction<AskedFor>): PeopleSliceState => {
      const { [payload]: _, ...askedBy } = state.askedBy;
      return { ...(state as PeopleSliceState), askedBy };
    },
    leftWaiting: (state, { payload }: PayloadAction<readonly string[]>): PeopleSliceState => ({
      ...(state as PeopleSliceState),
      letWait: [...payload],
    }),
    waitingTold: (state, { payload }: PayloadAction<{ from: string; text: string }>): PeopleSliceState => ({
      ...(state as PeopleSliceState),
      told: [...(state.told as readonly ToldWaiting[]), { ...payload, id: state.nextId }].slice(-mostTold),
      nextId: state.nextId + 1,
    }),
  },
  extraReducers: (builder) => {
    builder
      .addCase(callOpened, (): PeopleSliceState => initialState)
      .addCase(chatToggled, (state): PeopleSliceState => ({ ...(state as PeopleSliceState), open: false }))
      .addCase(peopleToggled, (state): PeopleSliceState => ({ ...(state as PeopleSliceState), open: !state.open }));
  },
});

export const { reactionsToggled, reacted, reactionsFaded, asked, answered, leftWaiting, waitingTold } = slice.actions;
export const peopleReducer = slice.reducer;
