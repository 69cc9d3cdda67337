/**
 * Our side's certificate: a P-256 key and a self-signed X.509 certificate that carries it. Nobody checks its names: the other side knows it by its fingerprint,
 * which signalling hands over (RFC 8827 section 5).
 */
import { createECDH, createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { derBitString, derExplicit, derOid, derSequence, derSet, derTime, derUnsigned, derUtf8 } from './der-writer.ts';

export interface DtlsIdentity {
  readonly certificateDer: Uint8Array;
  readonly privateKey: KeyObject;
  /** Upper-case hexadecimal with colons, as in SDP. */
  readonly fingerprintSha256: string;
}

const dayMs = 86_400_000;
const ecdsaWithSha256 = derSequence(derOid(1, 2, 840, 10045, 4, 3, 2));
const commonName = derOid(2, 5, 4, 3);

/** A fresh identity. `random(n)` gives n unpredictable bytes; `nowMs` is Unix time: valid from a day before until a year after. */
export function createDtlsIdentity(random: (length: number) => Uint8Array, nowMs: number): DtlsIdentity {
  const privateKey = p256PrivateKey(random);
  const publicKeyInfo = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const name = derSequence(derSet(derSequence(commonName, derUtf8('veche'))));
  const serial = random(16);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const toBeSigned = derSequence(
    derExplicit(0, derUnsigned(Uint8Array.of(2))),
    derUnsigned(serial),
    ecdsaWithSha256,
    name,
    derSequence(derTime(nowMs - dayMs), derTime(nowMs + 365 * dayMs)),
    name,
    publicKeyInfo,
  );
  const signature = sign('sha256', toBeSigned, privateKey);
  const certificateDer = derSequence(toBeSigned, ecdsaWithSha256, derBitString(signature));
  return { certificateDer, privateKey, fingerprintSha256: fingerprintOf(certificateDer, 'sha-256') };
}

/** A certificate's fingerprint as SDP writes it (RFC 8122 section 5). */
export function fingerprintOf(certificateDer: Uint8Array, algorithm: 'sha-256' | 'sha-384' | 'sha-512'): string {
  const hex = createHash(algorithm.replace('-', '')).update(certificateDer).digest('hex').toUpperCase();
  return (hex.match(/../g) ?? []).join(':');
}

function p256PrivateKey(random: (length: number) => Uint8Array): KeyObject {
  const pair = createECDH('prime256v1');
  for (;;) {
    const scalar = random(32);
    try {
      pair.setPrivateKey(scalar);
    } catch {
      continue; // Zero or not below the group's order: one draw in 2^32.
    }
    const point = pair.getPublicKey();
    const base64url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
    const coordinates = { x: base64url(point.subarray(1, 33)), y: base64url(point.subarray(33)) };
    return createPrivateKey({ key: { kty: 'EC', crv: 'P-256', d: base64url(scalar), ...coordinates }, format: 'jwk' });
  }
}
