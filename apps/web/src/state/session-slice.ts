/** Who is signed in. `unknown` only until the first answer of the server. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { User } from '@veche/contracts/rest/identity.ts';

export type SessionState =
  | { readonly status: 'unknown' }
  | { readonly status: 'guest' }
  | { readonly status: 'signedIn'; readonly user: User };

const slice = createSlice({
  name: 'session',
  initialState: { status: 'unknown' } as SessionState,
  reducers: {
    signedIn: (_state, { payload }: PayloadAction<User>): SessionState => ({ status: 'signedIn', user: payload }),
    signedOut: (): SessionState => ({ status: 'guest' }),
  },
});

export const { signedIn, signedOut } = slice.actions;
export const sessionReducer = slice.reducer;
