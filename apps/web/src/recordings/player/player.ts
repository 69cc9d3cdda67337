/**
 * Plays one recording in one <video>, whatever it comes as - a stream that grows, a whole one, a file - and shows all of it as one state, without any screen.
 * Addresses that run out are replaced by fresh ones while it plays; a viewer of two hours does not notice.
 */
import { behindLiveS, isLive, livePositionS, liveRate } from './live-edge.ts';
import { freshAfterMs, openNativeStream, type Stream, type StreamOptions } from './stream.ts';
import type { WatchSource } from './watch-source.ts';

export interface PlayerState {
  readonly atMs: number;
  readonly durationMs: number;
  /** From `atMs` on, what is here already ends there. */
  readonly bufferedMs: number;
  readonly playing: boolean;
  /** It wants to play, and there is nothing to play yet. */
  readonly waiting: boolean;
  /** A picture has been seen. */
  readonly shown: boolean;
  readonly ended: boolean;
  readonly muted: boolean;
  /** 0 to 1. */
  readonly volume: number;
  readonly speed: number;
  /** null = it does not grow. */
  readonly live: { readonly now: boolean; readonly behindMs: number } | null;
  readonly unplayable: boolean;
}

export const initialPlayerState: PlayerState = {
  atMs: 0,
  durationMs: 0,
  bufferedMs: 0,
  playing: false,
  waiting: false,
  shown: false,
  ended: false,
  muted: false,
  volume: 1,
  speed: 1,
  live: null,
  unplayable: false,
};

/** Well before addresses run out. */
const fileAddressMs = 7 * 60_000;
/** Where a fresh address does not help, another is tried later and later: a server may be away, or the network. */
const freshAfterMaxMs = 20_000;
/** So often a file may fail in a row before that is told. */
const failuresToldFrom = 4;
/** Large, and needed on the player's page alone. */
export const loadHls = () => import('./hls-stream.ts');
const videoEvents = [
  ...['timeupdate', 'durationchange', 'progress', 'play', 'playing', 'pause', 'waiting', 'seeking', 'seeked'],
  ...['ended', 'volumechange', 'ratechange', 'loadeddata', 'canplay'],
] as const;

export interface PlayerOptions {
  /** The server no longer opens what it has opened; fresh addresses are to be had, or not. */
  onRefused(): void;
}

export class Player {
  readonly #video: HTMLVideoElement;
  readonly #options: PlayerOptions;
  readonly #listeners = new Set<() => void>();
  readonly #stops: (() => void)[] = [];
  #state = initialPlayerState;
  #source: WatchSource = { kind: 'none' };
  #freshUrl: string | null = null;
  #fileSetAtMs = 0;
  #stream: Stream | undefined;
  #closed = false;
  /** The viewer wants what is live: whatever time opening, seeking and waiting take is made up for. */
  #followsLive = false;
  /** As the viewer has chosen. */
  #speed = 1;
  /** The viewer wants it to play: a browser pauses what has failed, too. */
  #wantsToPlay = false;
  /** Where a file that has failed goes on with a fresh address. */
  #resumeS: number | undefined;
  #failures = 0;

  constructor(video: HTMLVideoElement, options: PlayerOptions) {
    this.#video = video;
    this.#options = options;
    const look = (): void => this.#look();
    for (const name of videoEvents) video.addEventListener(name, look);
    const begins = (): void => {
      this.#wantsToPlay = true;
    };
    const pauses = (): void => {
      if (video.error === null) this.#wantsToPlay = false;
    };
    video.addEventListener('play', begins);
    video.addEventListener('pause', pauses);
    this.#stops.push(() => {
      video.removeEventListener('play', begins);
      video.removeEventListener('pause', pauses);
    });
    const failed = (): void => this.#handleFileError();
    video.addEventListener('error', failed);
    this.#stops.push(() => {
      for (const name of videoEvents) video.removeEventListener(name, look);
      video.removeEventListener('error', failed);
    });
  }

  get state(): PlayerState {
    return this.#state;
  }

  get playing(): WatchSource['kind'] {
    return this.#source.kind;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The same again brings a fresh address; another one takes the place of the first where that one was. */
  setSource(source: WatchSource, startS: number | 'live'): void {
    const before = this.#source;
    this.#source = source;
    this.#freshUrl = source.kind === 'none' ? null : source.url;
    if (source.kind === before.kind) return;
    const start = before.kind === 'none' ? startS : this.#video.currentTime;
    this.#stream?.close();
    this.#stream = undefined;
    if (source.kind === 'file') this.#setFile(source.url, start === 'live' ? 0 : start);
    else if (source.kind === 'stream') {
      this.#followsLive = start === 'live';
      void this.#openStream(source.url, start);
    }
  }

  play(): void {
    this.#video.play().catch((error: unknown) => {
      // Sound before a click is refused by browsers; a picture without it is not.
      if (!(error instanceof Error) || error.name !== 'NotAllowedError') return;
      this.#video.muted = true;
      this.#video.play().catch(() => undefined);
    });
  }

  toggle(): void {
    if (this.#video.paused) this.play();
    else this.#video.pause();
  }

  seek(atMs: number): void {
    const most = this.#state.durationMs > 0 ? this.#state.durationMs : Number.POSITIVE_INFINITY;
    const atS = Math.max(0, Math.min(atMs, most)) / 1_000;
    this.#followsLive = false;
    const { kind } = this.#source;
    if (this.#resumeS !== undefined) {
      this.#resumeS = atS;
      return;
    }
    // One that has run out would be asked for a place that is not here yet.
    if (kind === 'file' && this.#freshUrl !== null && Date.now() - this.#fileSetAtMs > fileAddressMs) {
      this.#setFile(this.#freshUrl, atS);
    } else this.#video.currentTime = atS;
    this.#look();
  }

  skip(seconds: number): void {
    this.seek(this.#state.atMs + seconds * 1_000);
  }

  goLive(): void {
    const edge = this.#stream?.edge();
    if (edge !== undefined) this.#video.currentTime = livePositionS(edge);
    this.#followsLive = true;
    this.play();
  }

  setVolume(volume: number): void {
    this.#video.volume = Math.max(0, Math.min(1, volume));
    this.#video.muted = this.#video.volume === 0;
  }

  toggleMuted(): void {
    if (this.#video.muted && this.#video.volume === 0) this.#video.volume = 0.5;
    this.#video.muted = !this.#video.muted;
  }

  setSpeed(speed: number): void {
    this.#speed = speed;
    this.#video.defaultPlaybackRate = speed;
    this.#video.playbackRate = speed;
  }

  /** Nothing is heard or seen any more. */
  close(): void {
    this.#closed = true;
    for (const stop of this.#stops) stop();
    this.#stream?.close();
    this.#video.pause();
    this.#video.removeAttribute('src');
    this.#video.load();
  }

  async #openStream(url: string, startS: number | 'live'): Promise<void> {
    const options: StreamOptions = {
      url,
      startS,
      freshAddress: () => this.#freshUrl,
      onChanged: () => this.#look(),
      onRefused: () => this.#options.onRefused(),
      onUnplayable: () => this.#change({ unplayable: true }),
      wantsToPlay: () => this.#wantsToPlay,
    };
    const { openHlsStream } = await loadHls();
    if (this.#closed || this.#source.kind !== 'stream') return;
    this.#stream = openHlsStream(this.#video, options) ?? openNativeStream(this.#video, options);
    if (this.#stream === undefined) this.#change({ unplayable: true });
  }

  #setFile(url: string, startS: number): void {
    const video = this.#video;
    const plays = this.#wantsToPlay;
    video.src = url;
    this.#fileSetAtMs = Date.now();
    video.playbackRate = this.#speed;
    if (startS > 0) video.currentTime = startS;
    if (plays) this.play();
  }

  /** A file's address has run out, most likely: the page asks for a fresh one, and it goes on where it was. */
  #handleFileError(): void {
    if (this.#source.kind !== 'file' || this.#closed) return;
    this.#failures += 1;
    if (this.#failures >= failuresToldFrom) this.#change({ unplayable: true });
    this.#resumeS ??= this.#video.currentTime;
    this.#options.onRefused();
    setTimeout(
      () => {
        const at = this.#resumeS ?? 0;
        this.#resumeS = undefined;
        if (this.#closed || this.#freshUrl === null) return;
        this.#setFile(this.#freshUrl, at);
      },
      Math.min(freshAfterMaxMs, freshAfterMs * 2 ** (this.#failures - 1)),
    );
  }

  #look(): void {
    const video = this.#video;
    const edge = this.#stream?.edge();
    const grows = this.#stream?.isLive() === true;
    const durationS = grows && edge !== undefined ? edge.edgeS : Number.isFinite(video.duration) ? video.duration : 0;
    const plays = video.readyState >= 2;
    if (plays) this.#failures = 0;
    const live = grows ? edge : undefined;
    const rate =
      this.#followsLive && this.#speed === 1 ? liveRate(video.currentTime, live, video.playbackRate) : this.#speed;
    if (video.playbackRate !== rate) video.playbackRate = rate;
    this.#change({
      atMs: video.currentTime * 1_000,
      durationMs: durationS * 1_000,
      bufferedMs: bufferedUntilS(video) * 1_000,
      playing: !video.paused && !video.ended,
      waiting: !video.paused && !video.ended && video.readyState < 3,
      shown: this.#state.shown || video.readyState >= 2,
      ended: video.ended,
      muted: video.muted,
      volume: video.volume,
      speed: this.#speed,
      live: live === undefined ? null : liveOf(video.currentTime, live, this.#state.live),
      unplayable: this.#state.unplayable && !(plays && this.#source.kind === 'file'),
    });
  }

  #change(change: Partial<PlayerState>): void {
    const names = Object.keys(change) as (keyof PlayerState)[];
    if (names.every((name) => this.#state[name] === change[name])) return;
    this.#state = { ...this.#state, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}

/** The same object where it says the same. */
function liveOf(atS: number, edge: Parameters<typeof isLive>[1], before: PlayerState['live']): PlayerState['live'] {
  const now = isLive(atS, edge);
  const behindMs = Math.round(behindLiveS(atS, edge)) * 1_000;
  return before?.now === now && before.behindMs === behindMs ? before : { now, behindMs };
}

function bufferedUntilS({ buffered, currentTime }: HTMLVideoElement): number {
  for (let index = 0; index < buffered.length; index += 1)
    if (buffered.start(index) <= currentTime + 0.2 && buffered.end(index) > currentTime) return buffered.end(index);
  return currentTime;
}
