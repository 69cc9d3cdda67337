/** The peer's certificate: its key, and whether it is the one that signalling promised. Names, dates and issuer mean nothing here (RFC 8827 section 6.5). */
import { createHash, type KeyObject, timingSafeEqual, X509Certificate } from 'node:crypto';
import type { DtlsFingerprint } from './dtls-engine.ts';
import { isAcceptableKey } from './signature-schemes.ts';

const hashNames = { 'sha-256': 'sha256', 'sha-384': 'sha384', 'sha-512': 'sha512' } as const;

/** The public key of a DER certificate, or `undefined` when it does not parse or its key is of no kind that we accept. */
export function publicKeyOf(certificateDer: Uint8Array): KeyObject | undefined {
  try {
    const key = new X509Certificate(certificateDer).publicKey;
    return isAcceptableKey(key) ? key : undefined;
  } catch {
    return undefined;
  }
}

/** True when the certificate has one of the signalled fingerprints. A fingerprint of wrong length or unknown algorithm matches nothing. */
export function matchesFingerprint(certificateDer: Uint8Array, fingerprints: readonly DtlsFingerprint[]): boolean {
  return fingerprints.some(({ algorithm, value }) => {
    const hashName = hashNames[algorithm];
    const signalledHex = value.replaceAll(':', '');
    if (!hashName || !/^[0-9a-fA-F]+$/.test(signalledHex)) return false;
    const signalled = Buffer.from(signalledHex, 'hex');
    const actual = createHash(hashName).update(certificateDer).digest();
    return signalled.length === actual.length && timingSafeEqual(signalled, actual);
  });
}
