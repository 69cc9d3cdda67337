/** The three cipher suites that we speak, in order of preference; all are AEAD with ECDHE and an ECDSA certificate (RFC 5289, RFC 7905). */
export interface CipherSuite {
  readonly id: number;
  readonly name: string;
  readonly aead: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305';
  /** Hash of the PRF and of the transcript. */
  readonly hash: 'sha256' | 'sha384';
  readonly keyBytes: number;
  /** Part of the nonce that comes from the key block. */
  readonly fixedIvBytes: number;
  /** Part of the nonce that travels in each record. */
  readonly explicitNonceBytes: number;
}

export const cipherSuites: readonly CipherSuite[] = [
  {
    id: 0xc02b,
    name: 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    aead: 'aes-128-gcm',
    hash: 'sha256',
    keyBytes: 16,
    fixedIvBytes: 4,
    explicitNonceBytes: 8,
  },
  {
    id: 0xc02c,
    name: 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    aead: 'aes-256-gcm',
    hash: 'sha384',
    keyBytes: 32,
    fixedIvBytes: 4,
    explicitNonceBytes: 8,
  },
  {
    id: 0xcca9,
    name: 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
    aead: 'chacha20-poly1305',
    hash: 'sha256',
    keyBytes: 32,
    fixedIvBytes: 12,
    explicitNonceBytes: 0,
  },
];
