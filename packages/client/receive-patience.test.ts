import { describe, expect, it } from 'vitest';
import { adaptPatience, noPatience } from './receive-patience.ts';

const second = (requests: number, roundTripMs = 160) => ({ packets: 100, requests, roundTripMs });

describe('patience with lossy networks', () => {
  it('leaves the wait to the browser while little is lost', () => {
    expect(adaptPatience(noPatience, second(1), 1_000)).toEqual(noPatience);
  });

  it('waits for repairs at once when packets are lost, and longer when many are', () => {
    const some = adaptPatience(noPatience, second(8), 1_000);
    expect(some.waitMs).toBe(440);
    expect(adaptPatience(some, second(20), 2_000).waitMs).toBe(600);
  });

  it('never waits so long that people talk over each other', () => {
    expect(adaptPatience(noPatience, second(50, 900), 1_000).waitMs).toBeLessThanOrEqual(700);
  });

  it('keeps the wait through a good moment and gives it up after a good while', () => {
    let patience = adaptPatience(noPatience, second(8), 0);
    for (let nowMs = 1_000; nowMs < 15_000; nowMs += 1_000) patience = adaptPatience(patience, second(0), nowMs);
    expect(patience.waitMs).toBe(440);
    expect(adaptPatience(patience, second(0), 16_000).waitMs).toBe(0);
  });

  it('learns nothing from a stream that hardly flows', () => {
    expect(adaptPatience(noPatience, { packets: 3, requests: 3, roundTripMs: 100 }, 0)).toEqual(noPatience);
  });
});
