import { expect, it } from 'vitest';
import { byRoom, found } from './by-room.ts';
import { person } from './person-for-tests.ts';

const names = (people: readonly { readonly name: string }[] | undefined) => people?.map(({ name }) => name);

it('before the rooms are open it counts for which room people are meant, then where they are', () => {
  const roster = [person('Anna', { assignedRoomId: 'r1' }), person('Boris', { roomId: 'r2', assignedRoomId: 'r1' })];
  const closed = byRoom({ roster, roomIds: ['r1', 'r2'], open: false });
  expect([names(closed.free), names(closed.rooms.get('r1')), names(closed.rooms.get('r2'))]).toEqual([
    [],
    ['Anna', 'Boris'],
    [],
  ]);
  const open = byRoom({ roster, roomIds: ['r1', 'r2'], open: true });
  expect([names(open.free), names(open.rooms.get('r1')), names(open.rooms.get('r2'))]).toEqual([
    ['Anna'],
    [],
    ['Boris'],
  ]);
});

it('hosts come first, then people by name, with numbers as people count', () => {
  const roster = [
    person('Guest 10'),
    person('Guest 9'),
    person('Zoe', { role: 'host' }),
    person('Guest 9', { participantId: 'a' }),
  ];
  expect(byRoom({ roster, roomIds: [], open: false }).free.map(({ participantId }) => participantId)).toEqual([
    'Zoe',
    'Guest 9',
    'a',
    'Guest 10',
  ]);
});

it('whoever is meant for a room that is gone is in none', () => {
  const roster = [person('Anna', { assignedRoomId: 'gone' })];
  expect(names(byRoom({ roster, roomIds: ['r1'], open: false }).free)).toEqual(['Anna']);
});

it('a list that did not change stays the same object', () => {
  const [anna, boris] = [person('Anna', { assignedRoomId: 'r1' }), person('Boris')];
  const before = byRoom({ roster: [anna, boris], roomIds: ['r1', 'r2'], open: false });
  const after = byRoom(
    { roster: [anna, { ...boris, assignedRoomId: 'r2' }], roomIds: ['r1', 'r2'], open: false },
    before,
  );
  expect(after.rooms.get('r1')).toBe(before.rooms.get('r1'));
  expect(after.rooms.get('r2')).not.toBe(before.rooms.get('r2'));
  expect(after.free).not.toBe(before.free);
});

it('people are found by every word that was typed, in any case and order', () => {
  const people = [person('Anna Lind'), person('Hanna Berg'), person('Лев Толстой')];
  expect(names(found(people, 'ANNA'))).toEqual(['Anna Lind', 'Hanna Berg']);
  expect(names(found(people, 'lind  anna'))).toEqual(['Anna Lind']);
  expect(names(found(people, 'толст'))).toEqual(['Лев Толстой']);
  expect(found(people, '  ')).toBe(people);
});
