import { describe, expect, it } from 'vitest';
import { type ChunkSpan, durationOf, gapsOf, inWatchingOrder, placed, placeOf, wallTimeOf } from './timeline.ts';

let sequence = 0;
const span = (runStartedAtMs: number, number: number, changes: Partial<ChunkSpan> = {}): ChunkSpan => {
  sequence += 1;
  return { sequence, runStartedAtMs, number, startMs: runStartedAtMs + number * 10, durationMs: 10, ...changes };
};
const names = (chunks: readonly ChunkSpan[]) => chunks.map((chunk) => `${chunk.runStartedAtMs}/${chunk.number}`);

describe('the order in which chunks are watched', () => {
  it('is that of time once the recording is over, whenever they came', () => {
    const chunks = [span(0, 1), span(100, 0), span(0, 0), span(100, 1)];
    expect(names(inWatchingOrder(chunks, false))).toEqual(['0/0', '0/1', '100/0', '100/1']);
  });

  it('only grows at its end while the recording goes on, whatever comes late (R4)', () => {
    const told = [span(0, 1), span(0, 0), span(0, 3), span(100, 0), span(0, 2), span(100, 2), span(100, 1)];
    const seen = told.map((_, count) => names(inWatchingOrder(told.slice(0, count + 1), true)));
    expect(seen).toEqual([
      ['0/1'],
      ['0/1'],
      ['0/1', '0/3'],
      ['0/1', '0/3', '100/0'],
      ['0/1', '0/3', '100/0'],
      ['0/1', '0/3', '100/0', '100/2'],
      ['0/1', '0/3', '100/0', '100/2'],
    ]);
    expect(names(inWatchingOrder(told, false))).toHaveLength(7);
  });

  it('waits for no number that may never come, at the start of a run or within it', () => {
    const numbers = [2, 3, 7, 8, 20];
    const told = [0, 100].flatMap((run) => numbers.map((number) => span(run, number)));
    for (let count = 1; count <= told.length; count += 1) {
      const soFar = told.slice(0, count);
      expect(names(inWatchingOrder(soFar, true))).toEqual(names(soFar));
      expect(names(inWatchingOrder(soFar, false))).toEqual(names(soFar));
    }
  });

  it('never changes what was there, in whatever order chunks come', () => {
    const all = [0, 1, 2, 3].flatMap((number) => [span(0, number), span(100, number)]);
    const inTime = names(inWatchingOrder(all, false));
    for (let turn = 0; turn < 200; turn += 1) {
      const told = all.toSorted((a, b) => ((a.sequence * 7 + turn * 13) % 17) - ((b.sequence * 7 + turn * 13) % 17));
      let before: string[] = [];
      for (let count = 1; count <= told.length; count += 1) {
        const now = names(inWatchingOrder(told.slice(0, count), true));
        expect(now.slice(0, before.length)).toEqual(before);
        // What has just come is at its end, or nowhere yet.
        expect(now.slice(before.length)).toEqual(now.length === before.length ? [] : names([told[count - 1]!]));
        before = now;
      }
      expect(before).toEqual(inTime.filter((name) => before.includes(name)));
    }
  });
});

describe('the one clock of a recording', () => {
  // A run of two, a pause of 20 with a loss of 5, another run of two with a hole where its second chunk should be.
  const chunks = placed([span(0, 0), span(0, 1), span(45, 0), span(45, 2)]);
  const pauses = [{ startedAtMs: 22, endedAtMs: 42 }];

  it('has each chunk where those before it end', () => {
    expect(chunks.map(({ positionMs }) => positionMs)).toEqual([0, 10, 20, 30]);
    expect(durationOf(chunks)).toBe(40);
    expect(durationOf([])).toBe(0);
  });

  it('tells a pause from what was lost (R5)', () => {
    expect(gapsOf(chunks, pauses)).toEqual([
      { positionMs: 20, lengthMs: 25, pausedMs: 20 },
      { positionMs: 30, lengthMs: 10, pausedMs: 0 },
    ]);
    expect(gapsOf(chunks, [{ startedAtMs: 22, endedAtMs: null }])[0]).toMatchObject({ pausedMs: 23 });
  });

  it('goes from the wall’s time to a position and back, at every millisecond', () => {
    for (let positionMs = 0; positionMs < 40; positionMs += 1) {
      const wallMs = wallTimeOf(chunks, positionMs)!;
      expect(placeOf(chunks, wallMs)).toEqual({ where: 'inside', positionMs });
    }
    expect([wallTimeOf(chunks, -1), wallTimeOf(chunks, 40), wallTimeOf([], 0)]).toEqual(Array(3).fill(undefined));
  });

  it('knows what is missing by its cut', () => {
    expect(placeOf(chunks, -1)).toEqual({ where: 'before', positionMs: 0 });
    expect(placeOf(chunks, 20)).toEqual({ where: 'gap', positionMs: 20 });
    expect(placeOf(chunks, 44)).toEqual({ where: 'gap', positionMs: 20 });
    expect(placeOf(chunks, 60)).toEqual({ where: 'gap', positionMs: 30 });
    expect(placeOf(chunks, 75)).toEqual({ where: 'after', positionMs: 40 });
    expect(placeOf([], 5)).toEqual({ where: 'before', positionMs: 0 });
  });
});
