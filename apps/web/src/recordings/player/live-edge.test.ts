import { describe, expect, it } from 'vitest';
import { behindLiveS, isLive, livePositionS, liveRate } from './live-edge.ts';

const edge = (ageS: number, edgeS = 100) => ({ edgeS, edgeAtMs: 1_000_000, nowMs: 1_000_000 + ageS * 1_000 });

describe('live (R4)', () => {
  it('is 15 s behind the meeting, however old the last chunk is', () => {
    for (const ageS of [0, 1, 6, 11.5, 14]) {
      expect(behindLiveS(livePositionS(edge(ageS)), edge(ageS))).toBeCloseTo(15, 6);
      expect(isLive(livePositionS(edge(ageS)), edge(ageS))).toBe(true);
    }
  });
  it('never leaves what is there, at either end', () => {
    expect(livePositionS(edge(3_600))).toBe(99.5);
    expect(livePositionS(edge(0, 4))).toBe(0);
    expect(livePositionS(edge(9, 0))).toBe(0);
  });
  it('ends at 20 s behind', () => {
    expect(isLive(85, edge(5))).toBe(true);
    expect(isLive(84, edge(5))).toBe(false);
  });
  it('is caught up with a little faster, and then kept as it is', () => {
    const rateAt = (behindS: number, now: number) => liveRate(100 - behindS, edge(0), now);
    expect(rateAt(18, 1)).toBe(1.1);
    expect(rateAt(15.5, 1.1)).toBe(1.1);
    expect(rateAt(15, 1.1)).toBe(1);
    expect(rateAt(15.5, 1)).toBe(1);
    expect(liveRate(0, undefined, 1.1)).toBe(1);
  });
  it('believes in no clock that goes back, and does without one', () => {
    expect(behindLiveS(90, edge(-50))).toBe(10);
    expect(livePositionS({ edgeS: 100, edgeAtMs: undefined, nowMs: 5 })).toBe(85);
  });
});
