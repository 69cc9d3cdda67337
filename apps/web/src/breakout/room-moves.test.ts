import { describe, expect, it } from 'vitest';
import { person } from './person-for-tests.ts';
import { carried, moveOf, movesBack, placesOf } from './room-moves.ts';

const roster = [person('Anna', { assignedRoomId: 'r1' }), person('Boris'), person('Clara')];
const closed = { roster, open: false };

describe('what a drop means', () => {
  it('all that are selected are carried, unless somebody else was taken hold of', () => {
    const selected = new Set(['Anna', 'Boris']);
    expect(carried('Anna', selected)).toEqual(['Anna', 'Boris']);
    expect(carried('Clara', selected)).toEqual(['Clara']);
  });
  it('whoever is there already and whoever has left is left out', () => {
    expect(moveOf(['Anna', 'Boris', 'gone'], 'r1', closed)).toEqual({ participantIds: ['Boris'], roomId: 'r1' });
    expect(moveOf(['Anna'], 'r1', closed)).toBeUndefined();
    expect(moveOf(['Boris'], null, closed)).toBeUndefined();
  });
  it('while the rooms are open, somebody who came back to the main room can be sent again', () => {
    expect(moveOf(['Anna'], 'r1', { roster, open: true })).toEqual({ participantIds: ['Anna'], roomId: 'r1' });
  });
});

describe('taking back', () => {
  it('puts everybody where they were, by one move a room', () => {
    const places = placesOf(['Anna', 'Boris', 'Clara'], closed);
    const after = roster.map((entry) => ({ ...entry, assignedRoomId: 'r2' }));
    expect(movesBack(places, { roster: after, open: false, roomIds: ['r1', 'r2'] })).toEqual([
      { participantIds: ['Anna'], roomId: 'r1' },
      { participantIds: ['Boris', 'Clara'], roomId: null },
    ]);
  });
  it('a room that is gone meanwhile counts as none, and whoever is there already is not moved', () => {
    const places = placesOf(['Anna', 'Boris'], closed);
    expect(movesBack(places, { roster, open: false, roomIds: ['r2'] })).toEqual([
      { participantIds: ['Anna'], roomId: null },
    ]);
  });
});
