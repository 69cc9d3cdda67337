/**
 * What a host has done to this participant's own streams is done here too, so that the wish agrees with the fact: muted is muted, also when the word of it
 * comes only with the next join answer. Nothing is ever opened.
 */
import type { Inside } from '@veche/contracts/signalling/inside.ts';
import type { Notification } from '@veche/contracts/signalling/notifications.ts';
import type { Publications } from './publications.ts';

/** Up to which moment of the server's clock hosts have been obeyed; 0 = never. */
export interface Obeyed {
  readonly mutedAtMs: number;
  readonly videoStoppedAtMs: number;
}

export class Obedience {
  readonly #publications: Pick<Publications, 'setPaused' | 'unpublish'>;
  #obeyed: Obeyed;

  constructor(publications: Pick<Publications, 'setPaused' | 'unpublish'>, obeyed: Obeyed) {
    this.#publications = publications;
    this.#obeyed = obeyed;
  }

  get obeyed(): Obeyed {
    return this.#obeyed;
  }

  /** What was decided while this client was cut off. */
  handleInside({ mutedAtMs, videoStoppedAtMs }: Pick<Inside, 'mutedAtMs' | 'videoStoppedAtMs'>): void {
    if (mutedAtMs > this.#obeyed.mutedAtMs) this.#mute(mutedAtMs);
    if (videoStoppedAtMs > this.#obeyed.videoStoppedAtMs) this.#stopVideo(videoStoppedAtMs);
  }

  handleNotification({ method, params }: Notification): void {
    if (method === 'mutedByHost') this.#mute(params.atMs);
    else if (method === 'videoStoppedByHost') this.#stopVideo(params.atMs);
    else if (method === 'sharingStoppedByHost') {
      for (const source of ['screen', 'screenSound'] as const) this.#quietly(this.#publications.unpublish(source));
    }
  }

  #mute(mutedAtMs: number): void {
    this.#obeyed = { ...this.#obeyed, mutedAtMs };
    this.#quietly(this.#publications.setPaused('microphone', true));
  }

  #stopVideo(videoStoppedAtMs: number): void {
    this.#obeyed = { ...this.#obeyed, videoStoppedAtMs };
    this.#quietly(this.#publications.unpublish('camera'));
  }

  /** The server has done it already. */
  #quietly(act: Promise<void>): void {
    act.catch(() => undefined);
  }
}
