/** What an engine must do for honest clients: every set of terms, fragments, small MTUs, signalling that comes after the handshake. */
import { type LinkOptions, runLink } from '@veche/testkit/dtls-test-client/datagram-link.ts';
import { seededFraction } from '@veche/testkit/dtls-test-client/seeded-bytes.ts';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../dtls-identity.ts';
import {
  type CreateDtlsServer,
  clientIdentity,
  expectKeysOfBoth,
  expectRefusal,
  fingerprintFor,
  meetingsWith,
  serverIdentity,
  strangerIdentity,
} from './fixtures.ts';

export function describeHonestClients(name: string, create: CreateDtlsServer): void {
  const { serverFor, meet } = meetingsWith(create);

  describe(`${name}: an honest client`, () => {
    it('gets the same SRTP keys as the server, and they differ from each other', () => {
      const { peer, server } = meet();
      expectKeysOfBoth({ peer, server });
      const { clientKey, serverKey, clientSalt, serverSalt } = peer.keys!;
      expect([clientKey.length, serverKey.length, clientSalt.length, serverSalt.length]).toEqual([16, 16, 12, 12]);
      expect(Buffer.from(clientKey).equals(serverKey)).toBe(false);
      expect(peer.serverFingerprintHex?.toUpperCase()).toBe(serverIdentity.fingerprintSha256.replaceAll(':', ''));
    });

    it.each([
      ['AES-256-GCM', { cipherSuiteIds: [0xc02c] }],
      ['ChaCha20-Poly1305', { cipherSuiteIds: [0xcca9] }],
      ['P-256 key agreement', { groups: [0x0017] }],
      ['the SHA-1 SRTP profile', { srtpProfileIds: [0x0001] }],
      ['no extended master secret', { extendedMasterSecret: false }],
      ['no word of DTLS 1.3', { supportedVersions: undefined }],
    ])('connects with %s', (_title, offer) => {
      expectKeysOfBoth(meet({ offer }));
    });

    it('connects when its ClientHello spans two datagrams, in either order', () => {
      const offer = { paddingBytes: 1_300 };
      expectKeysOfBoth(meet({ offer }));
      const held: Uint8Array[] = [];
      const intercept: LinkOptions['intercept'] = (to, datagram) => {
        if (to === 'left' || held.length >= 2) return [datagram];
        held.push(datagram);
        return held.length === 2 ? [...held].reverse() : [];
      };
      expectKeysOfBoth(meet({ offer }, { intercept }));
      expect(held).toHaveLength(2);
    });

    it('connects when both cut everything into small fragments that arrive in any order', () => {
      for (let seed = 1; seed <= 10; seed++) {
        const link = { fraction: seededFraction(seed), delayMs: [1, 30] as const };
        expectKeysOfBoth(meet({ mtuBytes: 128 }, link, serverFor(seed, undefined, 128)));
      }
    });

    it('never gets a datagram longer than the MTU', () => {
      for (const mtuBytes of [128, 333, 700, 1_200]) {
        const lengths: number[] = [];
        const intercept: LinkOptions['intercept'] = (to, datagram) => {
          if (to === 'left') lengths.push(datagram.length);
          return [datagram];
        };
        expectKeysOfBoth(meet({}, { intercept }, serverFor(5, undefined, mtuBytes)));
        expect(Math.max(...lengths)).toBeLessThanOrEqual(mtuBytes);
      }
    });
  });

  describe(`${name}: signalling that comes late`, () => {
    it('holds keys and the last flight back until the fingerprint is told', () => {
      const server = serverFor(10, []);
      const { peer } = meet({}, { limitMs: 5_000 }, server);
      expect(server.state.name).toBe('handshaking');
      expect(peer.keys).toBeUndefined();
      server.setRemoteFingerprints(6_000, [fingerprintFor(clientIdentity)]);
      runLink(peer, server, () => peer.keys !== undefined, { startMs: 6_000 });
      expectKeysOfBoth({ peer, server });
    });

    it('refuses when the fingerprint told late is another', () => {
      const server = serverFor(10, []);
      const { peer } = meet({}, { limitMs: 5_000 }, server);
      server.setRemoteFingerprints(6_000, [fingerprintFor(strangerIdentity)]);
      expectRefusal({ peer, server }, 'fingerprint-mismatch');
    });

    it('takes any one of several fingerprints, in any algorithm and spelling', () => {
      const value = fingerprintOf(clientIdentity.certificateDer, 'sha-512').toLowerCase().replaceAll(':', '');
      expectKeysOfBoth(
        meet({}, {}, serverFor(10, [fingerprintFor(strangerIdentity), { algorithm: 'sha-512', value }])),
      );
    });
  });
}
