/** Ephemeral Diffie-Hellman on x25519 and P-256 (RFC 8422): a fresh key from given random bytes, and the secret shared with the peer's point. */
import { createECDH, createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { join } from './byte-writer.ts';

export const NamedGroup = { x25519: 0x001d, secp256r1: 0x0017 } as const;
export type NamedGroupId = (typeof NamedGroup)[keyof typeof NamedGroup];

/** In order of preference. */
export const supportedGroups: readonly NamedGroupId[] = [NamedGroup.x25519, NamedGroup.secp256r1];

export interface KeyShare {
  readonly group: NamedGroupId;
  /** Our point: 32 bytes for x25519, 65 (uncompressed) for P-256. */
  readonly publicPoint: Uint8Array;
  /** The premaster secret, or `undefined` when the peer's point is not on the curve or of small order. */
  agree(peerPoint: Uint8Array): Uint8Array | undefined;
}

export function createKeyShare(group: NamedGroupId, random: (length: number) => Uint8Array): KeyShare {
  return group === NamedGroup.x25519 ? x25519Share(random) : p256Share(random);
}

/** What stands before the 32 bytes of a raw x25519 key in PKCS #8 and in SubjectPublicKeyInfo (RFC 8410). */
const pkcs8Prefix = Buffer.from('302e020100300506032b656e04220420', 'hex');
const spkiPrefix = Buffer.from('302a300506032b656e032100', 'hex');

function x25519Share(random: (length: number) => Uint8Array): KeyShare {
  const privateDer = Buffer.from(join(pkcs8Prefix, random(32)));
  const privateKey = createPrivateKey({ key: privateDer, format: 'der', type: 'pkcs8' });
  const publicDer = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return {
    group: NamedGroup.x25519,
    publicPoint: Uint8Array.from(publicDer.subarray(spkiPrefix.length)),
    agree(peerPoint) {
      if (peerPoint.length !== 32) return undefined;
      try {
        const peerDer = Buffer.from(join(spkiPrefix, peerPoint));
        const publicKey = createPublicKey({ key: peerDer, format: 'der', type: 'spki' });
        return diffieHellman({ privateKey, publicKey });
      } catch {
        return undefined; // A point of small order: OpenSSL refuses the all-zero secret.
      }
    },
  };
}

function p256Share(random: (length: number) => Uint8Array): KeyShare {
  const pair = createECDH('prime256v1');
  for (;;) {
    try {
      pair.setPrivateKey(random(32));
      break;
    } catch {
      // Zero or not below the group's order: one draw in 2^32.
    }
  }
  return {
    group: NamedGroup.secp256r1,
    publicPoint: Uint8Array.from(pair.getPublicKey()),
    agree(peerPoint) {
      if (peerPoint.length !== 65 || peerPoint[0] !== 4) return undefined;
      try {
        return pair.computeSecret(peerPoint);
      } catch {
        return undefined; // Not on the curve.
      }
    },
  };
}
