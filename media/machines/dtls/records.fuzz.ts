import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { join } from './byte-writer.ts';
import { ContentType, dtls12, readRecords, writeRecord } from './records.ts';

const record = writeRecord({
  contentType: ContentType.handshake,
  version: dtls12,
  epoch: 1,
  sequence: 7,
  payload: new Uint8Array(20),
});

/** What was read must be written as the same bytes, and lie inside the datagram in order. */
export const target: FuzzTarget = {
  name: 'dtls-records',
  seeds: [record, join(record, record)],
  run(bytes) {
    const { records, malformed } = readRecords(bytes);
    const rewritten = join(...records.map(writeRecord));
    if (!malformed && Buffer.compare(rewritten, bytes) !== 0) throw new Error('records do not round-trip');
  },
};
