/**
 * A recording as an HLS media playlist (RFC 8216, with EXT-X-GAP of its revision): chunks are its segments as they lie there. While the recording goes
 * on, the list only grows at its end.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { ChunkSpan, Placed } from './timeline.ts';

/** One file that holds an initialisation section and one fragment. */
export interface SegmentFile {
  readonly sizeBytes: number;
  readonly initBytes: number;
  /** Two files with the same need no new initialisation; null = that is not known. */
  readonly initId: string | null;
}

export interface ListedChunk extends ChunkSpan {
  /**
   * `awaited`: it can't be played in this way, but a copy that can is to come. `missing`: there is none, and there will be none; players skip it, and
   * the positions of all others stay what they are.
   */
  readonly file: SegmentFile | 'awaited' | 'missing';
}

export interface Playlist {
  /** What of it can be played. */
  readonly files: number;
  readonly isComplete: boolean;
  /** `base` stands before the name of each file, as in `/recordings/v1/.../`. */
  write(base: string): string;
}

export const chunkFileName = (sequence: number): string => `chunk-${sequence}.mp4`;

/** O(n), once; writing it is one pass over its lines. */
export function hlsPlaylist(chunks: readonly Placed<ListedChunk>[], goesOn: boolean): Playlist {
  const end = chunks.findIndex(({ chunk }) => chunk.file === 'awaited');
  const listed = end === -1 ? chunks : chunks.slice(0, end);
  const isComplete = !goesOn && end === -1;
  const segments = segmentsOf(listed);
  const longestMs = listed.reduce((longest, { chunk }) => Math.max(longest, chunk.durationMs), 0);
  const head = [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-PLAYLIST-TYPE:${isComplete ? 'VOD' : 'EVENT'}`,
    // It may not change while the list grows, and no chunk is longer but by the tail of a frame.
    `#EXT-X-TARGETDURATION:${Math.max(Math.round(limits.recordingChunkMaxMs / 1_000), Math.round(longestMs / 1_000))}`,
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-INDEPENDENT-SEGMENTS',
  ];
  const tail = isComplete ? ['#EXT-X-ENDLIST'] : [];
  const write = (base: string): string =>
    [...head, ...segments.flatMap((segment) => linesOf(segment, base)), ...tail, ''].join('\n');
  let plain: string | undefined;
  return {
    files: listed.filter(({ chunk }) => chunk.file !== 'missing').length,
    isComplete,
    // Players ask for it every few seconds, each of them.
    write: (base) => {
      if (base !== '') return write(base);
      plain ??= write('');
      return plain;
    },
  };
}

interface Segment {
  readonly chunk: ListedChunk;
  readonly isFirst: boolean;
  readonly isCut: boolean;
  readonly needsInit: boolean;
}

function segmentsOf(listed: readonly Placed<ListedChunk>[]): Segment[] {
  let initId: string | null = null;
  let run: number | undefined;
  return listed.map(({ chunk, gapMs }) => {
    const { file } = chunk;
    const needsInit = typeof file === 'object' && (initId === null || file.initId !== initId);
    // Timestamps count from the start of each run; a hole within one is a jump of them.
    const isNewRun = run !== chunk.runStartedAtMs || gapMs > 0;
    const isFirst = run === undefined;
    // Another sender or size is another initialisation and no cut: time goes on in it, and a player that is told of a cut adds up the times itself, a little off each time.
    const isCut = !isFirst && isNewRun;
    if (typeof file === 'object') initId = file.initId;
    run = chunk.runStartedAtMs;
    return { chunk, isFirst, isCut, needsInit };
  });
}

function linesOf({ chunk, isFirst, isCut, needsInit }: Segment, base: string): string[] {
  const { file, sequence, durationMs, startMs } = chunk;
  const address = base + chunkFileName(sequence);
  const time = new Date(startMs).toISOString();
  return [
    ...(isCut ? ['#EXT-X-DISCONTINUITY'] : []),
    ...(typeof file === 'object' && needsInit ? [`#EXT-X-MAP:URI="${address}",BYTERANGE="${file.initBytes}@0"`] : []),
    // Of what follows without a cut players add it up themselves; the list of a long meeting is half as long so.
    ...(isCut || isFirst ? [`#EXT-X-PROGRAM-DATE-TIME:${time}`] : []),
    `#EXTINF:${(durationMs / 1_000).toFixed(3)},`,
    ...(typeof file === 'object'
      ? [`#EXT-X-BYTERANGE:${file.sizeBytes - file.initBytes}@${file.initBytes}`]
      : ['#EXT-X-GAP']),
    address,
  ];
}
