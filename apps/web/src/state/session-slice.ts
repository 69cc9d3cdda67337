/** Who is signed in. `unknown` only until the first answer of the server. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { User } from '@veche/contracts/rest/identity.ts';

export type SessionState =
  | { readonly status: 'unknown' }
  /** `lost`: the session ended elsewhere, not by a wish of this page. */
  | { readonly status: 'guest'; readonly lost?: true }
  | { readonly status: 'signedIn'; readonly user: User };

const slice = createSlice({
  name: 'session',
  initialState: { status: 'unknown' } as SessionState,
  reducers: {
    signedIn: (_state, { payload }: PayloadAction<User>): SessionState => ({ status: 'signedIn', user: payload }),
    signedOut: (): SessionState => ({ status: 'guest' }),
    /** The server does not know the session any more. A guest who is told so loses nothing. */
    sessionLost: (state): SessionState => (state.status === 'signedIn' ? { status: 'guest', lost: true } : state),
  },
});

export const { signedIn, signedOut, sessionLost } = slice.actions;
export const sessionReducer = slice.reducer;
