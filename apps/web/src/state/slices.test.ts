import { describe, expect, it } from 'vitest';
import { callReducer, pageTurned, pinToggled } from './call-slice.ts';
import { meetingsActions, meetingsReducer, visibleMeetings } from './meetings-slice.ts';
import { dismissed, noticed, noticesReducer } from './notices-slice.ts';
import { preferencesChanged, readPreferences } from './preferences-slice.ts';
import { sessionLost, sessionReducer, signedIn, signedOut } from './session-slice.ts';

const start = { type: 'start' };
const meeting = (id: string, startsAt: string, endedAt: string | null = null) => ({
  id,
  name: id,
  passwordRequired: false,
  soundMode: 'mixed' as const,
  startsAt,
  endedAt,
  live: false,
  lobby: false,
  own: true,
});

describe('planned meetings', () => {
  const { loaded, hidden, restored, removed } = meetingsActions;
  const list = [meeting('late', '2026-12-02T00:00:00Z'), meeting('soon', '2026-12-01T00:00:00Z')];
  const state = meetingsReducer(meetingsReducer(undefined, start), loaded(list));
  const ids = (of: typeof state) => visibleMeetings(of).map(({ id }) => id);

  it('stand in the order of their start, without those that are over', () => {
    expect(ids(state)).toEqual(['soon', 'late']);
    expect(
      ids(meetingsReducer(state, loaded([meeting('over', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00Z')]))),
    ).toEqual([]);
  });
  it('hide when deleted, and come back by undo', () => {
    const without = meetingsReducer(state, hidden('soon'));
    expect(ids(without)).toEqual(['late']);
    expect(ids(meetingsReducer(without, restored('soon')))).toEqual(['soon', 'late']);
    expect(meetingsReducer(without, removed('soon'))).toMatchObject({ list: [{ id: 'late' }], hiddenIds: [] });
  });
  it('are forgotten on signing out', () => {
    expect(meetingsReducer(state, signedOut()).list).toEqual([]);
    expect(sessionReducer(undefined, signedOut())).toEqual({ status: 'guest' });
  });
  it('are forgotten when the session has ended elsewhere, which a guest does not notice', () => {
    expect(meetingsReducer(state, sessionLost()).list).toEqual([]);
    const user = { id: 'u', name: 'Ann', email: 'ann@example.org', createdAt: '2026-01-01T00:00:00Z' };
    expect(sessionReducer(sessionReducer(undefined, signedIn(user)), sessionLost())).toEqual({
      status: 'guest',
      lost: true,
    });
    expect(sessionReducer({ status: 'guest' }, sessionLost())).toEqual({ status: 'guest' });
  });
});

describe('notices', () => {
  const notice = noticed({ kind: 'info', text: { key: 'notice.saved' } });
  it('keep the last three, each with its own number', () => {
    let state = noticesReducer(undefined, start);
    for (let count = 0; count < 5; count++) state = noticesReducer(state, notice);
    expect(state.items.map(({ id }) => id)).toEqual([3, 4, 5]);
    expect(noticesReducer(state, dismissed(4)).items.map(({ id }) => id)).toEqual([3, 5]);
  });
});

describe('the meeting’s screen', () => {
  it('pins one tile at a time and lets it go again', () => {
    const pinned = callReducer(callReducer(undefined, pinToggled('a')), pinToggled('b'));
    expect(pinned.pinnedKey).toBe('b');
    expect(callReducer(pinned, pinToggled('b')).pinnedKey).toBeNull();
  });
  it('lets a pin go when another view is asked for, and for no other wish', () => {
    const pinned = callReducer(undefined, pinToggled('a'));
    expect(callReducer(pinned, preferencesChanged({ selfViewHidden: true })).pinnedKey).toBe('a');
    expect(callReducer(pinned, preferencesChanged({ view: 'speaker' })).pinnedKey).toBeNull();
  });
  it('never turns before the first page', () => {
    expect(callReducer(undefined, pageTurned(-1)).page).toBe(0);
  });
});

describe('kept preferences', () => {
  it('come back as they were', () => {
    const kept = {
      ...{ language: 'ru', theme: 'dark', view: 'speaker', cameraOn: false, cameraId: 'x', guestName: 'Ann' },
      ...{ noiseSuppression: false, originalSound: true, newMeetingSound: 'forwarded' },
    };
    expect(readPreferences(JSON.stringify(kept))).toEqual(kept);
  });
  it('are taken field by field, and odd ones are left', () => {
    expect(
      readPreferences(
        '{"theme":"pink","view":"speaker","cameraOn":"yes","microphoneId":5,"originalSound":1,"newMeetingSound":"loud"}',
      ),
    ).toEqual({
      view: 'speaker',
    });
    for (const odd of [null, '', 'not json', '[]', 'null', '7']) expect(readPreferences(odd)).toEqual({});
  });
});
