/**
 * The signature schemes that a peer may prove its certificate with (RFC 8446 section 4.2.3, used in TLS 1.2 as RFC 5246 section 7.4.1.4.1). No SHA-1.
 * A scheme is bound to the kind of key, so a signature cannot be checked under another algorithm than the one declared.
 */
import { constants, type KeyObject, type SigningOptions, verify } from 'node:crypto';

interface SignatureScheme {
  readonly id: number;
  readonly keyType: 'ec' | 'rsa';
  readonly hash: string;
  readonly options: SigningOptions;
}

const pkcs1: SigningOptions = { padding: constants.RSA_PKCS1_PADDING };
const pss: SigningOptions = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
};

/** What our own key signs with. */
export const ecdsaSecp256r1Sha256 = 0x0403;

const schemes: readonly SignatureScheme[] = [
  { id: ecdsaSecp256r1Sha256, keyType: 'ec', hash: 'sha256', options: {} },
  { id: 0x0503, keyType: 'ec', hash: 'sha384', options: {} },
  { id: 0x0804, keyType: 'rsa', hash: 'sha256', options: pss },
  { id: 0x0401, keyType: 'rsa', hash: 'sha256', options: pkcs1 },
  { id: 0x0501, keyType: 'rsa', hash: 'sha384', options: pkcs1 },
  { id: 0x0601, keyType: 'rsa', hash: 'sha512', options: pkcs1 },
];

export const acceptedSignatureSchemes: readonly number[] = schemes.map((scheme) => scheme.id);

/** True when the peer's key may be used at all: P-256, or RSA of 2048 to 4096 bits. */
export function isAcceptableKey(key: KeyObject): boolean {
  const details = key.asymmetricKeyDetails;
  if (key.asymmetricKeyType === 'ec') return details?.namedCurve === 'prime256v1';
  const modulusBits = details?.modulusLength ?? 0;
  return key.asymmetricKeyType === 'rsa' && modulusBits >= 2_048 && modulusBits <= 4_096;
}

/** True when `signature` over `data` is the key's, by the scheme declared. False for an unknown scheme or one of another kind of key. */
export function verifySignature(schemeId: number, key: KeyObject, data: Uint8Array, signature: Uint8Array): boolean {
  const scheme = schemes.find((candidate) => candidate.id === schemeId);
  if (!scheme || scheme.keyType !== key.asymmetricKeyType) return false;
  try {
    return verify(scheme.hash, data, { key, ...scheme.options }, signature);
  } catch {
    return false;
  }
}
