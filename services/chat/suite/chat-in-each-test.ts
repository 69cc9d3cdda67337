/** A chat of its own for each test of a file, closed afterwards; whatever it logged as an error fails the test. */
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { type ChatForTests, chatForTests } from './chat-for-tests.ts';

export function chatInEachTest(options: { readonly mayLogErrors?: boolean } = {}): { readonly world: ChatForTests } {
  let world: ChatForTests;
  beforeEach(async () => {
    world = await chatForTests();
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

/** Was told exactly these, in this order. */
export const hears = (client: { texts(): string[] }, ...texts: string[]) =>
  vi.waitFor(() => expect(client.texts()).toEqual(texts));
