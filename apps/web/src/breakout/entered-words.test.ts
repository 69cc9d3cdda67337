import { expect, it } from 'vitest';
import { enteredWords } from './entered-words.ts';

const room = { roomId: 'r2', name: 'Room 2' };

it('whoever is in another room is told which, and by whom', () => {
  expect(enteredWords({ reason: 'roomsOpened', room })).toEqual({
    key: 'rooms.told.inRoom',
    values: { room: 'Room 2' },
  });
  expect(enteredWords({ reason: 'movedByHost', room })).toEqual({
    key: 'rooms.told.moved',
    values: { room: 'Room 2' },
  });
  expect(enteredWords({ reason: 'bySelf', room: null })).toEqual({ key: 'rooms.told.inMain' });
  expect(enteredWords({ reason: 'movedByHost', room: null })).toEqual({ key: 'rooms.told.movedToMain' });
  expect(enteredWords({ reason: 'roomRemoved', room: null })).toEqual({ key: 'rooms.told.removed' });
  expect(enteredWords({ reason: 'roomsClosed', room: null })).toEqual({ key: 'rooms.told.closed' });
});

it('that somebody was let in is told elsewhere', () => {
  expect(enteredWords({ reason: 'admitted', room: null })).toBeUndefined();
});
