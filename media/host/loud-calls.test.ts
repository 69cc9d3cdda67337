import { limits } from '@veche/contracts/limits.ts';
import { expect, it } from 'vitest';
import { LoudCalls } from './loud-calls.ts';

it('lets a guest raise and lower a hand as fast as a person can, and no faster than all others can bear', () => {
  const calls = new LoudCalls();
  for (let nth = 0; nth < limits.loudCallsBurst; nth += 1) calls.take('anna', 'raiseHand', 0);
  expect(() => calls.take('anna', 'react', 0)).toThrowError(expect.objectContaining({ code: 'too_many_requests' }));
  calls.take('boris', 'raiseHand', 0);
  calls.take('anna', 'setTiles', 0);
  calls.take('anna', 'raiseHand', 1_000);
});
