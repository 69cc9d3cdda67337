import { describe, expect, it } from 'vitest';
import type { RecordingChunkRow } from '../store/recording-tables.ts';
import type { RenderRow, SegmentRow } from '../store/render-tables.ts';
import { placesOf, planRender } from './render-plan.ts';

const chunkOf = (sequence: number, duration_ms = 10_000) => ({ sequence, duration_ms }) as RecordingChunkRow;
const render = (changes: Partial<RenderRow> = {}): RenderRow =>
  ({
    recording_id: 'r',
    height: 720,
    codec: 'h264',
    state: 'running',
    requested_at: null,
    joined_chunks: 0,
    joined_ms: 0,
    retry_at: null,
    ...changes,
  }) as RenderRow;
const over = (chunks: readonly RecordingChunkRow[], goesOn = false) => ({
  goesOn,
  endedAtMs: 0,
  places: placesOf(chunks),
});
const segmentsOf = (chunks: readonly RecordingChunkRow[], changes: Partial<SegmentRow> = {}): SegmentRow[] =>
  placesOf(chunks).map(
    ({ chunk, span, previousSequence }) =>
      ({
        sequence: chunk.sequence,
        height: 720,
        codec: 'h264',
        state: 'done',
        black: 0,
        retry_at: null,
        start_samples: span.startSamples,
        length_samples: span.lengthSamples,
        previous_sequence: previousSequence,
        ...changes,
      }) as SegmentRow,
  );
const three = [chunkOf(0), chunkOf(1, 9_000), chunkOf(2)];
const missingOf = (...args: Parameters<typeof planRender>) =>
  planRender(...args).missing.map(({ chunk }) => chunk.sequence);

describe('what is to be rendered', () => {
  it('R7: is what has no segment; a file is joined when there is none left and nothing more comes', () => {
    const some = segmentsOf(three).slice(0, 2);
    expect(planRender(render(), over(three), some)).toMatchObject({ isToBeJoined: false, progress: 19 / 29 });
    expect(missingOf(render(), over(three), some)).toEqual([2]);
    expect(planRender(render(), over(three), segmentsOf(three))).toMatchObject({
      isToBeJoined: true,
      progress: 1,
      isMain: true,
    });
    expect(planRender(render(), over(three, true), segmentsOf(three)).isToBeJoined).toBe(false);
    expect(planRender(render(), over([]), [])).toMatchObject({ isToBeJoined: false, progress: 0 });
  });

  it('R5: a chunk that comes late moves what follows it: that is rendered anew, what lies before it stays', () => {
    const withLate = [three[0]!, chunkOf(3, 5_000), three[1]!, three[2]!];
    expect(missingOf(render(), over(withLate), segmentsOf(three))).toEqual([3, 1, 2]);
    const atTheEnd = [...three, chunkOf(3)];
    expect(missingOf(render(), over(atTheEnd), segmentsOf(three))).toEqual([3]);
  });

  it('a file that stands needs no segments, until it is not the whole any more', () => {
    const done = render({ state: 'done', joined_chunks: 3, joined_ms: 29_000 });
    expect(planRender(done, over(three), [])).toMatchObject({ isToBeJoined: false, missing: [], progress: 1 });
    expect(missingOf(done, over([...three, chunkOf(3)]), segmentsOf(three))).toEqual([3]);
  });

  it('R4: is, while a copy for players is lacking, the chunk that it is made of, whatever stands of it', () => {
    const vp8 = { video_codec: 'vp8', watch_key: null, damaged: 0 } as const;
    const [first, second, third] = three.map((chunk): RecordingChunkRow => ({ ...chunk, ...vp8 }));
    const chunks = [{ ...first!, watch_key: 'copy' }, second!, { ...third!, damaged: 1 }];
    expect(missingOf(render(), over(chunks, true), segmentsOf(three))).toEqual([1]);
    expect(missingOf(render({ height: 1080 }), over(chunks, true), segmentsOf(three, { height: 1080 }))).toEqual([]);
    const done = render({ state: 'done', joined_chunks: 3, joined_ms: 29_000 });
    expect(missingOf(done, over(chunks), [])).toEqual([]);
  });

  it('R3: another size or codec has segments of its own', () => {
    const large = render({ height: 1080, requested_at: '2026-03-01T12:00:00.000Z' });
    expect(planRender(large, over(three), segmentsOf(three))).toMatchObject({
      isMain: false,
      isRequested: true,
      progress: 0,
    });
    expect(missingOf(large, over(three), segmentsOf(three, { height: 1080, codec: 'h265' }))).toEqual([0, 1, 2]);
  });

  it('remembers how it went before, and counts what is black', () => {
    const failed = segmentsOf(three, {
      state: 'failed',
      tries: 2,
      faults: 1,
      problem: 'words',
      retry_at: '2026-03-01T12:00:00.000Z',
    });
    const [first] = planRender(render(), over(three), failed).missing;
    expect(first).toMatchObject({
      tries: 2,
      faults: 1,
      problem: 'words',
      retryAtMs: Date.parse('2026-03-01T12:00:00.000Z'),
    });
    expect(planRender(render(), over(three), segmentsOf(three, { black: 1 })).blackParts).toBe(3);
  });
});
