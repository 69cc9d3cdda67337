/** What the session slice learns from the server. */
import { accounts } from '../api/accounts.ts';
import { failureCode } from '../api/http.ts';
import { signedIn, signedOut } from './session-slice.ts';
import type { AppDispatch } from './store.ts';

/** Asks who is signed in; an unreachable server counts as nobody. */
export const loadSession = () => async (dispatch: AppDispatch) => {
  try {
    const user = await accounts.current();
    dispatch(user === null ? signedOut() : signedIn(user));
  } catch {
    dispatch(signedOut());
  }
};

/** Rejects with ApiFailure. */
export const signIn = (email: string, password: string) => async (dispatch: AppDispatch) => {
  await accounts.signIn(email, password);
  dispatch(signedIn(await accounts.me()));
};

/** Rejects with ApiFailure. */
export const register = (name: string, email: string, password: string) => async (dispatch: AppDispatch) => {
  await accounts.register(name, email, password);
  await dispatch(signIn(email, password));
};

export const signOut = (everywhere: boolean) => async (dispatch: AppDispatch) => {
  try {
    await (everywhere ? accounts.signOutEverywhere() : accounts.signOut());
  } catch (error) {
    if (failureCode(error) !== 'not_signed_in') throw error;
  }
  dispatch(signedOut());
};
