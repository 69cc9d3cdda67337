/**
 * The DTLS handshake header (RFC 6347 section 4.2.2): reads the fragments inside one record, writes a fragment of a message.
 * A fragment that is returned lies inside its message and inside the bound on message length.
 */
import { ByteReader } from './byte-reader.ts';
import { join, uint } from './byte-writer.ts';

export const fragmentHeaderBytes = 12;

/** No message of a WebRTC handshake comes near this; it bounds what a stranger can make us hold. */
export const maxHandshakeMessageBytes = 8_192;

export interface HandshakeFragment {
  readonly messageType: number;
  /** Length of the whole message. */
  readonly messageBytes: number;
  readonly messageSequence: number;
  readonly offset: number;
  /** A view into the record. */
  readonly content: Uint8Array;
}

export interface FragmentsRead {
  readonly fragments: readonly HandshakeFragment[];
  readonly malformed: boolean;
}

/** All fragments of one handshake record. Reading stops at the first that is malformed. */
export function readFragments(payload: Uint8Array): FragmentsRead {
  const reader = new ByteReader(payload);
  const fragments: HandshakeFragment[] = [];
  if (payload.length === 0) return { fragments, malformed: true };
  while (reader.remaining > 0) {
    const messageType = reader.u8();
    const messageBytes = reader.u24();
    const messageSequence = reader.u16();
    const offset = reader.u24();
    const content = reader.vector24();
    const inside = offset + content.length <= messageBytes && messageBytes <= maxHandshakeMessageBytes;
    const empty = content.length === 0 && messageBytes !== 0;
    if (reader.failed || !inside || empty) return { fragments, malformed: true };
    fragments.push({ messageType, messageBytes, messageSequence, offset, content });
  }
  return { fragments, malformed: false };
}

/** One fragment, header and content. */
export function writeFragment(fragment: HandshakeFragment): Uint8Array {
  return join(
    uint(fragment.messageType, 1),
    uint(fragment.messageBytes, 3),
    uint(fragment.messageSequence, 2),
    uint(fragment.offset, 3),
    uint(fragment.content.length, 3),
    fragment.content,
  );
}

/** A message as one fragment: the form in which the transcript hashes it (RFC 6347 section 4.2.6). */
export function writeWholeMessage(messageType: number, messageSequence: number, body: Uint8Array): Uint8Array {
  return writeFragment({ messageType, messageBytes: body.length, messageSequence, offset: 0, content: body });
}
