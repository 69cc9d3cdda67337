/** What plays a recording's stream in a <video>: hls.js, or the browser itself where it can and hls.js cannot. */
import type { LiveEdge } from './live-edge.ts';

export interface StreamOptions {
  readonly url: string;
  readonly startS: number | 'live';
  /** The newest address of this recording that the server has given; its token opens everything else of it. */
  freshAddress(): string | null;
  /** More of it is there, or it has become whole. */
  onChanged(): void;
  /** The server says that an address opens nothing: run out, or withdrawn. It is tried again with a fresh one. */
  onRefused(): void;
  onUnplayable(): void;
  wantsToPlay(): boolean;
}

export interface Stream {
  edge(): LiveEdge | undefined;
  /** It still grows. */
  isLive(): boolean;
  close(): void;
}

/** So long a fresh address may take to come. */
export const freshAfterMs = 1_500;

/** For browsers without MediaSource, as on iPhones; the address is put in anew when it has run out. */
export function openNativeStream(video: HTMLVideoElement, options: StreamOptions): Stream | undefined {
  if (video.canPlayType('application/vnd.apple.mpegurl') === '') return undefined;
  const edge = (): LiveEdge | undefined => {
    const { seekable } = video;
    if (seekable.length === 0) return undefined;
    return { edgeS: seekable.end(seekable.length - 1), edgeAtMs: undefined, nowMs: Date.now() };
  };
  const changed = (): void => options.onChanged();
  let startS = options.startS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const loaded = (): void => {
    if (startS !== 'live') video.currentTime = startS;
    options.onChanged();
  };
  const failed = (): void => {
    // It may fail again before it has begun: where it was is known from the first time.
    if (video.currentTime > 0) startS = video.currentTime;
    options.onRefused();
    clearTimeout(timer);
    timer = setTimeout(() => {
      const url = options.freshAddress();
      if (url === null) return;
      video.src = url;
      if (options.wantsToPlay()) video.play().catch(() => undefined);
    }, freshAfterMs);
  };
  video.addEventListener('loadedmetadata', loaded);
  video.addEventListener('durationchange', changed);
  video.addEventListener('error', failed);
  video.src = options.url;
  return {
    edge,
    isLive: () => video.duration === Number.POSITIVE_INFINITY,
    close: () => {
      clearTimeout(timer);
      video.removeEventListener('error', failed);
      video.removeEventListener('loadedmetadata', loaded);
      video.removeEventListener('durationchange', changed);
      video.removeAttribute('src');
      video.load();
    },
  };
}
