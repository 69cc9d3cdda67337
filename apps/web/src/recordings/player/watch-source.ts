/** What the player plays of a recording. Pure. */
import type { Download, RecordingView } from '@veche/contracts/rest/recordings.ts';

export type WatchSource =
  /** Growing while the meeting goes on, then whole. */
  | { readonly kind: 'stream'; readonly url: string }
  | { readonly kind: 'file'; readonly url: string }
  /** Nothing yet, or for good. */
  | { readonly kind: 'none' };

export type Watchable = Readonly<Pick<RecordingView, 'state' | 'playlist'>> & {
  readonly downloads: readonly Download[];
};

/**
 * The finished file, where there is one; else the stream; else what was recorded, in one file. Whoever watches the stream stays with it when the
 * file comes: it is the same, and nothing jumps. `before`: what is being played.
 */
export function watchSource(
  { state, playlist, downloads }: Watchable,
  before: WatchSource['kind'] = 'none',
): WatchSource {
  const fileOf = (kind: 'video' | 'asRecorded'): WatchSource | undefined => {
    const url = downloads.find((one) => one.kind === kind)?.url;
    return url === undefined ? undefined : { kind: 'file', url };
  };
  const stream: WatchSource | undefined = playlist === null ? undefined : { kind: 'stream', url: playlist };
  const goesOn = state === 'recording' || state === 'paused';
  const finished = state === 'ready' ? fileOf('video') : undefined;
  if (before === 'stream' && stream !== undefined) return stream;
  return finished ?? stream ?? (goesOn ? undefined : fileOf('asRecorded')) ?? { kind: 'none' };
}
