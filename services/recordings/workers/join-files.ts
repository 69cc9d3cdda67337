/** What is rendered of a recording that is over becomes its files. Each replaces the one before it as a whole; the main render brings the sound's too. */
import { limits } from '@veche/contracts/limits.ts';
import { instant } from '@veche/ports/sql/sql.ts';
import { framesOf, samplesPerMs } from '../rendering/frame-grid.ts';
import { joinSound, joinVideo, SegmentLost } from '../rendering/join-recording.ts';
import { loadBlob } from '../rendering/load-chunk.ts';
import { PieceChanged } from '../rendering/mp4/join-movie.ts';
import { isWatchKey, segmentsFolder, soundName, videoName } from '../rendering/render-keys.ts';
import type { RenderPlan } from '../rendering/render-plan.ts';
import type { RenderKey } from '../store/renders.ts';
import { makeThumbnail } from './make-thumbnail.ts';
import { type RenderParts, RenderProblem } from './render-needs.ts';
import { kindOf, requireRoom, retryOutsideMs } from './render-one-segment.ts';
import { putFile, untilAborted } from './rendered-files.ts';

/** Never rejects; what went wrong stands in its row. Answers false where not even that could be written down. */
export async function joinFiles(parts: RenderParts, plan: RenderPlan, signal: AbortSignal): Promise<boolean> {
  const { render, places, lengthSamples } = plan;
  const { renders, clock, logger } = parts;
  const { recording_id: recordingId } = render;
  try {
    await requireRoom(parts);
    await putAll(parts, plan, signal);
    const done = {
      state: 'done',
      progress: 1,
      problem: blackWords(plan.blackParts),
      tries: 0,
      retry_at: null,
      joined_chunks: places.length,
      joined_ms: lengthSamples / samplesPerMs,
      joined_at: instant(clock.nowMs()),
    } as const;
    await renders.change(render, done, clock.nowMs());
    logger.info({ recordingId, heightPx: render.height, codec: render.codec }, 'A recording is rendered');
    return true;
  } catch (err) {
    if (signal.aborted) return true;
    if (err instanceof SegmentLost || err instanceof PieceChanged) {
      const sequence = plan.segments[err.index]?.sequence;
      logger.warn({ recordingId, sequence }, 'A rendered chunk is lost and is made again');
      return sequence === undefined || isDone(() => renders.removeSegments(render, sequence));
    }
    logger.warn({ recordingId, err }, 'Rendered chunks could not be joined');
    const problem = err instanceof RenderProblem ? err.message : 'The file could not be stored';
    const retry_at = instant(clock.nowMs() + retryOutsideMs(render.tries));
    const failed = { state: 'failed', problem, tries: render.tries + 1, retry_at } as const;
    return isDone(() => renders.change(render, failed, clock.nowMs()));
  }

  async function isDone(write: () => Promise<unknown>): Promise<boolean> {
    try {
      await write();
      return true;
    } catch (failure) {
      logger.warn({ recordingId, err: failure }, 'That joining failed could not be written down');
      return false;
    }
  }
}

export function blackWords(blackParts: number): string | null {
  if (blackParts === 0) return null;
  return `${blackParts} of its parts could not be rendered: black and silence stand in for ${blackParts === 1 ? 'it' : 'them'}`;
}

async function putAll(parts: RenderParts, plan: RenderPlan, signal: AbortSignal): Promise<void> {
  const { render, lengthSamples } = plan;
  const { blobs } = parts;
  const { recording_id: recordingId } = render;
  const segments = plan.segments.map((segment) => ({
    frames: framesOf({ startSamples: segment.start_samples, lengthSamples: segment.length_samples }).frames,
    pictureKey: segment.picture_key,
    frontBytes: segment.front_bytes,
    pictureBytes: segment.picture_bytes,
    soundKey: segment.sound_key,
    firstPacket: segment.first_packet,
    packets: segment.packets,
  }));
  const video = await joinVideo(blobs, kindOf(plan), segments, lengthSamples);
  await putFile(parts, {
    recordingId,
    name: videoName(render),
    kind: 'video',
    contentType: 'video/mp4',
    content: untilAborted(video.content, signal),
  });
  if (!plan.isMain) return;
  const sound = await joinSound(blobs, segments, lengthSamples);
  await putFile(parts, {
    recordingId,
    name: soundName,
    kind: 'sound',
    contentType: 'audio/mp4',
    content: untilAborted(sound.content, signal),
  });
  const [first] = segments;
  const picture = first && (await loadBlob(blobs, first.pictureKey, limits.renderedSegmentMaxBytes));
  const chunk = plan.places[0]?.chunk;
  // Does nothing where there is one already.
  if (picture !== undefined && chunk !== undefined) await makeThumbnail(parts, { chunk, picture, signal });
}

/** Their files stand, and nothing came late: the segments go. Those that players were told of stay with their chunks. */
export async function clearSegments(parts: Pick<RenderParts, 'renders' | 'blobs'>, render: RenderKey): Promise<void> {
  const segments = await parts.renders.segments(render.recording_id);
  const own = segments.filter(({ height, codec }) => height === render.height && codec === render.codec);
  await parts.renders.removeSegments(render);
  for (const { picture_key, sound_key } of own) {
    for (const key of [picture_key, sound_key]) {
      if (key !== '' && !isWatchKey(render.recording_id, key)) await parts.blobs.delete(key);
    }
  }
  // What a crash left between a blob and its row.
  for (const { key } of await parts.blobs.list(segmentsFolder(render), { limit: 10_000 }))
    await parts.blobs.delete(key);
}
