/** What this page remembers of the meeting's recording beside the call's own state: what was told and not put away yet. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { callOpened } from '../state/call-slice.ts';

export interface RecordingSliceState {
  /** That the meeting is recorded, until this person has taken note of it. */
  readonly consent: 'recording' | 'paused' | null;
  /** This person has asked for the end; where it comes, they are told by a notice of their own. */
  readonly stopping: boolean;
  /** The recording that this person has stopped, until the notice of it is put away. */
  readonly stoppedId: string | null;
}

const initialState: RecordingSliceState = { consent: null, stopping: false, stoppedId: null };

const slice = createSlice({
  name: 'recording',
  initialState: initialState as RecordingSliceState,
  reducers: {
    consentAsked: (state, { payload }: PayloadAction<'recording' | 'paused'>): RecordingSliceState => ({
      ...state,
      consent: payload,
      stoppedId: null,
    }),
    consentGiven: (state): RecordingSliceState => ({ ...state, consent: null }),
    stopAsked: (state, { payload }: PayloadAction<boolean>): RecordingSliceState => ({ ...state, stopping: payload }),
    recordingStarted: (state): RecordingSliceState => ({ ...state, stopping: false, stoppedId: null }),
    recordingStopped: (state, { payload }: PayloadAction<string>): RecordingSliceState => ({
      consent: null,
      stopping: false,
      stoppedId: state.stopping ? payload : null,
    }),
    stoppedPutAway: (state): RecordingSliceState => ({ ...state, stoppedId: null }),
  },
  extraReducers: (builder) => {
    builder.addCase(callOpened, () => initialState);
  },
});

export const { consentAsked, consentGiven, stopAsked, recordingStarted, recordingStopped, stoppedPutAway } =
  slice.actions;
export const recordingReducer = slice.reducer;
