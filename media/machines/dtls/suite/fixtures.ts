/** The pair that every attack starts from: a client that can misbehave, the server under judgement, and what each outcome must look like. */
import { type LinkOptions, runLink } from '@veche/testkit/dtls-test-client/datagram-link.ts';
import { DtlsTestClient, type DtlsTestClientOptions } from '@veche/testkit/dtls-test-client/dtls-test-client.ts';
import { seededBytes } from '@veche/testkit/dtls-test-client/seeded-bytes.ts';
import { expect } from 'vitest';
import type { DtlsEngine, DtlsFailure, DtlsFingerprint } from '../dtls-engine.ts';
import { createDtlsIdentity, type DtlsIdentity } from '../dtls-identity.ts';
import { dtls12, writeRecord } from '../records.ts';

/** Makes the engine under judgement. */
export type CreateDtlsServer = (options: {
  readonly identity: DtlsIdentity;
  readonly remoteFingerprints: readonly DtlsFingerprint[];
  readonly random: (length: number) => Uint8Array;
  readonly mtuBytes?: number;
}) => DtlsEngine;

export interface Met {
  readonly peer: DtlsTestClient;
  readonly server: DtlsEngine;
  readonly endMs: number;
}

const wallClockMs = Date.UTC(2026, 0, 1);
export const serverIdentity = createDtlsIdentity(seededBytes(1), wallClockMs);
export const clientIdentity = createDtlsIdentity(seededBytes(2), wallClockMs);
export const strangerIdentity = createDtlsIdentity(seededBytes(3), wallClockMs);

export function fingerprintFor(identity: DtlsIdentity): DtlsFingerprint {
  return { algorithm: 'sha-256', value: identity.fingerprintSha256 };
}

/** `serverFor` makes a server that expects `clientIdentity`; `meet` runs a client against it until both are connected or the server gave up. */
export function meetingsWith(create: CreateDtlsServer) {
  const serverFor = (seed: number, remoteFingerprints = [fingerprintFor(clientIdentity)], mtuBytes = 1_200) =>
    create({ identity: serverIdentity, remoteFingerprints, random: seededBytes(seed), mtuBytes });
  const meet = (
    client: Partial<DtlsTestClientOptions> = {},
    link: LinkOptions = {},
    server = serverFor(10),
    seed = 20,
  ): Met => {
    const peer = new DtlsTestClient({ random: seededBytes(seed), identity: clientIdentity, ...client });
    peer.start(0);
    const done = () => server.state.name === 'failed' || (server.state.name === 'connected' && peer.keys !== undefined);
    return { peer, server, endMs: runLink(peer, server, done, link) };
  };
  return { serverFor, meet };
}

export function expectKeysOfBoth({ peer, server }: Pick<Met, 'peer' | 'server'>): void {
  expect(peer.brokenBy).toBeUndefined();
  expect(server.state.name).toBe('connected');
  if (server.state.name === 'connected') expect(server.state.keys).toEqual(peer.keys);
}

export function expectRefusal({ peer, server }: Pick<Met, 'peer' | 'server'>, reason: DtlsFailure): void {
  expect(server.state).toEqual({ name: 'failed', reason });
  expect(peer.keys).toBeUndefined();
}

/** A record of epoch 0, as anybody can write one. */
export function plainRecord(contentType: number, payload: Uint8Array): Uint8Array {
  return writeRecord({ contentType, version: dtls12, epoch: 0, sequence: 50, payload });
}

/** A `tamper` hook that changes one bit of one message. */
export function flipBit(messageType: number, at: number) {
  return (type: number, body: Uint8Array): Uint8Array => {
    if (type !== messageType) return body;
    const tampered = Uint8Array.from(body);
    tampered[at]! ^= 1 << (at % 8);
    return tampered;
  };
}
