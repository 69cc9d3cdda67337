/**
 * This person's own camera and microphone. Each is closed, opening, open or in trouble, never two of these; opening another
 * device while one opens wins over the first. Nobody but this class stops its tracks.
 */
import { type Capture, captureConstraints } from './voice-treatment.ts';

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

export function constraintsFor(
  kind: LocalKind,
  deviceId: string | null,
  capture: Capture = 'plain',
): MediaStreamConstraints {
  // "ideal", not "exact": a device that is no longer there gives way to another one.
  const device = deviceId === null ? {} : { deviceId: { ideal: deviceId } };
  return kind === 'camera'
    ? { video: { ...device, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } } }
    : { audio: { ...device, ...captureConstraints[capture] } };
}

/** A device that has just been opened says nothing for a moment. */
const warmUpMs = 250;

export class LocalMedia {
  #state: LocalMediaState = { camera: closed, microphone: closed };
  readonly #listeners = new Set<() => void>();
  readonly #turns = { camera: 0, microphone: 0 };
  readonly #opening: {
    [Kind in LocalKind]?: { deviceId: string | null; track: Promise<MediaStreamTrack | undefined> };
  } = {};
  readonly #captureWanted: () => Capture;
  #capture: Capture = 'plain';

  /** `captureWanted` answers how a microphone is to be captured when it is opened. */
  constructor(captureWanted: () => Capture = () => 'plain') {
    this.#captureWanted = captureWanted;
  }

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
    const capture = this.#captureWanted();
    try {
      track = await captured(constraintsFor(kind, deviceId, capture));
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
    this.#opened(kind, track, capture);
    return track;
  }

  /**
   * The open microphone once more, captured as it is wanted now. The former one sounds until `takeOver` is done with the new one. Answers
   * whether it was done: not where it is captured like that already, where none is open, or where it would not come a second time.
   */
  async recapture(deviceId: string | null, takeOver: (track: MediaStreamTrack) => Promise<void>): Promise<boolean> {
    const before = this.track('microphone');
    if (before === undefined) return false;
    // An earlier wish that is still under way is overtaken also where this one needs nothing.
    const turn = ++this.#turns.microphone;
    const capture = this.#captureWanted();
    if (capture === this.#capture) return false;
    const id = before.getSettings().deviceId ?? deviceId;
    const track = await captured(constraintsFor('microphone', id, capture)).catch(() => undefined);
    if (track !== undefined) await new Promise((resolve) => setTimeout(resolve, warmUpMs));
    if (track === undefined || turn !== this.#turns.microphone) {
      track?.stop();
      return false;
    }
    this.#opened('microphone', track, capture);
    try {
      await takeOver(track);
    } finally {
      before.stop();
    }
    return true;
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

  #opened(kind: LocalKind, track: MediaStreamTrack, capture: Capture): void {
    if (kind === 'microphone') this.#capture = capture;
    track.addEventListener('ended', () => {
      if (this.track(kind) === track) this.#set(kind, { name: 'trouble', trouble: 'missing' });
    });
    this.#set(kind, { name: 'open', track });
  }

  #set(kind: LocalKind, device: LocalDevice): void {
    this.#state = { ...this.#state, [kind]: device };
    for (const listener of [...this.#listeners]) listener();
  }
}

async function captured(constraints: MediaStreamConstraints): Promise<MediaStreamTrack | undefined> {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  return (await devices?.getUserMedia(constraints))?.getTracks()[0];
}
