import { expect, it } from 'vitest';
import { exchangeSound } from './sound-exchange.ts';
import { werift } from './werift-stack.ts';

it('werift sends sound to werift through the server', async () => {
  const heard = await exchangeSound(werift, 20);
  expect(heard.every((payload) => payload.startsWith('sound '))).toBe(true);
  expect(new Set(heard).size).toBe(heard.length);
});
