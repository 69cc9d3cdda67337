import { DtlsTestClient } from '@veche/testkit/dtls-test-client/dtls-test-client.ts';
import { seededBytes } from '@veche/testkit/dtls-test-client/seeded-bytes.ts';
import { describe, expect, it } from 'vitest';
import type { DtlsCounters } from './dtls-engine.ts';
import { createDtlsIdentity } from './dtls-identity.ts';
import { packFlight } from './flight-packing.ts';
import { readFragments } from './handshake-fragments.ts';
import { HandshakeType } from './handshake-messages.ts';
import type { HandshakeMessage } from './reassembly.ts';
import { RecordLayer } from './record-layer.ts';
import { ContentType, readRecords } from './records.ts';
import { ServerHandshake } from './server-handshake.ts';

const identity = createDtlsIdentity(seededBytes(1), 0);
const clientIdentity = createDtlsIdentity(seededBytes(2), 0);
const order = [
  HandshakeType.clientHello,
  HandshakeType.certificate,
  HandshakeType.clientKeyExchange,
  HandshakeType.certificateVerify,
  HandshakeType.finished,
];
const everyType = [0, 1, 2, 3, 4, 5, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 67, 254, 255];

/** A handshake that took the first `steps` messages of an honest client, and the messages that follow. */
function handshakeAfter(steps: number) {
  const handshake = new ServerHandshake(identity, seededBytes(3));
  const client = new DtlsTestClient({ random: seededBytes(4), identity: clientIdentity, mtuBytes: 1_400 });
  const records = new RecordLayer({} as DtlsCounters);
  client.start(0);
  const [hello] = messagesOf(client.drain());
  const outcomes = steps > 0 ? [handshake.step(hello!)] : [];
  const flight = outcomes[0]?.kind === 'flight' ? outcomes[0].messages : [];
  const parts = flight.map((message) => ({ kind: 'message', epoch: 0, message }) as const);
  for (const datagram of packFlight(parts, records, 1_400)) client.receive(0, datagram);
  const rest = messagesOf(client.drain());
  for (const message of rest.slice(0, Math.max(0, steps - 1))) outcomes.push(handshake.step(message));
  return { handshake, outcomes, next: steps === 0 ? hello! : rest[steps - 1] };
}

/** The plain messages in these datagrams; a protected one, which this test cannot open, is left out. */
function messagesOf(datagrams: readonly Uint8Array[]): HandshakeMessage[] {
  return datagrams
    .flatMap((datagram) => readRecords(datagram).records)
    .filter((record) => record.contentType === ContentType.handshake && record.epoch === 0)
    .flatMap((record) => readFragments(record.payload).fragments)
    .map(({ messageType, messageSequence, content }) => ({ messageType, messageSequence, body: content }));
}

describe('the order of a handshake', () => {
  it('takes the five messages of an honest client in turn, only the last of them protected', () => {
    const { handshake, outcomes } = handshakeAfter(4);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['flight', 'certificate', 'record-keys', 'verified']);
    expect(handshake.expectedEpoch).toBe(1);
    expect(handshakeAfter(3).handshake.expectedEpoch).toBe(0);
  });

  for (const [phase, welcome] of order.entries()) {
    for (const messageType of everyType.filter((type) => type !== welcome)) {
      const ending = phase === 0 ? 'passes over' : 'ends on';
      it(`${ending} a message of type ${messageType} where type ${welcome} is expected`, () => {
        const { handshake, next } = handshakeAfter(phase);
        const body = next?.body ?? new Uint8Array(12);
        const outcome = handshake.step({ messageType, messageSequence: phase, body });
        if (phase === 0) {
          expect(outcome).toEqual({ kind: 'ignored' });
          expect(handshake.step(next!).kind).toBe('flight');
          return;
        }
        expect(outcome).toEqual({ kind: 'refused', reason: 'unexpected-message' });
        const repeated = handshake.step(next ?? { messageType: welcome, messageSequence: phase, body });
        expect(repeated).toEqual({ kind: 'refused', reason: 'unexpected-message' });
      });
    }
  }

  it.each([
    [HandshakeType.certificate, 1],
    [HandshakeType.clientKeyExchange, 2],
    [HandshakeType.certificateVerify, 3],
  ])('ends on a message of type %i that does not parse', (messageType, phase) => {
    const { handshake } = handshakeAfter(phase);
    const outcome = handshake.step({ messageType, messageSequence: phase, body: new Uint8Array(2).fill(9) });
    expect(outcome).toEqual({ kind: 'refused', reason: 'malformed-message' });
  });
});
