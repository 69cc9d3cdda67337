import { describe, expect, it } from 'vitest';
import type { RecordingChunkRow } from '../store/recording-tables.ts';
import type { RenderRow } from '../store/render-tables.ts';
import { nicenessOf } from './render-one-segment.ts';

describe('how far rendering gives way', () => {
  const plan = { goesOn: true, isRequested: false, render: { state: 'running' } as RenderRow };
  const h264 = { chunk: { video_codec: 'h264', watch_key: null, damaged: 0 } as RecordingChunkRow };
  const vp8 = { chunk: { ...h264.chunk, video_codec: 'vp8' as const } };

  it('is far behind every meeting, also for what is over, and farthest for what nobody waits for', () => {
    expect(nicenessOf({ ...plan, goesOn: false }, h264)).toBe(12);
    expect(nicenessOf(plan, vp8)).toBe(15);
    expect(nicenessOf(plan, h264)).toBe(19);
    for (const goesOn of [true, false]) {
      expect(nicenessOf({ ...plan, goesOn, isRequested: true }, vp8)).toBe(19);
      expect(nicenessOf({ ...plan, goesOn, render: { ...plan.render, state: 'failed' } }, vp8)).toBe(19);
    }
  });
});
