/**
 * Seals and opens record payloads with one direction's keys (RFC 5288 for GCM, RFC 7905 for ChaCha20-Poly1305; RFC 6347 section 4.1.2.1 for the
 * additional data). The nonce is made of epoch and sequence number, which never repeat under one key.
 */
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { join, uint } from './byte-writer.ts';
import type { CipherSuite } from './cipher-suites.ts';
import type { DtlsRecord } from './records.ts';

const tagBytes = 16;
const aeadOptions = { authTagLength: tagBytes };

export class RecordProtection {
  readonly #suite: CipherSuite;
  readonly #key: KeyObject;
  readonly #fixedIv: Uint8Array;

  constructor(suite: CipherSuite, key: Uint8Array, fixedIv: Uint8Array) {
    this.#suite = suite;
    this.#key = createSecretKey(key);
    this.#fixedIv = fixedIv;
  }

  /** All three AEADs have the same methods; Node's types tell them apart by name only. */
  get #algorithm(): 'aes-128-gcm' {
    return this.#suite.aead as 'aes-128-gcm';
  }

  /** Bytes that sealing adds to a payload. */
  get overheadBytes(): number {
    return this.#suite.explicitNonceBytes + tagBytes;
  }

  /** The same record with its payload sealed. */
  seal(record: DtlsRecord): DtlsRecord {
    const counter = join(uint(record.epoch, 2), uint(record.sequence, 6));
    const cipher = createCipheriv(this.#algorithm, this.#key, this.#nonce(counter, counter), aeadOptions);
    cipher.setAAD(additionalData(record, counter, record.payload.length), { plaintextLength: record.payload.length });
    const sealed = [cipher.update(record.payload), cipher.final(), cipher.getAuthTag()];
    return { ...record, payload: join(counter.subarray(0, this.#suite.explicitNonceBytes), ...sealed) };
  }

  /** The opened payload, or `undefined` when the record is not authentic. */
  open(record: DtlsRecord): Uint8Array | undefined {
    const { explicitNonceBytes } = this.#suite;
    const plaintextLength = record.payload.length - this.overheadBytes;
    if (plaintextLength < 0) return undefined;
    const counter = join(uint(record.epoch, 2), uint(record.sequence, 6));
    const nonce = this.#nonce(record.payload.subarray(0, explicitNonceBytes), counter);
    try {
      const decipher = createDecipheriv(this.#algorithm, this.#key, nonce, aeadOptions);
      decipher.setAAD(additionalData(record, counter, plaintextLength), { plaintextLength });
      decipher.setAuthTag(record.payload.subarray(record.payload.length - tagBytes));
      const sealed = record.payload.subarray(explicitNonceBytes, record.payload.length - tagBytes);
      return join(decipher.update(sealed), decipher.final());
    } catch {
      return undefined;
    }
  }

  #nonce(explicit: Uint8Array, counter: Uint8Array): Uint8Array {
    if (this.#suite.explicitNonceBytes > 0) return join(this.#fixedIv, explicit);
    const nonce = Uint8Array.from(this.#fixedIv);
    for (let at = 0; at < counter.length; at++) nonce[nonce.length - counter.length + at]! ^= counter[at]!;
    return nonce;
  }
}

function additionalData(record: DtlsRecord, counter: Uint8Array, plaintextLength: number): Uint8Array {
  return join(counter, uint(record.contentType, 1), uint(record.version, 2), uint(plaintextLength, 2));
}
