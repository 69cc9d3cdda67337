/** Session keys from master keys (RFC 3711 section 4.3, key derivation rate 0). Deterministic; both profiles share the AES-CM function. */
import { createCipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import type { SrtpDirection, SrtpProfile } from '../../plane/commands.ts';

/** Keys of one direction for either RTP or RTCP. `salt` has 12 bytes (AEAD) or 14 (CM); `authKey` is there only for HMAC-SHA1. */
export interface SessionKeys {
  readonly key: KeyObject;
  readonly salt: Uint8Array;
  readonly authKey: KeyObject | undefined;
}

export interface DerivedKeys {
  readonly rtp: SessionKeys;
  readonly rtcp: SessionKeys;
}

export const masterLengths = {
  AEAD_AES_128_GCM: { key: 16, salt: 12 },
  AES128_CM_HMAC_SHA1_80: { key: 16, salt: 14 },
} as const satisfies Record<SrtpProfile, { key: number; salt: number }>;

const labels = { rtpKey: 0, rtpAuth: 1, rtpSalt: 2, rtcpKey: 3, rtcpAuth: 4, rtcpSalt: 5 } as const;
const authKeyLength = 20;

/** `length` bytes for one label. A 96-bit salt stands left in the 112-bit field (RFC 7714 section 11). */
export function deriveBytes(masterKey: Uint8Array, masterSalt: Uint8Array, label: number, length: number): Buffer {
  const iv = Buffer.alloc(16);
  iv.set(masterSalt.subarray(0, 14));
  iv[7]! ^= label;
  const cipher = createCipheriv('aes-128-ctr', masterKey, iv);
  return cipher.update(Buffer.alloc(length));
}

/** The keys of one direction; undefined when key or salt have a length that the profile does not know. */
export function deriveKeys(profile: SrtpProfile, master: SrtpDirection): DerivedKeys | undefined {
  const lengths = masterLengths[profile];
  if (master.key.length !== lengths.key || master.salt.length !== lengths.salt) return undefined;
  const derive = (label: number, length: number) => deriveBytes(master.key, master.salt, label, length);
  const authKey = (label: number) =>
    profile === 'AES128_CM_HMAC_SHA1_80' ? createSecretKey(derive(label, authKeyLength)) : undefined;
  return {
    rtp: {
      key: createSecretKey(derive(labels.rtpKey, lengths.key)),
      salt: derive(labels.rtpSalt, lengths.salt),
      authKey: authKey(labels.rtpAuth),
    },
    rtcp: {
      key: createSecretKey(derive(labels.rtcpKey, lengths.key)),
      salt: derive(labels.rtcpSalt, lengths.salt),
      authKey: authKey(labels.rtcpAuth),
    },
  };
}
