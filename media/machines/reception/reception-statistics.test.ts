import { describe, expect, it } from 'vitest';
import { ReceptionStatistics } from './reception-statistics.ts';

describe('ReceptionStatistics', () => {
  it('tells the share that was lost in the interval, and all that was lost', () => {
    const statistics = new ReceptionStatistics(90_000);
    for (let n = 0; n < 100; n++) if (n % 4 !== 1) statistics.received(1_000 + n, n * 3_000, n * 33, false);
    expect(statistics.interval()).toMatchObject({ lostFraction: 0.25, lostInTotal: 25, highestSequence: 1_099 });
    for (let n = 100; n < 200; n++) statistics.received(1_000 + n, n * 3_000, n * 33, false);
    expect(statistics.interval()).toMatchObject({ lostFraction: 0, lostInTotal: 25 });
  });

  it('takes a repaired packet for received', () => {
    const statistics = new ReceptionStatistics(90_000);
    for (const n of [0, 1, 3]) statistics.received(n, n * 3_000, n * 33, false);
    statistics.received(2, 6_000, 500, true);
    expect(statistics.interval()).toMatchObject({ lostFraction: 0, lostInTotal: 0 });
  });

  it('hears no jitter in an even stream, and hears it in an uneven one', () => {
    const even = new ReceptionStatistics(48_000);
    for (let n = 0; n < 200; n++) even.received(n, (n * 960 + 0xffff0000) % 2 ** 32, n * 20, false);
    expect(even.interval().jitter).toBe(0);
    const uneven = new ReceptionStatistics(48_000);
    for (let n = 0; n < 500; n++) uneven.received(n, n * 960, n * 20 + (n % 2) * 10, false);
    expect(uneven.jitterMs).toBeCloseTo(10, 0);
  });
});
