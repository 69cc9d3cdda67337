/** A world of recordings for each test of a file, closed afterwards; what it logged as a fault, or answered undocumented, fails the test. */
import { afterEach, beforeEach, expect } from 'vitest';
import type { RecordingsNeeds } from '../needs.ts';
import { type RecordingsForTests, recordingsForTests } from './recordings-for-tests.ts';

export function recordingsInEachTest(
  changes: Partial<RecordingsNeeds> = {},
  options: { readonly mayLogErrors?: boolean } = {},
): { readonly world: RecordingsForTests } {
  let world: RecordingsForTests;
  beforeEach(async () => {
    world = await recordingsForTests(changes);
  });
  afterEach(async () => {
    await world.close();
    if (options.mayLogErrors !== true) expect(world.errors).toEqual([]);
  });
  return {
    get world() {
      return world;
    },
  };
}
