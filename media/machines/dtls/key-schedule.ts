/** Everything that is derived from the shared secret of a handshake: master secret, record keys, Finished, SRTP keys. Pure functions of their arguments. */
import { join } from './byte-writer.ts';
import type { CipherSuite } from './cipher-suites.ts';
import type { SrtpKeys, SrtpProfile } from './dtls-engine.ts';
import { prf } from './prf.ts';
import { RecordProtection } from './record-protection.ts';

const masterSecretBytes = 48;
export const verifyDataBytes = 12;

export interface Randoms {
  /** 32 bytes. */
  readonly client: Uint8Array;
  /** 32 bytes. */
  readonly server: Uint8Array;
}

/** Master secret by RFC 7627 section 4 when `sessionHash` is given, else by RFC 5246 section 8.1. */
export function masterSecret(
  suite: CipherSuite,
  premaster: Uint8Array,
  randoms: Randoms,
  sessionHash: Uint8Array | undefined,
): Uint8Array {
  if (sessionHash) return prf(suite.hash, premaster, 'extended master secret', sessionHash, masterSecretBytes);
  return prf(suite.hash, premaster, 'master secret', join(randoms.client, randoms.server), masterSecretBytes);
}

/** Record keys of both directions (RFC 5246 section 6.3); AEAD suites have no MAC keys. */
export function recordKeys(
  suite: CipherSuite,
  master: Uint8Array,
  randoms: Randoms,
): { readonly client: RecordProtection; readonly server: RecordProtection } {
  const { keyBytes, fixedIvBytes } = suite;
  const seed = join(randoms.server, randoms.client);
  const block = prf(suite.hash, master, 'key expansion', seed, 2 * (keyBytes + fixedIvBytes));
  const ivs = 2 * keyBytes;
  return {
    client: new RecordProtection(suite, block.slice(0, keyBytes), block.slice(ivs, ivs + fixedIvBytes)),
    server: new RecordProtection(suite, block.slice(keyBytes, ivs), block.slice(ivs + fixedIvBytes)),
  };
}

/** The content of a Finished message (RFC 5246 section 7.4.9), 12 bytes. */
export function verifyData(
  suite: CipherSuite,
  master: Uint8Array,
  sender: 'client' | 'server',
  transcriptHash: Uint8Array,
): Uint8Array {
  return prf(suite.hash, master, `${sender} finished`, transcriptHash, verifyDataBytes);
}

/** Keys and salts of both directions (RFC 5764 section 4.2; salt lengths of RFC 7714 section 12 and RFC 3711). */
export function srtpKeys(suite: CipherSuite, master: Uint8Array, randoms: Randoms, profile: SrtpProfile): SrtpKeys {
  const keyBytes = 16;
  const saltBytes = profile === 'AEAD_AES_128_GCM' ? 12 : 14;
  const seed = join(randoms.client, randoms.server);
  const block = prf(suite.hash, master, 'EXTRACTOR-dtls_srtp', seed, 2 * (keyBytes + saltBytes));
  const salts = 2 * keyBytes;
  return {
    profile,
    clientKey: block.slice(0, keyBytes),
    serverKey: block.slice(keyBytes, salts),
    clientSalt: block.slice(salts, salts + saltBytes),
    serverSalt: block.slice(salts + saltBytes),
  };
}
