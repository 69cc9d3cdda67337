/**
 * What hosts have done to this person's microphone, camera and screen, followed to the end: remembered, so that a reload opens nothing again, devices
 * let go, and told in words. The call itself has obeyed already; what is refused by the meeting's rules before anybody could be told counts as well.
 */
import type { Call, Happening } from '@veche/client/call.ts';
import type { FailureCode } from '../i18n/error-words.ts';
import type { Values, WordKey } from '../i18n/translate.ts';
import type { Place } from '../join/place.ts';
import type { LocalMedia } from '../media/local-media.ts';
import { forbidden, type Switchable } from './forbidden.ts';

export interface HostWillNeeds {
  readonly call: Pick<Call, 'state' | 'obeyed' | 'setPaused'>;
  readonly media: Pick<LocalMedia, 'track' | 'close'>;
  place(): Place;
  remember(changes: Partial<Pick<Place, 'microphoneOn' | 'cameraOn' | 'obeyed'>>): void;
  stopScreen(): void;
  tell(text: { key: WordKey; values?: Values } | { failure: FailureCode }, topic: Switchable): void;
}

export const neverObeyed = { mutedAtMs: 0, videoStoppedAtMs: 0 } as const;

export class HostWill {
  readonly #needs: HostWillNeeds;
  #checking = false;

  constructor(needs: HostWillNeeds) {
    this.#needs = needs;
  }

  handleHappening({ method, params }: Happening): void {
    switch (method) {
      case 'mutedByHost':
      case 'videoStoppedByHost':
        this.#obey(params.by);
        break;
      case 'sharingStoppedByHost':
        this.#needs.stopScreen();
        this.#needs.tell({ key: 'notice.sharingStoppedBy', values: { name: params.by } }, 'screen');
    }
  }

  /** Whatever came with a join answer, or was refused with nobody waiting for the answer. After what was told, which also says who did it. */
  handleChange(): void {
    if (this.#checking) return;
    this.#checking = true;
    queueMicrotask(() => {
      this.#checking = false;
      if (this.#needs.call.state.connection.name !== 'connected') return;
      this.#obey(undefined);
      this.#followRules();
    });
  }

  #obey(by: string | undefined): void {
    const { call, media, place, remember, tell } = this.#needs;
    const { obeyed } = call;
    const before = place().obeyed ?? neverObeyed;
    const { microphoneOn, cameraOn } = place();
    const muted = obeyed.mutedAtMs > before.mutedAtMs;
    const videoStopped = obeyed.videoStoppedAtMs > before.videoStoppedAtMs;
    if (!muted && !videoStopped) return;
    remember({ obeyed });
    const said = (key: WordKey, away: WordKey) => (by === undefined ? { key: away } : { key, values: { name: by } });
    if (muted) {
      remember({ microphoneOn: false });
      // A device that was still opening at that time would be heard.
      void call.setPaused('microphone', true).catch(() => undefined);
      if (microphoneOn) tell(said('notice.mutedBy', 'notice.mutedAway'), 'microphone');
    }
    if (videoStopped) {
      remember({ cameraOn: false });
      media.close('camera');
      if (cameraOn) tell(said('notice.videoStoppedBy', 'notice.videoStoppedAway'), 'camera');
    }
  }

  #followRules(): void {
    const { call, media, place, remember, tell } = this.#needs;
    const { microphoneOn, cameraOn } = place();
    const { publishing, standing } = call.state;
    if (standing === 'waiting') return;
    const silent = forbidden(call.state, 'microphone');
    if (silent !== undefined && microphoneOn && publishing.microphone === 'paused') {
      remember({ microphoneOn: false });
      tell({ failure: silent }, 'microphone');
    }
    const unseen = forbidden(call.state, 'camera');
    if (unseen !== undefined && cameraOn && publishing.camera === 'off' && media.track('camera') !== undefined) {
      remember({ cameraOn: false });
      media.close('camera');
      tell({ failure: unseen }, 'camera');
    }
  }
}
