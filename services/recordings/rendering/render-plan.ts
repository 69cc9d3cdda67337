/**
 * What is to be done for one wanted file, seen from what is recorded and what is rendered of it so far. A pure function: whatever was cut short, came
 * late or moved is found by comparing, never by remembering.
 */
import type { RecordingChunkRow } from '../store/recording-tables.ts';
import type { RenderRow, SegmentRow } from '../store/render-tables.ts';
import { type Span, samplesPerMs, spansOf } from './frame-grid.ts';
import { isAwaited } from './render-order.ts';

export const mainKind = { height: 720, codec: 'h264' } as const;

export interface ChunkPlace {
  readonly chunk: RecordingChunkRow;
  readonly span: Span;
  readonly previousSequence: number;
}

export interface MissingSegment extends ChunkPlace {
  /** How it went before. */
  readonly tries: number;
  readonly faults: number;
  readonly retryAtMs: number;
  readonly problem: string | null;
}

export interface RenderPlan {
  readonly render: RenderRow;
  /** Each recording gets it: the one that players are given copies of, and that the sound's file is made of. */
  readonly isMain: boolean;
  /** By somebody, after the recording. */
  readonly isRequested: boolean;
  readonly goesOn: boolean;
  readonly endedAtMs: number;
  readonly places: readonly ChunkPlace[];
  /** In the order of what is watched. */
  readonly missing: readonly MissingSegment[];
  readonly segments: readonly SegmentRow[];
  readonly lengthSamples: number;
  /** 0 to 1. */
  readonly progress: number;
  readonly blackParts: number;
  /** Everything is rendered, and nothing more comes; the file that stands, if any, holds something else. */
  readonly isToBeJoined: boolean;
  readonly joinAtMs: number;
}

/** `chunks` in the order in which they are watched. */
export function placesOf(chunks: readonly RecordingChunkRow[]): ChunkPlace[] {
  const spans = spansOf(chunks.map(({ duration_ms }) => duration_ms));
  return chunks.map((chunk, index) => ({
    chunk,
    span: spans[index]!,
    previousSequence: chunks[index - 1]?.sequence ?? -1,
  }));
}

export interface PlannedRecording {
  readonly goesOn: boolean;
  readonly endedAtMs: number;
  readonly places: readonly ChunkPlace[];
}

/** `segments`: all of the recording's. */
export function planRender(
  render: RenderRow,
  { goesOn, endedAtMs, places }: PlannedRecording,
  segments: readonly SegmentRow[],
): RenderPlan {
  const known = new Map(
    segments
      .filter(({ height, codec }) => height === render.height && codec === render.codec)
      .map((segment) => [segment.sequence, segment]),
  );
  const lengthSamples = places.reduce((sum, { span }) => sum + span.lengthSamples, 0);
  const isMain = render.height === mainKind.height && render.codec === mainKind.codec;
  const isHeld =
    render.state === 'done' &&
    render.joined_chunks === places.length &&
    render.joined_ms * samplesPerMs === lengthSamples;
  const done: SegmentRow[] = [];
  const missing: MissingSegment[] = [];
  let doneSamples = 0;
  for (const place of places) {
    const segment = known.get(place.chunk.sequence);
    // Its chunk was damaged when it was rendered, and is whole again: who watches has no copy of it yet.
    const lacksCopy = isMain && isAwaited(place);
    if (segment?.state === 'done' && stands(segment, place) && !lacksCopy) {
      done.push(segment);
      doneSamples += place.span.lengthSamples;
    } else if (!isHeld) {
      const before = segment?.state === 'failed' ? segment : undefined;
      missing.push({
        ...place,
        tries: before?.tries ?? 0,
        faults: before?.faults ?? 0,
        retryAtMs: momentOf(before?.retry_at),
        problem: before?.problem ?? null,
      });
    }
  }
  return {
    render,
    isMain,
    isRequested: render.requested_at !== null,
    goesOn,
    endedAtMs,
    places,
    missing,
    segments: done,
    lengthSamples,
    progress: isHeld ? 1 : lengthSamples === 0 ? 0 : doneSamples / lengthSamples,
    blackParts: done.filter(({ black }) => black === 1).length,
    isToBeJoined: !goesOn && !isHeld && places.length > 0 && missing.length === 0,
    joinAtMs: momentOf(render.retry_at),
  };
}

/** It was rendered for exactly this place; at another one its frames and packets would not meet those beside it. */
function stands(segment: SegmentRow, { span, previousSequence }: ChunkPlace): boolean {
  return (
    segment.start_samples === span.startSamples &&
    segment.length_samples === span.lengthSamples &&
    segment.previous_sequence === previousSequence
  );
}

function momentOf(at: string | null | undefined): number {
  return at == null ? 0 : Date.parse(at);
}
