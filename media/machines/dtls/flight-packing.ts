/** Lays one flight out in datagrams no longer than the MTU: messages are cut into fragments, and records share datagrams. */
import { join } from './byte-writer.ts';
import { fragmentHeaderBytes, writeFragment } from './handshake-fragments.ts';
import type { HandshakeMessage } from './reassembly.ts';
import type { Epoch, RecordLayer } from './record-layer.ts';
import { ContentType } from './records.ts';

export type FlightPart =
  | { readonly kind: 'message'; readonly epoch: Epoch; readonly message: HandshakeMessage }
  | { readonly kind: 'change-cipher-spec' };

/** Below this many bytes of room a new datagram is begun rather than a sliver of a message sent. */
const leastFragmentBytes = 32;

/** Datagrams of at most `mtuBytes`, with fresh record numbers: a repeated flight is packed anew (RFC 6347 section 4.2.4). `mtuBytes` is at least 128. */
export function packFlight(parts: readonly FlightPart[], records: RecordLayer, mtuBytes: number): Uint8Array[] {
  const datagrams: Uint8Array[] = [];
  let current: Uint8Array[] = [];
  let usedBytes = 0;
  const flush = () => {
    if (current.length > 0) datagrams.push(join(...current));
    current = [];
    usedBytes = 0;
  };
  const put = (record: Uint8Array) => {
    if (usedBytes + record.length > mtuBytes) flush();
    current.push(record);
    usedBytes += record.length;
  };

  for (const part of parts) {
    if (part.kind === 'change-cipher-spec') {
      put(records.seal(ContentType.changeCipherSpec, 0, Uint8Array.of(1)));
      continue;
    }
    const { epoch, message } = part;
    const overheadBytes = records.overheadBytes(epoch) + fragmentHeaderBytes;
    let offset = 0;
    do {
      const missingBytes = message.body.length - offset;
      if (mtuBytes - usedBytes - overheadBytes < Math.min(missingBytes, leastFragmentBytes)) flush();
      const roomBytes = mtuBytes - usedBytes - overheadBytes;
      const content = message.body.subarray(offset, offset + Math.min(missingBytes, roomBytes));
      const { messageType, messageSequence } = message;
      const fragment = writeFragment({
        messageType,
        messageBytes: message.body.length,
        messageSequence,
        offset,
        content,
      });
      put(records.seal(ContentType.handshake, epoch, fragment));
      offset += content.length;
    } while (offset < message.body.length);
  }
  flush();
  return datagrams;
}
