/**
 * This person's own camera and microphone. Each is closed, opening, open or in trouble, never two of these; opening another
 * device while one opens wins over the first. Nobody but this class stops its tracks.
 */
export type LocalKind = 'camera' | 'microphone';
export type LocalTrouble = 'denied' | 'missing' | 'busy' | 'unavailable';

export type LocalDevice =
  | { readonly name: 'closed' }
  | { readonly name: 'opening' }
  | { readonly name: 'open'; readonly track: MediaStreamTrack }
  | { readonly name: 'trouble'; readonly trouble: LocalTrouble };

export interface LocalMediaState {
  readonly camera: LocalDevice;
  readonly microphone: LocalDevice;
}

const closed: LocalDevice = { name: 'closed' };

export function troubleOf(error: unknown): LocalTrouble {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
  if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
  return 'unavailable';
}

export function constraintsFor(kind: LocalKind, deviceId: string | null): MediaStreamConstraints {
  // "ideal", not "exact": a device that is no longer there gives way to another one.
  const device = deviceId === null ? {} : { deviceId: { ideal: deviceId } };
  return kind === 'camera'
    ? { video: { ...device, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } } }
    : { audio: { ...device, echoCancellation: true, noiseSuppression: true, autoGainControl: true } };
}

export class LocalMedia {
  #state: LocalMediaState = { camera: closed, microphone: closed };
  readonly #listeners = new Set<() => void>();
  readonly #turns = { camera: 0, microphone: 0 };
  readonly #opening: {
    [Kind in LocalKind]?: { deviceId: string | null; track: Promise<MediaStreamTrack | undefined> };
  } = {};

  get state(): LocalMediaState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): LocalMediaState => this.#state;

  track(kind: LocalKind): MediaStreamTrack | undefined {
    const device = this.#state[kind];
    return device.name === 'open' ? device.track : undefined;
  }

  /**
   * Never rejects: what went wrong stands in the state. Answers the track, if there is one and nobody asked anew meanwhile.
   * Asked twice for the same device, it opens once.
   */
  open(kind: LocalKind, deviceId: string | null): Promise<MediaStreamTrack | undefined> {
    const under = this.#opening[kind];
    if (this.#state[kind].name === 'opening' && under?.deviceId === deviceId) return under.track;
    const track = this.#open(kind, deviceId);
    this.#opening[kind] = { deviceId, track };
    return track;
  }

  async #open(kind: LocalKind, deviceId: string | null): Promise<MediaStreamTrack | undefined> {
    const turn = ++this.#turns[kind];
    const before = this.track(kind);
    this.#set(kind, { name: 'opening' });
    let track: MediaStreamTrack | undefined;
    let trouble: LocalTrouble = 'unavailable';
    try {
      const devices = navigator.mediaDevices as MediaDevices | undefined;
      const stream = await devices?.getUserMedia(constraintsFor(kind, deviceId));
      track = stream?.getTracks()[0];
    } catch (error) {
      trouble = troubleOf(error);
    }
    before?.stop();
    if (turn !== this.#turns[kind]) {
      track?.stop();
      return undefined;
    }
    if (track === undefined) {
      this.#set(kind, { name: 'trouble', trouble });
      return undefined;
    }
    const opened = track;
    opened.addEventListener('ended', () => {
      if (this.track(kind) === opened) this.#set(kind, { name: 'trouble', trouble: 'missing' });
    });
    this.#set(kind, { name: 'open', track: opened });
    return opened;
  }

  close(kind: LocalKind): void {
    this.#turns[kind]++;
    this.track(kind)?.stop();
    this.#set(kind, closed);
  }

  closeAll(): void {
    this.close('camera');
    this.close('microphone');
  }

  #set(kind: LocalKind, device: LocalDevice): void {
    this.#state = { ...this.#state, [kind]: device };
    for (const listener of [...this.#listeners]) listener();
  }
}
