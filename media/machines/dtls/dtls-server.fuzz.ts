import { DtlsTestClient } from '@veche/testkit/dtls-test-client/dtls-test-client.ts';
import { seededBytes } from '@veche/testkit/dtls-test-client/seeded-bytes.ts';
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { join, uint } from './byte-writer.ts';
import type { DtlsEngine } from './dtls-engine.ts';
import { createDtlsIdentity } from './dtls-identity.ts';
import { createDtlsServer } from './dtls-server.ts';

const identity = createDtlsIdentity(seededBytes(1), 0);
const clientIdentity = createDtlsIdentity(seededBytes(2), 0);
const fingerprint = { algorithm: 'sha-256', value: clientIdentity.fingerprintSha256 } as const;

/** The input is a list of datagrams, each with its length in two bytes before it. */
function datagramsOf(bytes: Uint8Array): Uint8Array[] {
  const datagrams: Uint8Array[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const length = (bytes[at]! << 8) | bytes[at + 1]!;
    datagrams.push(bytes.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return datagrams;
}

function newServer(): DtlsEngine {
  return createDtlsServer({ identity, remoteFingerprints: [fingerprint], random: seededBytes(3) });
}

/** Everything that an honest client says to a server with that randomness; its signature aside, it fits every fresh server. */
function honestConversation(mtuBytes: number): Uint8Array {
  const server = newServer();
  const client = new DtlsTestClient({ random: seededBytes(4), identity: clientIdentity, mtuBytes });
  const said: Uint8Array[] = [];
  client.start(0);
  for (let round = 0; round < 4; round++) {
    for (const datagram of client.drain()) {
      said.push(uint(datagram.length, 2), datagram);
      server.receive(round, datagram);
    }
    for (const datagram of server.drain()) client.receive(round, datagram);
  }
  return join(...said);
}

/** A whole engine fed with changed conversations: it may fail, it may not throw, grow or answer without measure. */
export const target: FuzzTarget = {
  name: 'dtls-server',
  seeds: [honestConversation(1_200), honestConversation(160)],
  run(bytes) {
    const server = newServer();
    let received = 0;
    let sent = 0;
    let nowMs = 0;
    for (const datagram of datagramsOf(bytes)) {
      received++;
      server.receive(nowMs++, datagram);
      for (const reply of server.drain()) {
        if (reply.length > 1_200) throw new Error('a datagram above the MTU');
        sent++;
      }
    }
    if (sent > received + 4) throw new Error('more datagrams sent than asked for');
    const { state } = server;
    if (state.name === 'failed' && server.nextDeadlineMs() !== undefined) throw new Error('a failed engine waits');
  },
};
