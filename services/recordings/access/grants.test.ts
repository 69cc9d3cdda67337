import { limits } from '@veche/contracts/limits.ts';
import { ManualClock } from '@veche/testkit/manual-clock.ts';
import { expect, it } from 'vitest';
import { Grants } from './grants.ts';

it('a right that stands is asked for once in ten seconds, whatever is loaded by it, and of a bounded number of viewers (R8)', async () => {
  let looks = 0;
  const clock = new ManualClock();
  const byId = async () => {
    looks += 1;
    return { owner_id: 'ann', deleted_at: null };
  };
  const grants = new Grants({ recordings: { byId } as never, shares: {} as never, clock });
  const ann = { by: 'owner', userId: 'ann' } as const;
  for (let count = 0; count < 100; count += 1) expect(await grants.stands('a', ann)).toBe(true);
  expect(looks).toBe(1);
  clock.advance(limits.recordingGrantCheckMs);
  await grants.stands('a', ann);
  expect(looks).toBe(2);
  // One that does not stand is never believed to.
  for (let count = 0; count < 3; count += 1)
    expect(await grants.stands('a', { by: 'owner', userId: 'bob' })).toBe(false);
  expect(looks).toBe(5);
  for (let count = 0; count < limits.recordingGrantsRemembered; count += 1) await grants.stands(`r${count}`, ann);
  const before = looks;
  await grants.stands('a', ann);
  expect(looks).toBe(before + 1);
});
