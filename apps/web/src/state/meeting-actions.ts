/** Loading planned meetings, and deleting one with time to think again. */
import { meetings } from '../api/meetings.ts';
import { meetingsActions } from './meetings-slice.ts';
import { noticed } from './notices-slice.ts';
import type { AppDispatch, RootState } from './store.ts';
import { tellFailure } from './tell-failure.ts';

/** As long as the notice with "Undo" stands. */
export const undoWindowMs = 7_000;

export const loadMeetings = () => async (dispatch: AppDispatch) => {
  dispatch(meetingsActions.loading());
  try {
    dispatch(meetingsActions.loaded(await meetings.planned()));
  } catch {
    dispatch(meetingsActions.failed());
  }
};

/** Hides the meeting at once and deletes it when nobody has said "Undo", or when the page goes away before. */
export const deleteMeeting = (id: string, name: string) => async (dispatch: AppDispatch, getState: () => RootState) => {
  const { hidden, restored, removed } = meetingsActions;
  dispatch(hidden(id));
  dispatch(noticed({ kind: 'info', text: { key: 'notice.meetingDeleted', values: { name } }, undo: restored(id) }));
  const stillHidden = (): boolean => getState().meetings.hiddenIds.includes(id);
  const leaving = (): void => {
    if (stillHidden()) void meetings.remove(id, true).catch(() => undefined);
  };
  window.addEventListener('pagehide', leaving);
  await new Promise((resolve) => setTimeout(resolve, undoWindowMs));
  window.removeEventListener('pagehide', leaving);
  if (!stillHidden()) return;
  try {
    await meetings.remove(id);
    dispatch(removed(id));
  } catch (error) {
    dispatch(restored(id));
    dispatch(tellFailure(error));
  }
};
