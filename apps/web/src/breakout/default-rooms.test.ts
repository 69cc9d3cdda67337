import { expect, it } from 'vitest';
import { countOf, defaultCount, namesFor, nextName } from './default-rooms.ts';

const roomName = (number: number) => `Room ${number}`;

it('there are rooms for groups of about four, at least two, at most fifty', () => {
  expect([0, 1, 4, 8, 9, 30, 500].map(defaultCount)).toEqual([2, 2, 2, 2, 3, 8, 50]);
});

it('names that were typed stay, the others are numbered, and none is there twice', () => {
  expect(namesFor(3, [], roomName)).toEqual(['Room 1', 'Room 2', 'Room 3']);
  expect(namesFor(3, ['Room 2', 'Tea'], roomName)).toEqual(['Room 2', 'Tea', 'Room 3']);
  expect(namesFor(3, ['room 3', 'Tea'], roomName)).toEqual(['room 3', 'Tea', 'Room 4']);
  expect(namesFor(1, ['Tea', 'Coffee'], roomName)).toEqual(['Tea']);
});

it('a room that is added has the next number that is free', () => {
  expect(nextName(['Room 1', 'Room 2'], roomName)).toBe('Room 3');
  expect(nextName(['Room 1', 'Room 3'], roomName)).toBe('Room 4');
});

it('a number of rooms is whole, from one to fifty', () => {
  expect(['1', '50', '0', '51', '2.5', '', 'x'].map((typed) => countOf(typed))).toEqual([
    1,
    50,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
