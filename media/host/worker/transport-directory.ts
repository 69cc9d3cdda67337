/** Finds the transport that a STUN or DTLS datagram is for: by the ufrag in the check's user name, or by the number the plane has bound. */
import { readStun } from '../../wire/stun.ts';
import type { TransportSession } from './transport-session.ts';

/** Nothing but open transports stands here, and every one belongs to a participant: the bound on those bounds this. */
export class TransportDirectory {
  readonly #byUfrag = new Map<string, TransportSession>();
  readonly #byNumber = new Map<number, TransportSession>();
  readonly #ufragsOf = new Map<number, string[]>();

  add(number: number, session: TransportSession): void {
    this.#byNumber.set(number, session);
    this.addUfrag(number, session.iceCredentials.ufrag);
  }

  /** After an ICE restart: the former name stays good too, for the machine decides how long; of older ones only the newest two are kept. */
  addUfrag(number: number, ufrag: string): void {
    const session = this.#byNumber.get(number);
    if (session === undefined) return;
    this.#byUfrag.set(ufrag, session);
    const ufrags = [...(this.#ufragsOf.get(number) ?? []), ufrag];
    for (const old of ufrags.splice(0, Math.max(0, ufrags.length - 3))) this.#byUfrag.delete(old);
    this.#ufragsOf.set(number, ufrags);
  }

  remove(number: number): TransportSession | undefined {
    const session = this.#byNumber.get(number);
    this.#byNumber.delete(number);
    for (const ufrag of this.#ufragsOf.get(number) ?? []) this.#byUfrag.delete(ufrag);
    this.#ufragsOf.delete(number);
    return session;
  }

  byNumber(number: number | undefined): TransportSession | undefined {
    return number === undefined ? undefined : this.#byNumber.get(number);
  }

  /** Total: bytes that are no check for one of ours give undefined. */
  byStun(bytes: Uint8Array): TransportSession | undefined {
    const username = readStun(bytes)?.username;
    if (username === undefined) return undefined;
    const colon = username.indexOf(':');
    return colon < 0 ? undefined : this.#byUfrag.get(username.slice(0, colon));
  }

  sessions(): Iterable<TransportSession> {
    return this.#byNumber.values();
  }

  get size(): number {
    return this.#byNumber.size;
  }
}
