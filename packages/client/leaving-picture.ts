/**
 * The producer of a picture that has given its place to one in another codec. It goes on for a moment, so that those who watch go over from one picture to
 * the other and not from one to none; then, or at the first wish to the contrary, it ends here and at the server.
 */
import type { types } from 'mediasoup-client';
import type { CallEnvironment, TimerHandle } from './call-environment.ts';
import type { Ask } from './signalling-socket.ts';

/** Enough to be told, to ask for the new picture and to get a key frame of it, over a slow network too; decisions/0012. */
const leavingMs = 1_000;

export class LeavingPicture {
  readonly #ask: Ask;
  readonly #environment: Pick<CallEnvironment, 'setTimeout' | 'clearTimeout'>;
  #held: { readonly producer: types.Producer; readonly timer: TimerHandle } | undefined;

  constructor(ask: Ask, environment: Pick<CallEnvironment, 'setTimeout' | 'clearTimeout'>) {
    this.#ask = ask;
    this.#environment = environment;
  }

  hold(producer: types.Producer): void {
    this.dismiss();
    this.#held = { producer, timer: this.#environment.setTimeout(() => this.dismiss(), leavingMs) };
  }

  dismiss(): void {
    const held = this.#held;
    this.forget();
    if (held === undefined) return;
    held.producer.close();
    this.#ask('closeProducer', { producerId: held.producer.id }).catch(() => undefined);
  }

  /** Its transport is gone, and it with it. */
  forget(): void {
    if (this.#held !== undefined) this.#environment.clearTimeout(this.#held.timer);
    this.#held = undefined;
  }
}
