import { describe, expect, it } from 'vitest';
import { sessionLost, signedOut } from '../state/session-slice.ts';
import { recordingForTests } from './recording-for-tests.ts';
import { recordingsActions, recordingsReducer, visibleRecordings } from './recordings-slice.ts';

const { loaded, loading, hidden, restored, removed, settled, changed } = recordingsActions;
const page = (...ids: string[]) => ({
  recordings: ids.map((id) => recordingForTests(id)),
  more: true,
  usedBytes: 5,
  quotaBytes: 10,
});
const start = recordingsReducer(undefined, loaded({ page: page('c', 'b'), follows: false }));
const ids = (state: typeof start) => visibleRecordings(state).map(({ id }) => id);

describe('the list of recordings', () => {
  it('grows by the page that follows, and doubles nothing', () => {
    expect(ids(recordingsReducer(start, loaded({ page: page('b', 'a'), follows: true })))).toEqual(['c', 'b', 'a']);
  });
  it('begins anew where another list is asked for', () => {
    expect(ids(recordingsReducer(start, loading({ anew: true })))).toEqual([]);
    expect(ids(recordingsReducer(start, loading({ anew: false })))).toEqual(['c', 'b']);
  });
  it('hides what is deleted, shows it again by undo, and forgets it at last (R8)', () => {
    const without = recordingsReducer(start, hidden('c'));
    expect(ids(without)).toEqual(['b']);
    const undone = recordingsReducer(without, restored('c'));
    expect([ids(undone), undone.undoneIds]).toEqual([['c', 'b'], ['c']]);
    expect(recordingsReducer(undone, hidden('c')).undoneIds).toEqual([]);
    expect(recordingsReducer(without, removed('c'))).toMatchObject({ list: [{ id: 'b' }], hiddenIds: [] });
  });
  it('shows what was deleted a moment ago among the deleted ones, and leaves it there (R8)', () => {
    const gone = recordingForTests('c', { goneAt: '2026-12-06T00:00:00Z' });
    const deleted = recordingsReducer(
      recordingsReducer(start, hidden('c')),
      loaded({ page: { ...page(), recordings: [gone] }, follows: false }),
    );
    expect(ids(deleted)).toEqual(['c']);
    expect(ids(recordingsReducer(deleted, settled('c')))).toEqual(['c']);
    expect(recordingsReducer(recordingsReducer(start, hidden('c')), settled('c'))).toMatchObject({
      list: [{ id: 'b' }],
      hiddenIds: [],
    });
  });
  it('follows one that is being prepared', () => {
    const next = recordingsReducer(
      start,
      changed({ ...recordingForTests('b', { state: 'rendering' }), progress: 0.4 }),
    );
    expect(next.progress).toEqual({ b: 0.4 });
    expect(next.list[1]).toEqual(recordingForTests('b', { state: 'rendering' }));
    expect(recordingsReducer(next, changed(recordingForTests('x'))).list).toEqual(next.list);
  });
  it('is forgotten on signing out', () => {
    for (const action of [signedOut(), sessionLost()]) expect(recordingsReducer(start, action).list).toEqual([]);
  });
});
