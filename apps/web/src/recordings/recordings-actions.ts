/** Reading the list of recordings, and what an owner does with one of them. */
import { type ListOptions, recordings } from '../api/recordings.ts';
import { undoWindowMs } from '../state/meeting-actions.ts';
import { noticed } from '../state/notices-slice.ts';
import type { AppDispatch, RootState } from '../state/store.ts';
import { tellFailure } from '../state/tell-failure.ts';
import { recordingsActions } from './recordings-slice.ts';

const { loading, loaded, failed, changed, hidden, restored, removed, settled } = recordingsActions;
const lookEveryMs = 200;

export const loadRecordings = (options: ListOptions) => async (dispatch: AppDispatch) => {
  const follows = options.before !== undefined;
  dispatch(loading({ anew: !follows }));
  try {
    dispatch(loaded({ page: await recordings.list(options), follows }));
  } catch (error) {
    dispatch(failed());
    if (follows) dispatch(tellFailure(error));
  }
};

/** One that goes on, or is being prepared, as it is now. Whatever fails is tried again by the next look. */
export const followRecording = (id: string) => async (dispatch: AppDispatch) => {
  const view = await recordings.find(id).catch(() => undefined);
  if (view === undefined) return;
  const {
    chunks: _1,
    lastStoredAt: _2,
    playlist: _3,
    downloads: _4,
    render,
    rooms: _5,
    damagedChunks: _6,
    ...rest
  } = view;
  dispatch(changed({ ...rest, progress: render.progress }));
};

export const renameRecording = (id: string, name: string) => async (dispatch: AppDispatch) => {
  dispatch(changed(await recordings.rename(id, name)));
};

/** Deletes it at once; "Undo" brings it back, and so does the list of deleted ones for days. */
export const deleteRecording =
  (id: string, name: string) => async (dispatch: AppDispatch, getState: () => RootState) => {
    dispatch(hidden(id));
    try {
      await recordings.remove(id);
    } catch (error) {
      dispatch(restored(id));
      dispatch(tellFailure(error));
      return;
    }
    dispatch(noticed({ kind: 'info', text: { key: 'recordings.deleted', values: { name } }, undo: restored(id) }));
    const isIn = (name: 'hiddenIds' | 'undoneIds'): boolean => getState().recordings[name].includes(id);
    // Neither: it was erased or brought back elsewhere, or nobody is signed in any more.
    for (let waitedMs = 0; waitedMs <= undoWindowMs && isIn('hiddenIds'); waitedMs += lookEveryMs)
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    if (isIn('hiddenIds')) dispatch(settled(id));
    else if (isIn('undoneIds')) await recordings.restore(id).catch((error: unknown) => dispatch(tellFailure(error)));
  };

/** From among the deleted ones. */
export const restoreRecording = (id: string, name: string) => async (dispatch: AppDispatch) => {
  try {
    await recordings.restore(id);
    dispatch(removed(id));
    dispatch(noticed({ kind: 'info', text: { key: 'recordings.restored', values: { name } } }));
  } catch (error) {
    dispatch(tellFailure(error));
  }
};

export const eraseRecording = (id: string, name: string) => async (dispatch: AppDispatch) => {
  try {
    await recordings.removeForever(id);
    dispatch(removed(id));
    dispatch(noticed({ kind: 'info', text: { key: 'recordings.erased', values: { name } } }));
  } catch (error) {
    dispatch(tellFailure(error));
  }
};
