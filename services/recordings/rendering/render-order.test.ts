import { describe, expect, it } from 'vitest';
import type { RecordingChunkRow } from '../store/recording-tables.ts';
import type { RenderRow } from '../store/render-tables.ts';
import { jobName, nextJob, nextMoment } from './render-order.ts';
import type { RenderPlan } from './render-plan.ts';

const nowMs = Date.parse('2026-03-01T13:00:00.000Z');
interface Case {
  readonly id: string;
  readonly goesOn?: boolean;
  readonly endedAtMs?: number;
  /** How many chunks wait, each since so long. */
  readonly waitMs?: readonly number[];
  readonly codec?: 'h264' | 'vp8';
  readonly retryAtMs?: number;
  readonly requested?: boolean;
  readonly toBeJoined?: boolean;
  readonly joinAtMs?: number;
}

function plan({
  id,
  goesOn = true,
  endedAtMs = Number.POSITIVE_INFINITY,
  waitMs = [],
  codec = 'h264',
  retryAtMs = 0,
  requested = false,
  toBeJoined = false,
  joinAtMs = 0,
}: Case): RenderPlan {
  const chunkOf = (sequence: number, ms: number) =>
    ({
      sequence,
      video_codec: codec,
      watch_key: null,
      damaged: 0,
      stored_at: new Date(nowMs - ms).toISOString(),
    }) as RecordingChunkRow;
  return {
    render: { recording_id: id, height: 720, codec: 'h264' } as RenderRow,
    isMain: !requested,
    isRequested: requested,
    goesOn,
    endedAtMs,
    places: [],
    missing: waitMs.map((ms, sequence) => ({
      chunk: chunkOf(sequence, ms),
      span: { startSamples: sequence * 480_000, lengthSamples: 480_000 },
      previousSequence: sequence - 1,
      tries: 0,
      faults: 0,
      retryAtMs,
      problem: null,
    })),
    segments: [],
    lengthSamples: 0,
    progress: 0,
    blackParts: 0,
    isToBeJoined: toBeJoined,
    joinAtMs,
  };
}
/** All that there is to do, in the order in which it is begun. */
function orderOf(...cases: Case[]): string[] {
  const plans = cases.map(plan);
  const begun = new Set<string>();
  for (;;) {
    const job = nextJob(plans, nowMs, (name) => begun.has(name));
    if (job === undefined) return [...begun].map((name) => name.replace(' 720 h264', ''));
    begun.add(jobName(job));
  }
}

describe('what is rendered next', () => {
  it('R7: what a recording that is over waits for comes before running meetings, joining first', () => {
    const live = { id: 'live', waitMs: [900_000, 890_000] };
    const over = { id: 'over', goesOn: false, endedAtMs: nowMs - 1_000, waitMs: [3_000, 2_000] };
    const ready = { id: 'ready', goesOn: false, endedAtMs: nowMs, toBeJoined: true };
    expect(orderOf(live, over, ready)).toEqual(['ready join', 'over 0', 'over 1', 'live 0', 'live 1']);
  });

  it('R7: of several that are over, the one that ended first is finished first', () => {
    const earlier = { id: 'earlier', goesOn: false, endedAtMs: nowMs - 9_000, waitMs: [1, 1] };
    const later = { id: 'later', goesOn: false, endedAtMs: nowMs - 1_000, waitMs: [5_000] };
    expect(orderOf(later, earlier)).toEqual(['earlier 0', 'earlier 1', 'later 0']);
  });

  it('R4: what players wait for comes before what only a later file needs', () => {
    expect(orderOf({ id: 'h264', waitMs: [50_000] }, { id: 'vp8', waitMs: [1_000, 500], codec: 'vp8' })).toEqual([
      'vp8 0',
      'vp8 1',
      'h264 0',
    ]);
  });

  it('the backlog of a long outage does not hold up running meetings, and what was asked for later holds up nothing', () => {
    const backlog = { id: 'backlog', goesOn: false, endedAtMs: 0, waitMs: [9, 8, 7, 6, 5] };
    const again = { id: 'again', goesOn: false, endedAtMs: 0, requested: true, waitMs: [99_000] };
    const live = { id: 'live', waitMs: [10] };
    expect(orderOf(again, backlog, live)).toEqual([
      'live 0',
      'backlog 0',
      'backlog 1',
      'backlog 2',
      'backlog 3',
      'backlog 4',
      'again 0',
    ]);
  });

  it('of running meetings, the chunk that has waited longest is next, wherever', () => {
    expect(orderOf({ id: 'a', waitMs: [4_000, 2_000] }, { id: 'b', waitMs: [3_000, 1_000] })).toEqual([
      'a 0',
      'b 0',
      'a 1',
      'b 1',
    ]);
  });

  it('what has no room holds up nothing that has', () => {
    const plans = [plan({ id: 'ready', goesOn: false, toBeJoined: true }), plan({ id: 'live', waitMs: [1] })];
    const job = nextJob(plans, nowMs, (name) => name.endsWith(' join'));
    expect(job && jobName(job)).toBe('live 720 h264 0');
  });

  it('what failed waits for its time, and holds up nothing meanwhile', () => {
    const failed = { id: 'failed', waitMs: [9_000], retryAtMs: nowMs + 500 };
    const unjoined = { id: 'unjoined', goesOn: false, toBeJoined: true, joinAtMs: nowMs + 300 };
    expect(orderOf(failed, unjoined, { id: 'live', waitMs: [1] })).toEqual(['live 0']);
    expect(nextMoment([plan(failed), plan(unjoined)], nowMs)).toBe(nowMs + 300);
    expect(nextMoment([plan({ id: 'live', waitMs: [1] })], nowMs)).toBeUndefined();
  });
});
