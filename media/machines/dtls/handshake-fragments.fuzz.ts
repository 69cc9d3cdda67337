import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { join } from './byte-writer.ts';
import { readFragments, writeFragment, writeWholeMessage } from './handshake-fragments.ts';
import { HandshakeReassembly } from './reassembly.ts';

const whole = writeWholeMessage(1, 0, new Uint8Array(40).fill(9));
const tail = writeFragment({
  messageType: 1,
  messageBytes: 40,
  messageSequence: 0,
  offset: 20,
  content: new Uint8Array(20),
});

/** Fragments must round-trip, and reassembly must take whatever was read. */
export const target: FuzzTarget = {
  name: 'dtls-handshake-fragments',
  seeds: [whole, join(tail, whole), join(whole, tail)],
  run(bytes) {
    const { fragments, malformed } = readFragments(bytes);
    const rewritten = join(...fragments.map(writeFragment));
    if (!malformed && Buffer.compare(rewritten, bytes) !== 0) throw new Error('fragments do not round-trip');
    const reassembly = new HandshakeReassembly();
    for (const fragment of fragments) reassembly.add(0, fragment);
    const message = reassembly.next(0);
    if (message && message.messageSequence !== 0) throw new Error('a message out of sequence');
  },
};
