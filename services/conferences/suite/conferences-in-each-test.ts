/** A world of meetings for each test of a file, and what every test insists on: nothing undocumented was answered. */
import { afterEach, beforeEach, expect } from 'vitest';
import { type ConferencesForTests, conferencesForTests } from './conferences-for-tests.ts';

export function conferencesInEachTest(): { readonly world: ConferencesForTests } {
  let world: ConferencesForTests | undefined;
  beforeEach(async () => {
    world = await conferencesForTests();
  });
  afterEach(async () => {
    expect(world?.unexpected).toEqual([]);
    await world?.close();
  });
  return {
    get world() {
      return world!;
    },
  };
}
