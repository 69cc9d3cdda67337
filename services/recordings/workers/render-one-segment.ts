/** One chunk is rendered, its result put into the blobs, and then told: what a crash cuts short is made again under the same keys. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { limits } from '@veche/contracts/limits.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { labelsOf } from '../rendering/name-labels.ts';
import { segmentKeys } from '../rendering/render-keys.ts';
import { isAwaited, type RenderJob } from '../rendering/render-order.ts';
import type { MissingSegment, RenderPlan } from '../rendering/render-plan.ts';
import { renderSegment, type Segment, type SegmentEnd, type SourceChunk } from '../rendering/render-segment.ts';
import type { RenderKind } from '../rendering/segment-arguments.ts';
import { decodedPreRollSamples } from '../rendering/sound-grid.ts';
import { type RecordingChunkRow, speakersOf } from '../store/recording-tables.ts';
import type { SegmentRow } from '../store/render-tables.ts';
import { makeThumbnail } from './make-thumbnail.ts';
import { type RenderParts, RenderProblem } from './render-needs.ts';
import { streamOf } from './rendered-files.ts';

export type SegmentJob = Extract<RenderJob, { type: 'segment' }>;

export interface SegmentRun {
  readonly threads: number;
  /** No other one has it. */
  readonly folderName: string;
  readonly signal: AbortSignal;
}

/** Never rejects; what went wrong stands in its row. Answers false where not even that could be written down. */
export async function renderOneSegment(parts: RenderParts, job: SegmentJob, run: SegmentRun): Promise<boolean> {
  const { missing, plan } = job;
  const { logger, clock } = parts;
  const fields = { recordingId: plan.render.recording_id, sequence: missing.chunk.sequence };
  try {
    const end = await tryOnce(parts, job, run);
    if (end.type === 'aborted') return true;
    if (end.type === 'done') {
      if (end.segment.isBlack) logger.warn(fields, 'A chunk cannot be rendered: black and silence stand in for it');
      await keep(parts, job, end.segment, run);
      return true;
    }
    logger.warn({ ...fields, problem: end.problem, tries: missing.tries + 1 }, 'A chunk could not be rendered');
    await parts.renders.setSegment(failedRow(plan, missing, end, clock.nowMs()));
    return true;
  } catch (err) {
    if (run.signal.aborted) return true;
    const problem = err instanceof RenderProblem ? err.message : 'The store or the disk did not answer';
    logger.warn({ ...fields, err, problem }, 'A chunk could not be rendered');
    const row = failedRow(plan, missing, { problem, isItsFault: false }, clock.nowMs());
    try {
      await parts.renders.setSegment(row);
      return true;
    } catch (failure) {
      logger.warn({ ...fields, err: failure }, 'That a chunk could not be rendered could not be written down');
      return false;
    }
  }
}

async function tryOnce(
  parts: RenderParts,
  { plan, missing }: SegmentJob,
  { threads, folderName, signal }: SegmentRun,
): Promise<SegmentEnd> {
  const { ffmpeg, blobs, containers, tails } = parts;
  if (ffmpeg === undefined) return { type: 'aborted' };
  await requireRoom(parts);
  const { chunk } = missing;
  const recording = await parts.recordings.byId(chunk.recording_id);
  if (recording === undefined) return { type: 'aborted' };
  const speakers = speakersOf(chunk);
  const names = new Map<string, string>();
  for (const id of new Set([chunk.source, ...speakers.map(({ participantId }) => participantId)])) {
    const name = id === null ? undefined : await parts.participantName(recording.conference_id, id);
    if (id !== null && name !== undefined) names.set(id, name);
  }
  const picture =
    chunk.kind === 'still' || chunk.source === null ? null : { participantId: chunk.source, source: chunk.kind };
  return renderSegment(
    { ffmpeg, blobs, containers, tails },
    {
      kind: kindOf(plan),
      chunk: sourceOf(chunk),
      span: missing.span,
      before: beforeIt(plan, missing),
      isGivenUp: missing.faults >= limits.renderTriesMax,
      labels: labelsOf({ startMs: chunk.start_ms, durationMs: chunk.duration_ms, picture, speakers }, (id) =>
        names.get(id),
      ),
      threads,
      niceness: nicenessOf(plan, missing),
      folder: join(parts.workFolder, folderName),
      signal,
    },
  );
}

/** Files of one chunk and its segment lie there at a time for each that is rendered; what must never stop has the rest. */
export async function requireRoom(parts: RenderParts): Promise<void> {
  if ((await parts.freeBytes()) < limits.diskReserveBytes) throw new RenderProblem('The server’s disk is nearly full');
}

/** Meetings come first: on this machine others may go on when one is over. Then what somebody waits for: a file, then the next chunk of what they watch. */
export function nicenessOf(
  { goesOn, render, isRequested }: Pick<RenderPlan, 'goesOn' | 'render' | 'isRequested'>,
  missing: Pick<MissingSegment, 'chunk'>,
): number {
  if (isRequested || render.state === 'failed') return 19;
  if (!goesOn) return 12;
  return isAwaited(missing) ? 15 : 19;
}

export function kindOf({ render }: RenderPlan): RenderKind {
  return { heightPx: render.height === 1080 ? 1080 : 720, codec: render.codec };
}

/** As many as the sound's pre-roll takes. */
function beforeIt({ places }: RenderPlan, missing: MissingSegment): SourceChunk[] {
  const index = places.findIndex(({ chunk }) => chunk.sequence === missing.chunk.sequence);
  let first = index;
  while (first > 0 && missing.span.startSamples - (places[first]?.span.startSamples ?? 0) < decodedPreRollSamples)
    first -= 1;
  return places.slice(first, index).map(({ chunk }) => sourceOf(chunk));
}

function sourceOf(chunk: RecordingChunkRow): SourceChunk {
  const { key, hash, container, number } = chunk;
  return {
    key,
    hash,
    container,
    number,
    videoCodec: chunk.video_codec,
    runStartedAtMs: chunk.run_started_at_ms,
    startMs: chunk.start_ms,
    durationMs: chunk.duration_ms,
    widthPx: chunk.width,
    heightPx: chunk.height,
  };
}

/** The copy is told of first: whoever is killed in between makes the segment anew, and the copy stays. */
async function keep(
  parts: RenderParts,
  { plan, missing }: SegmentJob,
  segment: Segment,
  run: SegmentRun,
): Promise<void> {
  const { blobs, renders, clock } = parts;
  const { picture, sound } = segment;
  const { chunk } = missing;
  const keys = segmentKeys(plan.render, chunk, plan.isMain);
  await blobs.put(keys.picture, streamOf(picture.bytes), { maxBytes: limits.renderedSegmentMaxBytes });
  await blobs.put(keys.sound, streamOf(sound), { maxBytes: limits.renderedSoundMaxBytes });
  if (keys.isCopy) {
    const { initBytes, codecs, bytes } = picture;
    const initSha256 = createHash('sha256').update(bytes.subarray(0, initBytes)).digest('hex');
    await parts.chunks.setWatchCopy(chunk.recording_id, chunk.sequence, {
      key: keys.picture,
      sizeBytes: bytes.length,
      initBytes,
      initSha256,
      codecs,
    });
  }
  const isWanted = await renders.setSegment({
    ...rowOf(plan, missing, clock.nowMs()),
    state: 'done',
    black: segment.isBlack ? 1 : 0,
    picture_key: keys.picture,
    front_bytes: picture.frontBytes,
    picture_bytes: picture.bytes.length,
    sound_key: keys.sound,
    first_packet: segment.firstPacket,
    packets: segment.packets,
  });
  if (isWanted && plan.isMain && !segment.isBlack && chunk.kind !== 'still')
    await makeThumbnail(parts, { chunk, picture: picture.bytes, signal: run.signal });
}

function failedRow(
  plan: RenderPlan,
  missing: MissingSegment,
  { problem, isItsFault }: { problem: string; isItsFault: boolean },
  nowMs: number,
): SegmentRow {
  return {
    ...rowOf(plan, missing, nowMs),
    state: 'failed',
    tries: missing.tries + 1,
    faults: missing.faults + (isItsFault ? 1 : 0),
    retry_at: instant(nowMs + (isItsFault ? retryAfterMs(missing.tries) : retryOutsideMs(missing.tries))),
    problem: problem.slice(0, 500),
  };
}

/** What the store, the disk or the machine did may be over at any moment, and somebody waits. */
export function retryOutsideMs(tries: number): number {
  return Math.min(limits.renderRetryOutsideMaxMs, retryAfterMs(tries));
}

export function retryAfterMs(tries: number): number {
  return Math.min(limits.renderRetryMaxMs, limits.renderRetryFirstMs * 2 ** Math.min(tries, 20));
}

function rowOf({ render }: RenderPlan, { chunk, span, previousSequence }: MissingSegment, nowMs: number): SegmentRow {
  return {
    recording_id: render.recording_id,
    sequence: chunk.sequence,
    height: render.height,
    codec: render.codec,
    state: 'failed',
    tries: 0,
    faults: 0,
    retry_at: null,
    problem: null,
    start_samples: span.startSamples,
    length_samples: span.lengthSamples,
    previous_sequence: previousSequence,
    black: 0,
    picture_key: '',
    front_bytes: 0,
    picture_bytes: 0,
    sound_key: '',
    first_packet: 0,
    packets: 0,
    updated_at: instant(nowMs),
  };
}
