/** Two calls of one person in a meeting of their own: the one sends the microphone, the other receives what everybody else would hear. */
import { browserEnvironment } from '@veche/client/browser-environment.ts';
import { Call } from '@veche/client/call.ts';
import { CallFailure } from '@veche/client/call-error.ts';
import type { SoundCheck } from '@veche/contracts/rest/conferences.ts';
import type { VoiceTreatment } from '@veche/contracts/signalling/conference-view.ts';
import type { SoundCheckFailure } from './sound-check-state.ts';

const patienceMs = 10_000;

export class SoundCheckFailed extends Error {
  override readonly name = 'SoundCheckFailed';
  readonly failure: SoundCheckFailure;

  constructor(failure: SoundCheckFailure) {
    super(failure.name);
    this.failure = failure;
  }
}

export class SoundCheckCalls {
  readonly #speaker: Call;
  readonly #listener: Call;

  constructor({ speaker, listener, iceServers }: SoundCheck) {
    const environment = browserEnvironment();
    this.#speaker = new Call({ ...speaker, iceServers, environment });
    this.#listener = new Call({ ...listener, iceServers, environment });
  }

  get standing(): boolean {
    return [this.#speaker, this.#listener].every(({ state }) => state.connection.name === 'connected');
  }

  /** Sends this from now on, and answers what comes back. Rejects with SoundCheckFailed. */
  async hear(track: MediaStreamTrack, treatment: VoiceTreatment): Promise<MediaStreamTrack> {
    const [speaker, listener] = [this.#speaker, this.#listener];
    try {
      await Promise.all([speaker, listener].filter(({ state }) => state.connection.name === 'idle').map(join));
      await speaker.setVoiceTreatment(treatment);
      await speaker.publish('microphone', track);
    } catch (error) {
      const code = error instanceof CallFailure ? error.code : 'internal';
      throw new SoundCheckFailed({ name: 'server', code });
    }
    await this.#until(
      () =>
        speaker.state.publishing.microphone === 'on' &&
        [speaker, listener].every(({ state }) => state.media === 'up') &&
        listener.mixTrack() !== undefined,
    );
    return listener.mixTrack()!;
  }

  /** What the server makes of the microphone cannot be heard, for it makes nothing of it. */
  get unreadable(): boolean {
    return !this.#speaker.state.microphoneReadable;
  }

  close(): void {
    for (const call of [this.#speaker, this.#listener]) void call.leave();
  }

  #until(satisfied: () => boolean): Promise<void> {
    const calls = [this.#speaker, this.#listener];
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const over = calls.some(({ state }) => state.connection.name === 'ended');
        if (!over && !satisfied()) return;
        done();
        if (over) reject(new SoundCheckFailed({ name: 'noSound' }));
        else resolve();
      };
      const timer = setTimeout(() => {
        done();
        reject(new SoundCheckFailed({ name: 'noSound' }));
      }, patienceMs);
      const stops = calls.map((call) => call.subscribe(look));
      const done = (): void => {
        clearTimeout(timer);
        for (const stop of stops) stop();
      };
      look();
    });
  }
}

const join = (call: Call): Promise<void> => call.join();
