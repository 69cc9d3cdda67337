import { configureStore } from '@reduxjs/toolkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { noticesReducer } from '../state/notices-slice.ts';
import type { AppDispatch } from '../state/store.ts';
import { recordingForTests } from './recording-for-tests.ts';
import { deleteRecording, eraseRecording, restoreRecording } from './recordings-actions.ts';
import { recordingsActions, recordingsReducer, visibleRecordings } from './recordings-slice.ts';

const asked: string[] = [];
let refuses: string | undefined;

function open() {
  const store = configureStore({ reducer: { recordings: recordingsReducer, notices: noticesReducer } });
  const page = { recordings: [recordingForTests('a'), recordingForTests('b')], more: false, usedBytes: 0 };
  store.dispatch(recordingsActions.loaded({ page: { ...page, quotaBytes: null }, follows: false }));
  const dispatch = store.dispatch as unknown as AppDispatch;
  const seen = () => visibleRecordings(store.getState().recordings).map(({ id }) => id);
  const pressUndo = () => {
    const undo = store.getState().notices.items.at(-1)?.undo;
    if (undo === undefined) throw new Error('There is no "Undo"');
    store.dispatch(undo);
  };
  return { store, dispatch, seen, pressUndo };
}

describe('deleting a recording (R8)', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    asked.length = 0;
    refuses = undefined;
    vi.stubGlobal('document', { documentElement: { lang: 'en' } });
    vi.stubGlobal('fetch', async (path: string, { method }: RequestInit) => {
      asked.push(`${method} ${path.replace('/api/v1/recordings/', '')}`);
      if (refuses === undefined) return new Response(null, { status: 204 });
      return new Response(JSON.stringify({ error: { code: refuses } }), { status: 409 });
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('tells the server at once, and forgets it when nobody says "Undo"', async () => {
    const { store, dispatch, seen } = open();
    const done = dispatch(deleteRecording('a', 'Council'));
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['DELETE a']);
    expect(seen()).toEqual(['b']);
    await vi.advanceTimersByTimeAsync(10_000);
    await done;
    expect(asked).toEqual(['DELETE a']);
    expect(store.getState().recordings).toMatchObject({ list: [{ id: 'b' }], hiddenIds: [] });
  });

  it('brings it back when somebody does', async () => {
    const { dispatch, seen, pressUndo } = open();
    const done = dispatch(deleteRecording('a', 'Council'));
    await vi.advanceTimersByTimeAsync(1_000);
    pressUndo();
    await vi.advanceTimersByTimeAsync(500);
    await done;
    expect(asked).toEqual(['DELETE a', 'POST a/restore']);
    expect(seen()).toEqual(['a', 'b']);
  });

  it('shows it again where the server refuses, and says why', async () => {
    const { store, dispatch, seen } = open();
    refuses = 'recording_unfinished';
    await dispatch(deleteRecording('a', 'Council'));
    expect(seen()).toEqual(['a', 'b']);
    expect(store.getState().notices.items.at(-1)?.text).toEqual({ failure: 'recording_unfinished' });
  });

  it('is not undone by erasing it, nor told twice by bringing it back from the deleted ones', async () => {
    const { dispatch } = open();
    const first = dispatch(deleteRecording('a', 'Council'));
    await vi.advanceTimersByTimeAsync(500);
    await dispatch(eraseRecording('a', 'Council'));
    const second = dispatch(deleteRecording('b', 'Council'));
    await vi.advanceTimersByTimeAsync(500);
    await dispatch(restoreRecording('b', 'Council'));
    await vi.advanceTimersByTimeAsync(10_000);
    await Promise.all([first, second]);
    expect(asked).toEqual(['DELETE a', 'DELETE a?forever=1', 'DELETE b', 'POST b/restore']);
  });
});
