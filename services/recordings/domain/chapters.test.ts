import { describe, expect, it } from 'vitest';
import { chaptersOf, type ShownChunk } from './chapters.ts';
import { placed } from './timeline.ts';

/** Chunks one after the other in one run: who is shown, as in `Ann`, `Ann's screen`, or nobody, and for how many seconds. */
function run(runStartedAtMs: number, ...shown: readonly (readonly [string | null, number])[]): ShownChunk[] {
  let atMs = runStartedAtMs;
  return shown.map(([who, seconds], number) => {
    const startMs = atMs;
    atMs += seconds * 1_000;
    const source = who?.replace("'s screen", '') ?? null;
    const kind = who === null ? 'still' : who.endsWith('screen') ? 'screen' : 'camera';
    return {
      ...{ sequence: number, runStartedAtMs, number, startMs, durationMs: seconds * 1_000 },
      ...{ kind, source, speakers: [] },
    };
  });
}
const told = (chunks: ShownChunk[], pauses: Parameters<typeof chaptersOf>[1] = []) =>
  chaptersOf(placed(chunks), pauses).map(
    ({ kind, participantId, atMs, lengthMs }) => `${kind} ${participantId} ${atMs / 1_000}+${lengthMs / 1_000}`,
  );

describe('chapters (R9)', () => {
  it('join what shows the same, and part what does not', () => {
    expect(told(run(0, ['Ann', 10], ['Ann', 8], ['Bob', 10], ["Bob's screen", 10], ['Ann', 10]))).toEqual([
      'speaker Ann 0+18',
      'speaker Bob 18+10',
      'screen Bob 28+10',
      'speaker Ann 38+10',
    ]);
  });

  it('leave what is shorter than two seconds to what goes on around it', () => {
    expect(told(run(0, ['Ann', 10], ['Bob', 1], ['Ann', 9]))).toEqual(['speaker Ann 0+20']);
    expect(told(run(0, ['Bob', 1], ['Cid', 0.5], ['Ann', 9]))).toEqual(['speaker Ann 0+10.5']);
    expect(told(run(0, ['Bob', 1]))).toEqual(['speaker Bob 0+1']);
    expect(told(run(0, ['Bob', 1], ['Ann', 1]))).toEqual(['speaker Bob 0+2']);
  });

  it('tell a pause from a gap, and both apart where both were (R5)', () => {
    const chunks = [...run(0, ['Ann', 10]), ...run(30_000, ['Ann', 10]), ...run(45_000, ['Ann', 10])];
    expect(told(chunks, [{ startedAtMs: 10_000, endedAtMs: 29_500 }])).toEqual([
      'speaker Ann 0+10',
      'pause null 10+20',
      'speaker Ann 10+10',
      'gap null 20+5',
      'speaker Ann 20+10',
    ]);
    expect(told(chunks, [{ startedAtMs: 10_000, endedAtMs: 22_000 }]).slice(1, 3)).toEqual([
      'pause null 10+12',
      'gap null 10+8',
    ]);
  });

  it('take who speaks where there is nobody’s picture, and leave out where nobody does', () => {
    const [quiet, spoken] = run(0, [null, 10], [null, 10]) as [ShownChunk, ShownChunk];
    const speakers = [
      { atMs: 10_000, participantId: 'Bob' },
      { atMs: 13_000, participantId: null },
      { atMs: 14_000, participantId: 'Ann' },
    ];
    expect(told([quiet, { ...spoken, speakers }])).toEqual(['speaker Ann 10+10']);
    expect(told([])).toEqual([]);
  });

  it('don’t mark a new run that follows at once', () => {
    expect(told([...run(0, ['Ann', 10]), ...run(10_040, ['Ann', 10])])).toEqual(['speaker Ann 0+20']);
  });
});
