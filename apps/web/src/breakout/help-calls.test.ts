import { expect, it } from 'vitest';
import { helpCalls } from './help-calls.ts';
import { person } from './person-for-tests.ts';

const rooms = [
  { roomId: 'r1', name: 'Room 1' },
  { roomId: 'r2', name: 'Room 2' },
];

it('is one call a room, however many in it ask', () => {
  const asks = { roomId: 'r2', asksForHelp: true };
  const roster = [person('Anna', asks), person('Boris', asks), person('Clara', { roomId: 'r1' })];
  expect(helpCalls(rooms, roster)).toEqual([{ room: rooms[1], people: [roster[0], roster[1]] }]);
  expect(helpCalls(rooms, roster, ['Anna'])).toEqual([{ room: rooms[1], people: [roster[1]] }]);
  expect(helpCalls(rooms, roster, ['Anna', 'Boris'])).toEqual([]);
});
