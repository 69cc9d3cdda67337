import { DtlsTestClient } from '@veche/testkit/dtls-test-client/dtls-test-client.ts';
import { seededBytes } from '@veche/testkit/dtls-test-client/seeded-bytes.ts';
import { describe, expect, it } from 'vitest';
import { createDtlsServer } from '../../machines/dtls/dtls-server.ts';
import {
  clientIdentity,
  fingerprintFor,
  serverIdentity,
  strangerIdentity,
} from '../../machines/dtls/suite/fixtures.ts';
import { hmacSha1 } from '../../machines/ice-lite/hmac-sha1.ts';
import { createIceLite } from '../../machines/ice-lite/ice-lite.ts';
import type { Command } from '../../plane/commands.ts';
import type { Path } from '../../plane/path.ts';
import { buildStun } from '../../wire/stun.ts';
import { TransportSession } from './transport-session.ts';

const transportNumber = 7;
const credentials = { ufrag: 'server01', password: 'a-long-password-of-the-server' };

function pathFrom(address: string): Path {
  return { key: `udp0|${address}|5000`, protocol: 'udp', family: 4, address, port: 5_000, socket: 0 };
}
const home = pathFrom('192.0.2.1');
const elsewhere = pathFrom('198.51.100.9');

function check(): Uint8Array {
  return buildStun({
    class: 'request',
    transactionId: new Uint8Array(12).fill(3),
    username: `${credentials.ufrag}:peer`,
    priority: 1_000,
    iceControlling: 5n,
    useCandidate: true,
    integrity: { key: new TextEncoder().encode(credentials.password), hmacSha1 },
  });
}

function newSession() {
  const commands: Command[] = [];
  const ups: boolean[] = [];
  const logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => logger };
  const session = new TransportSession({
    transportNumber,
    ice: createIceLite({ localUfrag: credentials.ufrag, localPassword: credentials.password, hmacSha1 }),
    dtls: createDtlsServer({ identity: serverIdentity, remoteFingerprints: [], random: seededBytes(10) }),
    logger,
    apply: (batch) => commands.push(...batch),
    onUp: (up) => ups.push(up),
  });
  const sentTo = (path: Path) =>
    commands
      .splice(0)
      .flatMap((command) =>
        command.type === 'sendDatagram' && command.path.key === path.key ? [Uint8Array.from(command.bytes)] : [],
      );
  return { session, commands, ups, sentTo };
}

/** Lets `peer` speak with the session over `path` until both are silent; answers what the plane was told meanwhile. */
function converse(world: ReturnType<typeof newSession>, peer: DtlsTestClient, path: Path): Command[] {
  const told: Command[] = [];
  for (let round = 0; round < 10; round++) {
    for (const datagram of peer.drain()) world.session.receiveDtls(100, path, datagram);
    told.push(...world.commands);
    for (const datagram of world.sentTo(path)) peer.receive(100, datagram);
  }
  return told;
}

function honestClient(): DtlsTestClient {
  return new DtlsTestClient({ random: seededBytes(20), identity: clientIdentity });
}

describe('TransportSession', () => {
  it('hears DTLS only from an address that ICE has validated', () => {
    const world = newSession();
    world.session.setRemote(0, { role: 'client', fingerprints: [fingerprintFor(clientIdentity)] });
    const peer = honestClient();
    peer.start(0);
    const hello = peer.drain();
    for (const datagram of hello) world.session.receiveDtls(0, home, datagram);
    expect(world.sentTo(home)).toEqual([]);
    world.session.receiveStun(0, home, check(), undefined);
    world.sentTo(home);
    for (const datagram of hello) world.session.receiveDtls(0, home, datagram);
    expect(world.sentTo(home).length).toBeGreaterThan(0);
  });

  it('lets no second ClientHello from another address disturb a handshake or what came of it', () => {
    const world = newSession();
    world.session.setRemote(0, { role: 'client', fingerprints: [fingerprintFor(clientIdentity)] });
    world.session.receiveStun(0, home, check(), undefined);
    const intrude = () => {
      const stranger = new DtlsTestClient({ random: seededBytes(30), identity: strangerIdentity });
      stranger.start(0);
      for (const datagram of stranger.drain()) world.session.receiveDtls(0, elsewhere, datagram);
    };
    const peer = honestClient();
    peer.start(0);
    for (const datagram of peer.drain()) world.session.receiveDtls(0, home, datagram);
    intrude();
    for (const datagram of world.sentTo(home)) peer.receive(0, datagram);
    intrude();
    const told = converse(world, peer, home);
    intrude();
    expect(peer.keys).toBeDefined();
    expect(world.sentTo(elsewhere)).toEqual([]);
    expect(told.find((command) => command.type === 'setTransport')).toMatchObject({
      srtp: { inbound: { key: peer.keys!.clientKey }, outbound: { key: peer.keys!.serverKey } },
    });
    expect(world.ups).toEqual([true]);
  });

  it('unbinds a path whose consent ran out, and says that nothing can flow', () => {
    const world = newSession();
    world.session.setRemote(0, { role: 'client', fingerprints: [fingerprintFor(clientIdentity)] });
    world.session.receiveStun(0, home, check(), undefined);
    const peer = honestClient();
    peer.start(0);
    converse(world, peer, home);
    world.commands.length = 0;
    world.session.tick(29_000);
    expect(world.commands).toEqual([]);
    world.session.tick(30_000);
    expect(world.commands).toContainEqual({ type: 'unbindPath', transportId: transportNumber, path: home });
    expect(world.ups).toEqual([true, false]);
  });

  it('takes a path back that another transport proved itself from in between', () => {
    const { session, commands } = newSession();
    const bind = { type: 'bindPath', transportId: transportNumber, path: home };
    session.receiveStun(0, home, check(), undefined);
    expect(commands.splice(0)).toContainEqual(bind);
    session.receiveStun(10, home, check(), transportNumber);
    expect(commands.splice(0)).not.toContainEqual(bind);
    session.receiveStun(20, home, check(), 99);
    expect(commands.splice(0)).toContainEqual(bind);
  });
});
