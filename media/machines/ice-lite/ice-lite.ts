/**
 * An ICE-lite agent (RFC 8445 section 2.5 and 7.3): answers connectivity checks, follows the other side's nomination, watches consent. It never sends of
 * itself, is always controlled, and changes nothing on a check that does not prove the password.
 */
import { timingSafeEqual } from 'node:crypto';
import { limits } from '@veche/contracts/limits.ts';
import {
  buildStun,
  integrityInput,
  integrityValue,
  readStun,
  type StunFields,
  type StunMessage,
} from '../../wire/stun.ts';
import type { IceCredentials } from './credentials.ts';
import { ValidatedTuples } from './validated-tuples.ts';

export interface IceLiteOptions {
  readonly localUfrag: string;
  readonly localPassword: string;
  /** HMAC-SHA1, 20 bytes. */
  readonly hmacSha1: (key: Uint8Array, data: Uint8Array) => Uint8Array;
}

/** Where a datagram came from: a literal IP address, as the socket tells it. */
export interface ReflexiveAddress {
  readonly address: string;
  readonly port: number;
  readonly family: 4 | 6;
}

export interface IceOutput {
  /** To be sent back to where the datagram came from. Absent: nothing is to be said. */
  readonly response?: Uint8Array;
  /** The datagram was a check that proved the password: its tuple may be listened to. */
  readonly validated: boolean;
  /** The tuple to send to from now on, when it changed. */
  readonly selected?: string;
  /** A tuple that is no longer remembered, since there were too many. */
  readonly forgotten?: string;
}

/** `new`: no valid check yet. `disconnected`: none for ten seconds. */
export type IceState = 'new' | 'connected' | 'disconnected';

export interface IceLite {
  readonly state: IceState;
  /** Where to send, while the other side consents (RFC 7675); else `undefined`. */
  readonly selectedTuple: string | undefined;
  /** The credentials to signal: the newest. */
  readonly credentials: IceCredentials;
  /** Takes one STUN datagram from the tuple. Never throws on what the bytes hold. */
  receive(nowMs: number, stunBytes: Uint8Array, tupleKey: string, reflexive: ReflexiveAddress): IceOutput;
  /** True while the tuple's last proof is fresh: only from such a tuple are DTLS and media to be taken. */
  isValidated(tupleKey: string): boolean;
  /** Notes the passing of time; gives back the tuples whose consent ran out. */
  tick(nowMs: number): readonly string[];
  nextDeadlineMs(): number | undefined;
  /** New credentials; the former stay valid until the first check with the new ones (RFC 8445 section 9). */
  restart(credentials: IceCredentials): void;
  /** The tuple is gone, as when its TCP connection closed. */
  forget(tupleKey: string): void;
}

/** RFC 7675 section 5.1. */
const consentMs = limits.iceConsentTimeoutMs;
/** Browsers check every 2.5 to 6 s; one check may be lost. */
const disconnectedAfterMs = 10_000;
/** A selected tuple that is silent for so long gives way to one that speaks: covers a nomination that was lost or came in the wrong order. */
const selectedSilenceMs = 7_000;
const maxTuples = 16;
const bindingMethod = 1;
const maxUnknownTold = 8;

interface Secret extends IceCredentials {
  readonly key: Uint8Array;
}

const dropped: IceOutput = { validated: false };

export function createIceLite(options: IceLiteOptions): IceLite {
  return new IceLiteAgent(options);
}

class IceLiteAgent implements IceLite {
  readonly #hmacSha1: IceLiteOptions['hmacSha1'];
  readonly #tuples = new ValidatedTuples(maxTuples);
  #current: Secret;
  /** The credentials before a restart, until the new ones are first used. */
  #former: Secret | undefined;
  #currentWasUsed = false;
  #state: IceState = 'new';
  #selected: string | undefined;
  #lastProofMs = Number.NEGATIVE_INFINITY;

  constructor({ localUfrag, localPassword, hmacSha1 }: IceLiteOptions) {
    this.#current = secretOf({ ufrag: localUfrag, password: localPassword });
    this.#hmacSha1 = hmacSha1;
  }

  get state(): IceState {
    return this.#state;
  }

  get selectedTuple(): string | undefined {
    return this.#selected;
  }

  get credentials(): IceCredentials {
    return { ufrag: this.#current.ufrag, password: this.#current.password };
  }

  isValidated(tupleKey: string): boolean {
    return this.#tuples.has(tupleKey);
  }

  receive(nowMs: number, stunBytes: Uint8Array, tupleKey: string, reflexive: ReflexiveAddress): IceOutput {
    const request = readStun(stunBytes);
    // A lite agent asks nothing, so it takes no answers; and a message without a true FINGERPRINT may be another protocol's.
    if (request?.class !== 'request' || request.method !== bindingMethod || !request.fingerprintOk) return dropped;
    if (request.username === undefined || request.messageIntegrityOffset < 0) {
      return refuseStranger(stunBytes, request, 400, 'Bad Request');
    }
    const secret = this.#secretFor(request.username);
    if (!secret || !this.#isProved(stunBytes, request, secret)) {
      return refuseStranger(stunBytes, request, 401, 'Unauthorized');
    }
    const answer = (fields: Partial<StunFields>): Uint8Array =>
      buildStun({
        class: 'error',
        transactionId: request.transactionId,
        ...fields,
        integrity: { key: secret.key, hmacSha1: this.#hmacSha1 },
      });
    if (request.unknownRequired.length > 0) {
      const unknownAttributes = request.unknownRequired.slice(0, maxUnknownTold);
      const errorCode = { code: 420, reason: 'Unknown Attribute' };
      return { validated: false, response: answer({ errorCode, unknownAttributes }) };
    }
    if (request.iceControlled !== undefined) {
      return { validated: false, response: answer({ errorCode: { code: 487, reason: 'Role Conflict' } }) };
    }
    if (request.priority === undefined) {
      return { validated: false, response: answer({ errorCode: { code: 400, reason: 'Bad Request' } }) };
    }
    this.#adopt(secret);
    const { address, port } = reflexive;
    const response = answer({ class: 'success', xorMappedAddress: { address, port } });
    return { validated: true, response, ...this.#prove(nowMs, tupleKey, request.useCandidate) };
  }

  tick(nowMs: number): readonly string[] {
    const expired = this.#tuples.expire(nowMs, consentMs);
    if (this.#selected !== undefined && !this.#tuples.has(this.#selected)) this.#selected = undefined;
    if (this.#state === 'connected' && nowMs - this.#lastProofMs >= disconnectedAfterMs) this.#state = 'disconnected';
    return expired;
  }

  nextDeadlineMs(): number | undefined {
    const oldestMs = this.#tuples.oldestProofMs();
    const expiryMs = oldestMs === undefined ? Number.POSITIVE_INFINITY : oldestMs + consentMs;
    const silenceMs = this.#state === 'connected' ? this.#lastProofMs + disconnectedAfterMs : Number.POSITIVE_INFINITY;
    const deadlineMs = Math.min(expiryMs, silenceMs);
    return Number.isFinite(deadlineMs) ? deadlineMs : undefined;
  }

  restart(credentials: IceCredentials): void {
    // A second restart before anybody used the first: the other side still knows those before it.
    if (this.#currentWasUsed || !this.#former) this.#former = this.#current;
    this.#current = secretOf(credentials);
    this.#currentWasUsed = false;
  }

  forget(tupleKey: string): void {
    this.#tuples.forget(tupleKey);
    if (this.#selected === tupleKey) this.#selected = undefined;
  }

  /** By our half of `localUfrag:remoteUfrag`; the other half is the sender's own affair. */
  #secretFor(username: string): Secret | undefined {
    const ufrag = username.slice(0, username.indexOf(':'));
    if (!username.includes(':')) return undefined;
    if (ufrag === this.#current.ufrag) return this.#current;
    return this.#former && ufrag === this.#former.ufrag ? this.#former : undefined;
  }

  #isProved(stunBytes: Uint8Array, request: StunMessage, secret: Secret): boolean {
    const input = integrityInput(stunBytes, request);
    const claimed = integrityValue(stunBytes, request);
    if (!input || !claimed) return false;
    const expected = this.#hmacSha1(secret.key, input);
    return claimed.length === expected.length && timingSafeEqual(claimed, expected);
  }

  #adopt(secret: Secret): void {
    if (secret !== this.#current) return;
    this.#currentWasUsed = true;
    this.#former = undefined;
  }

  #prove(nowMs: number, tupleKey: string, isNominated: boolean): Pick<IceOutput, 'selected' | 'forgotten'> {
    const former = this.#selected;
    const selectedProofMs = former === undefined ? undefined : this.#tuples.provedAtMs(former);
    const isSelectedSilent = selectedProofMs === undefined || nowMs - selectedProofMs >= selectedSilenceMs;
    if (isNominated || isSelectedSilent) this.#selected = tupleKey;
    const forgotten = this.#tuples.prove(tupleKey, nowMs, this.#selected);
    this.#lastProofMs = nowMs;
    this.#state = 'connected';
    return {
      ...(this.#selected !== former && { selected: tupleKey }),
      ...(forgotten !== undefined && { forgotten }),
    };
  }
}

function secretOf(credentials: IceCredentials): Secret {
  return { ...credentials, key: new TextEncoder().encode(credentials.password) };
}

/** An error for one who did not prove the password, but never a longer datagram than his own: a forged source address gains nothing by it. */
function refuseStranger(stunBytes: Uint8Array, request: StunMessage, code: number, reason: string): IceOutput {
  const { transactionId } = request;
  const response = buildStun({ class: 'error', transactionId, errorCode: { code, reason } });
  return response.length <= stunBytes.length ? { validated: false, response } : dropped;
}
