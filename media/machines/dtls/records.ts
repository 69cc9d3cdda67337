/**
 * The DTLS 1.2 record header (RFC 6347 section 4.1): splits a datagram into records and writes records.
 * Knows nothing of keys; whatever is not a well-formed record is left out and told by `malformed`.
 */
import { ByteReader } from './byte-reader.ts';
import { join, uint } from './byte-writer.ts';

export const ContentType = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const;

export const dtls10 = 0xfeff;
export const dtls12 = 0xfefd;
export const recordHeaderBytes = 13;

/** A record carries at most 2^14 bytes of content, and 2048 more once it is protected (RFC 5246 section 6.2.3). */
const maxPayloadBytes = 16_384 + 2_048;
const maxRecordsPerDatagram = 32;

export interface DtlsRecord {
  readonly contentType: number;
  /** 0xfeff or 0xfefd. */
  readonly version: number;
  readonly epoch: number;
  /** 48 bits. */
  readonly sequence: number;
  /** A view into the datagram. */
  readonly payload: Uint8Array;
}

export interface RecordsRead {
  readonly records: readonly DtlsRecord[];
  /** True when bytes were left over, or a record was skipped for its type or version. */
  readonly malformed: boolean;
}

/** Splits one datagram into at most 32 records. A record of unknown type or version is skipped; a bad length ends the reading. */
export function readRecords(datagram: Uint8Array): RecordsRead {
  const reader = new ByteReader(datagram);
  const records: DtlsRecord[] = [];
  let malformed = datagram.length === 0;
  while (reader.remaining > 0 && records.length < maxRecordsPerDatagram) {
    const contentType = reader.u8();
    const version = reader.u16();
    const epoch = reader.u16();
    const sequence = reader.u48();
    const payload = reader.vector16();
    if (reader.failed || payload.length > maxPayloadBytes) return { records, malformed: true };
    const known = contentType >= ContentType.changeCipherSpec && contentType <= ContentType.applicationData;
    if (known && (version === dtls10 || version === dtls12)) {
      records.push({ contentType, version, epoch, sequence, payload });
    } else {
      malformed = true;
    }
  }
  return { records, malformed: malformed || reader.remaining > 0 };
}

/** One record, header and payload. The payload is already protected where the epoch asks for it. */
export function writeRecord(record: DtlsRecord): Uint8Array {
  const { contentType, version, epoch, sequence, payload } = record;
  return join(
    uint(contentType, 1),
    uint(version, 2),
    uint(epoch, 2),
    uint(sequence, 6),
    uint(payload.length, 2),
    payload,
  );
}
