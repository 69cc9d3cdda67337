import { DtlsTestClient } from '@veche/testkit/dtls-test-client/dtls-test-client.ts';
import { seededBytes } from '@veche/testkit/dtls-test-client/seeded-bytes.ts';
import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { createDtlsIdentity } from './dtls-identity.ts';
import { createDtlsServer } from './dtls-server.ts';

const identity = createDtlsIdentity(seededBytes(1), 0);
const clientIdentity = createDtlsIdentity(seededBytes(2), 0);
const fingerprint = { algorithm: 'sha-256', value: clientIdentity.fingerprintSha256 } as const;
const roundMs = 300;

/** What the next four bytes of the script do to one of the client's datagrams on its way. */
function alter(datagram: Uint8Array, script: Uint8Array, at: number): readonly Uint8Array[] {
  const [act = 0, high = 0, low = 0, value = 0] = script.subarray(at, at + 4);
  const position = ((high << 8) | low) % datagram.length;
  const changed = Uint8Array.from(datagram);
  changed[position] = value;
  switch (act % 6) {
    case 1:
      return [changed];
    case 2:
      return [changed, datagram];
    case 3:
      return [datagram.subarray(0, position), datagram];
    case 4:
      return [];
    case 5:
      return [datagram, changed];
    default:
      return [datagram];
  }
}

/** A live handshake under a script of changes: however it ends, the server never holds other keys than the client that proved itself. */
export const target: FuzzTarget = {
  name: 'dtls-conversation',
  seeds: [new Uint8Array(24), Uint8Array.of(1, 0, 60, 1, 2, 0, 14, 9, 3, 1, 0, 0, 5, 0, 3, 1, 4, 0, 0, 0, 2, 1, 9, 1)],
  run(script) {
    const server = createDtlsServer({ identity, remoteFingerprints: [fingerprint], random: seededBytes(3) });
    const client = new DtlsTestClient({ random: seededBytes(4), identity: clientIdentity, mtuBytes: 400 });
    let at = 0;
    client.start(0);
    for (let nowMs = 0; nowMs < 8 * roundMs; nowMs += roundMs) {
      for (const datagram of client.drain()) {
        for (const sent of alter(datagram, script, at)) server.receive(nowMs, sent);
        at += 4;
      }
      for (const datagram of server.drain()) client.receive(nowMs, datagram);
      client.tick(nowMs);
      server.tick(nowMs);
    }
    const { state } = server;
    if (state.name !== 'connected') return;
    if (!client.keys || Buffer.compare(state.keys.clientKey, client.keys.clientKey) !== 0) {
      throw new Error('the server is connected with other keys than the client');
    }
  },
};
