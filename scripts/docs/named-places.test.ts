import { describe, expect, it } from 'vitest';
import { namedPlaces, placeProblem } from './named-places.ts';

describe('places that a page names', () => {
  it('are the files in backticks, with or without a symbol', () => {
    expect(namedPlaces('First `a/b.ts`, then `c/d-e.tsx#Go.on`; not `npm start` nor a/x.ts.')).toEqual([
      { path: 'a/b.ts', symbol: undefined },
      { path: 'c/d-e.tsx', symbol: 'Go.on' },
    ]);
  });

  it.each([
    ['a.ts', undefined, undefined],
    ['a.ts', 'join', undefined],
    ['a.ts', 'Room.join', undefined],
    ['a.ts', 'joi', 'a.ts has no joi'],
    ['a.ts', 'Room.leave', 'a.ts has no leave'],
    ['b.ts', undefined, 'there is no b.ts'],
  ])('judges %s#%s', (path, symbol, problem) => {
    const read = (name: string) => (name === 'a.ts' ? 'export class Room { join() {} }' : undefined);
    expect(placeProblem({ path, symbol }, read)).toBe(problem);
  });
});
