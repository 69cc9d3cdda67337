import { expect, it } from 'vitest';
import { addressesIn, type DraftRoom, draftOf, faultIn, placeOfFault, requestOf } from './room-plan-draft.ts';

const room = (key: number, people: string, id?: string): DraftRoom => ({ key, id, name: `Room ${key}`, people });

it('addresses may stand on lines, or have commas between', () => {
  expect(addressesIn(' a@b.c,\n d@e.f; g@h.i  ,\n')).toEqual(['a@b.c', 'd@e.f', 'g@h.i']);
});

it('a room that is kept already is named by its id, a new one is not', () => {
  const kept = draftOf([{ id: 'r1', name: 'Tea', people: ['a@b.c', 'd@e.f'] }]);
  expect(kept[0]?.people).toBe('a@b.c\nd@e.f');
  expect(requestOf([...kept, room(1, '')])).toEqual([
    { id: 'r1', name: 'Tea', people: ['a@b.c', 'd@e.f'] },
    { name: 'Room 1', people: [] },
  ]);
});

it('the address that is wrong, or there twice, is named', () => {
  expect(faultIn([room(0, 'a@b.c, nobody')])).toEqual({
    key: 0,
    field: 'people',
    text: { key: 'plan.rooms.noAddress', values: { address: 'nobody' } },
  });
  expect(faultIn([room(0, 'a@b.c'), room(1, 'A@B.C')])?.text).toEqual({
    key: 'plan.rooms.twice',
    values: { address: 'A@B.C' },
  });
  expect(faultIn([room(0, 'a@b.c'), room(1, 'd@e.f')])).toBeUndefined();
});

it('the server says which room and what of it is wrong', () => {
  expect(placeOfFault('rooms.12.people')).toEqual({ at: 12, field: 'people' });
  expect(placeOfFault('rooms')).toBeUndefined();
  expect(placeOfFault(undefined)).toBeUndefined();
});
