/**
 * The chat at its place in what is watched. What was said while a host had paused is left out, as everything else of that time is; what was said while
 * something had failed stands at the cut, because nobody wanted it gone.
 */
import type { TimedMessage } from '@veche/contracts/rest/recordings.ts';
import { type ChunkSpan, isPausedAt, type Pause, type Placed, placeOf } from './timeline.ts';

interface Said {
  readonly id: string;
  readonly atMs: number;
  readonly name: string;
  readonly text: string;
  readonly fileName: string | null;
}

/** `said` in order. While the recording goes on, what was said behind its last chunk is still to come. */
export function chatTrack(
  chunks: readonly Placed<ChunkSpan>[],
  pauses: readonly Pause[],
  said: readonly Said[],
  goesOn: boolean,
): TimedMessage[] {
  return said.flatMap(({ id, atMs, name, text, fileName }) => {
    const { where, positionMs } = placeOf(chunks, atMs);
    if (where !== 'inside' && isPausedAt(pauses, atMs)) return [];
    if (goesOn && where === 'after') return [];
    if (chunks.length === 0) return [];
    return [{ id, atMs: positionMs, at: new Date(atMs).toISOString(), name, text, fileName }];
  });
}
