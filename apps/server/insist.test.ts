import { expect, it } from 'vitest';
import { insist } from './insist.ts';

it('tries again until it went well, and tells each time that it did not', async () => {
  const failures: unknown[] = [];
  let tries = 0;
  const work = async () => {
    tries += 1;
    if (tries < 3) throw new Error(`try ${tries}`);
  };
  await insist(work, { closing: new AbortController().signal, onFailure: (error) => failures.push(String(error)) });
  expect(failures).toEqual(['Error: try 1', 'Error: try 2']);
});

it('ends at once when the program closes', async () => {
  const closing = new AbortController();
  const insisted = insist(() => Promise.reject(new Error('never')), {
    closing: closing.signal,
    onFailure: () => setTimeout(() => closing.abort(), 10),
  });
  const beganMs = performance.now();
  await insisted;
  expect(performance.now() - beganMs).toBeLessThan(400);
});
