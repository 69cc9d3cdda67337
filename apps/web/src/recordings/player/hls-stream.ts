/**
 * A recording's stream in the <video>, by hls.js: growing while the meeting goes on, then whole, with no break between. Every address gets the newest token
 * just before it is asked for. What the network loses is asked for again for as long as the page is open; only a refusal ends it, and that is the owner's to judge.
 */
/// <reference path="./hls-light.d.ts" />
import Hls, {
  type ErrorData,
  type HlsConfig,
  type LevelDetails,
  type Loader,
  type PlaylistLoaderContext,
} from 'hls.js/light';
import { askedOften } from './asked-often.ts';
import { type LiveEdge, livePositionS } from './live-edge.ts';
import type { Stream, StreamOptions } from './stream.ts';
import { withFreshToken } from './watch-address.ts';

const tryAgainMs = 2_000;
const mediaErrorsMost = 3;
/** Behind the first moment that there is. */
const insideS = 0.01;
/** Statuses by which the server says that an address opens nothing (any more). */
const refusals: ReadonlySet<number> = new Set([401, 403, 404, 410]);

const config: Partial<HlsConfig> = {
  // The chunks are passed on as they are: nothing that a worker would be needed for.
  enableWorker: false,
  autoStartLoad: false,
  lowLatencyMode: false,
  maxBufferLength: 40,
  maxMaxBufferLength: 120,
  backBufferLength: 90,
  // Whoever went back stays there.
  liveSyncDuration: 15,
  liveMaxLatencyDuration: Number.POSITIVE_INFINITY,
};

/** Undefined where this browser has no MediaSource. */
export function openHlsStream(video: HTMLVideoElement, options: StreamOptions): Stream | undefined {
  if (!Hls.isSupported()) return undefined;
  let details: LevelDetails | undefined;
  let clockAheadMs = 0;
  let mediaErrors = 0;
  let started = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hls = new Hls({
    ...config,
    pLoader: oftenAsking(Hls.DefaultConfig.loader as unknown as LoaderClass) as unknown as NonNullable<
      HlsConfig['pLoader']
    >,
    xhrSetup: (xhr, url) => xhr.open('GET', withFreshToken(url, options.freshAddress()), true),
  });

  const edge = (): LiveEdge | undefined => {
    if (details === undefined) return undefined;
    const last = details.fragments.at(-1);
    const lastAtMs = last?.programDateTime ?? undefined;
    return {
      edgeS: details.edge,
      edgeAtMs: last === undefined || lastAtMs === undefined ? undefined : lastAtMs + last.duration * 1_000,
      nowMs: Date.now() + clockAheadMs,
    };
  };
  const start = (): void => {
    if (started || details === undefined) return;
    started = true;
    const now = edge();
    const from =
      options.startS === 'live' ? (details.live && now !== undefined ? livePositionS(now) : 0) : options.startS;
    hls.startLoad(from);
  };

  hls.on(Hls.Events.LEVEL_LOADED, (_name, data) => {
    details = data.details;
    const date = (data.networkDetails as XMLHttpRequest | null)?.getResponseHeader('date');
    const serverMs = Date.parse(date ?? '');
    // The header has whole seconds, cut.
    if (!Number.isNaN(serverMs)) clockAheadMs = serverMs + 500 - Date.now();
    start();
    options.onChanged();
  });
  hls.on(Hls.Events.LEVEL_UPDATED, (_name, data) => {
    details = data.details;
    options.onChanged();
  });
  hls.on(Hls.Events.FRAG_BUFFERED, () => {
    mediaErrors = 0;
  });
  hls.on(Hls.Events.ERROR, (_name, data) => handleError(data));

  function handleError({ fatal, type, response }: ErrorData): void {
    if (response?.code !== undefined && refusals.has(response.code)) options.onRefused();
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR && mediaErrors < mediaErrorsMost) {
      mediaErrors += 1;
      hls.recoverMediaError();
    } else if (type === Hls.ErrorTypes.NETWORK_ERROR) {
      clearTimeout(timer);
      timer = setTimeout(tryAgain, tryAgainMs);
    } else options.onUnplayable();
  }
  function tryAgain(): void {
    if (details === undefined) hls.loadSource(options.freshAddress() ?? options.url);
    else hls.startLoad(started ? video.currentTime : -1);
  }

  // By what it learns of the chunks it may find that the first begins a moment after 0; for what lies before that it would load the live edge, for ever.
  const stayInside = (): void => {
    const firstS = details?.fragments[0]?.start ?? 0;
    if (video.currentTime < firstS) video.currentTime = firstS + insideS;
  };
  video.addEventListener('seeking', stayInside);
  hls.attachMedia(video);
  hls.loadSource(options.url);
  return {
    edge,
    isLive: () => details?.live ?? false,
    close: () => {
      video.removeEventListener('seeking', stayInside);
      clearTimeout(timer);
      hls.destroy();
    },
  };
}

type LoaderClass = new (config: HlsConfig) => Loader<PlaylistLoaderContext>;

/** The same loader, told that chunks are short: hls.js takes from that, and from nothing else, how often it asks for the list. */
function oftenAsking(Plain: LoaderClass): LoaderClass {
  return class extends Plain {
    override load(...[context, loaderConfig, callbacks]: Parameters<Loader<PlaylistLoaderContext>['load']>): void {
      super.load(context, loaderConfig, {
        ...callbacks,
        onSuccess: (response, stats, done, details) => {
          if (typeof response.data === 'string') response.data = askedOften(response.data);
          callbacks.onSuccess(response, stats, done, details);
        },
      });
    }
  };
}
