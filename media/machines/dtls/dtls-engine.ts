/**
 * What the media server asks of DTLS: datagrams and time in, datagrams and SRTP keys out. An engine does no I/O, reads no clock and never throws on remote bytes;
 * keys are handed out only after the peer proved that it holds the certificate whose fingerprint was signalled.
 */
export type SrtpProfile = 'AEAD_AES_128_GCM' | 'AES128_CM_HMAC_SHA1_80';

/** Client keys protect what the peer sends, server keys what we send. Keys are 16 bytes, salts 12 (GCM) or 14. */
export interface SrtpKeys {
  readonly profile: SrtpProfile;
  readonly clientKey: Uint8Array;
  readonly clientSalt: Uint8Array;
  readonly serverKey: Uint8Array;
  readonly serverSalt: Uint8Array;
}

/** A certificate's hash as signalled; `value` is hexadecimal, with or without colons, in either case. */
export interface DtlsFingerprint {
  readonly algorithm: 'sha-256' | 'sha-384' | 'sha-512';
  readonly value: string;
}

export type DtlsFailure =
  | 'protocol-version'
  | 'no-common-cipher-suite'
  | 'no-common-group'
  | 'no-common-signature-scheme'
  | 'no-common-srtp-profile'
  | 'no-client-certificate'
  | 'bad-client-certificate'
  | 'fingerprint-mismatch'
  | 'bad-key-share'
  | 'bad-certificate-verify'
  | 'bad-finished'
  | 'malformed-message'
  | 'unexpected-message'
  | 'timeout'
  | 'peer-alert';

export type DtlsState =
  | { readonly name: 'waiting' }
  | { readonly name: 'handshaking' }
  | { readonly name: 'connected'; readonly keys: SrtpKeys }
  | { readonly name: 'failed'; readonly reason: DtlsFailure }
  | { readonly name: 'closed' };

/** What was dropped or repeated, for metrics. All grow only. */
export interface DtlsCounters {
  malformedRecords: number;
  undecryptableRecords: number;
  replayedRecords: number;
  unexpectedRecords: number;
  malformedFragments: number;
  rejectedFragments: number;
  malformedMessages: number;
  repeatedFlights: number;
  renegotiationsRefused: number;
  applicationDataRecords: number;
}

export interface DtlsEngine {
  /** Feeds one datagram that ICE has validated. Never throws. */
  receive(nowMs: number, datagram: Uint8Array): void;
  /** Fires what is due at `nowMs`: repetition of a flight (RFC 6347 section 4.2.4), end of patience. */
  tick(nowMs: number): void;
  /** When `tick` is wanted next, or `undefined` when nothing is pending. */
  nextDeadlineMs(): number | undefined;
  /** Datagrams to send, oldest first; each is given once. Call after `receive`, `tick`, `setRemoteFingerprints` and `close`. */
  drain(): Uint8Array[];
  /** What signalling says of the peer's certificate; before that the handshake stops short of its last step. One match is enough. Once connected it changes nothing. */
  setRemoteFingerprints(nowMs: number, fingerprints: readonly DtlsFingerprint[]): void;
  /** Says close_notify and ends. */
  close(nowMs: number): void;
  readonly state: DtlsState;
  readonly counters: Readonly<DtlsCounters>;
}
