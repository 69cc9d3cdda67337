/**
 * "Hear yourself as others do": sends the microphone to the server as in a meeting, keeps a few seconds of what comes back, and plays
 * them. It opens two calls and closes them; the microphone stays the caller's.
 */
import { failureCode } from '../api/http.ts';
import { meetings } from '../api/meetings.ts';
import type { LocalMedia } from '../media/local-media.ts';
import { type RecordedSound, SoundRecording } from '../media/sound-recording.ts';
import { treatmentOf } from '../media/voice-treatment.ts';
import type { PreferencesState } from '../state/preferences-slice.ts';
import { SoundCheckCalls, SoundCheckFailed } from './sound-check-calls.ts';
import { type SoundCheckInput, type SoundCheckState, soundCheckAfter } from './sound-check-state.ts';

const speakingMs = 5_000;
/** What was said last is still on its way. */
const onItsWayMs = 400;
const tickMs = 100;
/** -54 dB: what is quieter is nobody's voice. */
const silentPeak = 0.002;

export interface SoundCheckNeeds {
  readonly media: LocalMedia;
  preferences(): PreferencesState;
}

export class SoundCheckRun {
  readonly #needs: SoundCheckNeeds;
  readonly #listeners = new Set<() => void>();
  #state: SoundCheckState = { name: 'opening' };
  #calls: SoundCheckCalls | undefined;
  #recording: SoundRecording | undefined;
  #sound: RecordedSound | undefined;
  #endWaiting: (() => void) | undefined;
  #closed = false;

  constructor(needs: SoundCheckNeeds) {
    this.#needs = needs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): SoundCheckState => this.#state;

  /** Never rejects: what went wrong stands in the state. */
  async run(): Promise<void> {
    this.#step({ type: 'begun' });
    if (this.#state.name !== 'opening') return;
    try {
      await this.#speakAndHear();
    } catch (error) {
      if (this.#closed) return;
      this.#recording?.drop();
      const failure = error instanceof SoundCheckFailed ? error.failure : ({ name: 'browser' } as const);
      this.#step({ type: 'failed', failure });
    }
  }

  /** Whoever is speaking has said enough; whoever is listening has heard enough. */
  stop(): void {
    this.#endWaiting?.();
    this.#sound?.stop();
  }

  close(): void {
    this.#closed = true;
    this.stop();
    this.#recording?.drop();
    this.#calls?.close();
    this.#listeners.clear();
  }

  async #speakAndHear(): Promise<void> {
    const track = await this.#microphone();
    const calls = await this.#standingCalls();
    if (this.#closed) return;
    const mix = await calls.hear(track, treatmentOf(this.#needs.preferences()));
    if (this.#closed) return;
    this.#recording = new SoundRecording(mix);
    this.#step({ type: 'connected', lengthMs: speakingMs });
    await this.#pass(speakingMs);
    await new Promise((resolve) => setTimeout(resolve, onItsWayMs));
    if (this.#closed) return;
    const sound = await this.#recording.end();
    if (this.#closed) return;
    if (calls.unreadable) throw new SoundCheckFailed({ name: 'unreadable' });
    if (sound.peak < silentPeak) throw new SoundCheckFailed({ name: 'silent' });
    this.#sound = sound;
    this.#step({ type: 'recorded', lengthMs: sound.lengthMs });
    const passing = this.#pass(sound.lengthMs);
    await sound.play(this.#needs.preferences().speakerId);
    this.#endWaiting?.();
    await passing;
    this.#sound = undefined;
    this.#step({ type: 'played' });
  }

  async #microphone(): Promise<MediaStreamTrack> {
    const { media, preferences } = this.#needs;
    const track = media.track('microphone') ?? (await media.open('microphone', preferences().microphoneId));
    if (track !== undefined) return track;
    const { microphone } = media.state;
    const trouble = microphone.name === 'trouble' ? microphone.trouble : 'unavailable';
    throw new SoundCheckFailed({ name: 'microphone', trouble });
  }

  async #standingCalls(): Promise<SoundCheckCalls> {
    if (this.#calls?.standing) return this.#calls;
    this.#calls?.close();
    this.#calls = undefined;
    const check = await meetings.soundCheck().catch((error: unknown) => {
      throw new SoundCheckFailed({ name: 'server', code: failureCode(error) });
    });
    const calls = new SoundCheckCalls(check);
    if (!this.#closed) this.#calls = calls;
    return calls;
  }

  /** Shows how time goes by; ends early by `stop`. */
  #pass(lengthMs: number): Promise<void> {
    const startMs = performance.now();
    return new Promise((resolve) => {
      const end = (): void => {
        clearInterval(timer);
        this.#endWaiting = undefined;
        resolve();
      };
      const timer = setInterval(() => {
        const atMs = performance.now() - startMs;
        this.#step({ type: 'at', atMs });
        if (atMs >= lengthMs) end();
      }, tickMs);
      this.#endWaiting = end;
    });
  }

  #step(input: SoundCheckInput): void {
    if (this.#closed) return;
    const next = soundCheckAfter(this.#state, input);
    if (next === this.#state) return;
    this.#state = next;
    for (const listener of [...this.#listeners]) listener();
  }
}
