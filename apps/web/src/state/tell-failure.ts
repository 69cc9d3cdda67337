/** A notice of what went wrong. That the session has ended needs none: the sign-in page, to which that leads, says so. */
import { failureCode } from '../api/http.ts';
import { noticed } from './notices-slice.ts';
import type { AppDispatch } from './store.ts';

export const tellFailure = (error: unknown) => (dispatch: AppDispatch) => {
  const failure = failureCode(error);
  if (failure !== 'not_signed_in') dispatch(noticed({ kind: 'trouble', text: { failure } }));
};
