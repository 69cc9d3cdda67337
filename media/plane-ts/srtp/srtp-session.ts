/** Both directions of one peer's secure transport, made from what DTLS exported. */
import { timingSafeEqual } from 'node:crypto';
import type { SrtpDirection, SrtpParameters, SrtpProfile } from '../../plane/commands.ts';
import { CmHmacCipher } from './cm-hmac-cipher.ts';
import { GcmCipher } from './gcm-cipher.ts';
import { deriveKeys } from './key-derivation.ts';
import type { SrtpCipher } from './srtp-cipher.ts';
import { SrtpInbound } from './srtp-inbound.ts';
import { SrtpOutbound } from './srtp-outbound.ts';

export interface SrtpSession {
  readonly parameters: SrtpParameters;
  readonly inbound: SrtpInbound;
  readonly outbound: SrtpOutbound;
}

/** Undefined when a key or a salt has a wrong length. */
export function createSrtpSession(parameters: SrtpParameters): SrtpSession | undefined {
  const inbound = createSrtpCipher(parameters.profile, parameters.inbound);
  const outbound = createSrtpCipher(parameters.profile, parameters.outbound);
  if (inbound === undefined || outbound === undefined) return undefined;
  return { parameters, inbound: new SrtpInbound(inbound), outbound: new SrtpOutbound(outbound) };
}

export function createSrtpCipher(profile: SrtpProfile, direction: SrtpDirection): SrtpCipher | undefined {
  const keys = deriveKeys(profile, direction);
  if (keys === undefined) return undefined;
  return profile === 'AEAD_AES_128_GCM' ? new GcmCipher(keys) : new CmHmacCipher(keys);
}

/** True when both name the same keys: a session must then go on, so that no index is used twice. */
export function sameSrtpParameters(a: SrtpParameters, b: SrtpParameters): boolean {
  return a.profile === b.profile && sameDirection(a.inbound, b.inbound) && sameDirection(a.outbound, b.outbound);
}

function sameDirection(a: SrtpDirection, b: SrtpDirection): boolean {
  return sameBytes(a.key, b.key) && sameBytes(a.salt, b.salt);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
