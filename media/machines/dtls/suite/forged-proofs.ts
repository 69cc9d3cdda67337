/** Clients that cannot prove who they are, or ask for terms that we refuse: none of them may ever see keys. */
import { generateKeyPairSync } from 'node:crypto';
import { type LinkOptions, runLink } from '@veche/testkit/dtls-test-client/datagram-link.ts';
import { DtlsTestClient, type DtlsTestClientOptions } from '@veche/testkit/dtls-test-client/dtls-test-client.ts';
import { seededBytes } from '@veche/testkit/dtls-test-client/seeded-bytes.ts';
import { describe, expect, it } from 'vitest';
import { join, uint, vector } from '../byte-writer.ts';
import type { DtlsFailure } from '../dtls-engine.ts';
import { writeFragment } from '../handshake-fragments.ts';
import { HandshakeType } from '../handshake-messages.ts';
import { ContentType } from '../records.ts';
import {
  type CreateDtlsServer,
  clientIdentity,
  expectRefusal,
  fingerprintFor,
  flipBit,
  meetingsWith,
  plainRecord,
  strangerIdentity,
} from './fixtures.ts';

export function describeForgedProofs(name: string, create: CreateDtlsServer): void {
  const { serverFor, meet } = meetingsWith(create);

  describe(`${name}: forged proofs`, () => {
    it('refuses a stolen certificate signed for with another private key', () => {
      expectRefusal(meet({ signWith: strangerIdentity.privateKey }), 'bad-certificate-verify');
    });

    it('refuses an honest client whose certificate is not the signalled one', () => {
      const met = meet({ identity: strangerIdentity });
      expectRefusal(met, 'fingerprint-mismatch');
    });

    it('refuses a fingerprint that is cut short, empty or of no hexadecimal', () => {
      const { value } = fingerprintFor(clientIdentity);
      for (const forged of [value.slice(0, 2), '', ':', 'zz', `${value}:00`]) {
        expectRefusal(meet({}, {}, serverFor(10, [{ algorithm: 'sha-256', value: forged }])), 'fingerprint-mismatch');
      }
    });

    it('refuses a client without a certificate, whether it says so or leaves the message out', () => {
      const peer = new DtlsTestClient({ random: seededBytes(20) });
      const server = serverFor(10);
      peer.start(0);
      runLink(peer, server, () => server.state.name === 'failed');
      expectRefusal({ peer, server }, 'no-client-certificate');

      const silent = meet({ omit: [HandshakeType.certificate] }, { limitMs: 200_000 });
      expectRefusal(silent, 'timeout');
    });

    it('refuses a client that leaves CertificateVerify out', () => {
      const met = meet({ omit: [HandshakeType.certificateVerify] });
      expectRefusal(met, 'timeout');
    });

    it('refuses a client that puts its Finished in the place of CertificateVerify', () => {
      const peer = new DtlsTestClient({ random: seededBytes(20), identity: clientIdentity, omit: [15] });
      const server = serverFor(10);
      peer.start(0);
      const forged = writeFragment({
        messageType: 20,
        messageBytes: 12,
        messageSequence: 3,
        offset: 0,
        content: new Uint8Array(12),
      });
      const intercept: LinkOptions['intercept'] = (to, datagram) =>
        to === 'right' ? [datagram, plainRecord(ContentType.handshake, forged)] : [datagram];
      runLink(peer, server, () => server.state.name === 'failed', { intercept });
      expectRefusal({ peer, server }, 'unexpected-message');
    });

    it('refuses a scheme that does not belong to the certificate, or that nobody offered', () => {
      for (const verifyScheme of [0x0401, 0x0804, 0x0203, 0x0000, 0xffff]) {
        expectRefusal(meet({ verifyScheme }), 'bad-certificate-verify');
      }
    });

    it('refuses a Finished with any one bit changed', () => {
      for (let at = 0; at < 12; at++) {
        expectRefusal(meet({ tamper: flipBit(HandshakeType.finished, at) }), 'bad-finished');
      }
    });

    it('refuses a Finished of wrong length', () => {
      const cut = (type: number, body: Uint8Array) => (type === HandshakeType.finished ? body.slice(0, 11) : body);
      expectRefusal(meet({ tamper: cut }), 'bad-finished');
    });

    it('never takes a Finished that is not encrypted', () => {
      const forged = writeFragment({
        messageType: 20,
        messageBytes: 12,
        messageSequence: 4,
        offset: 0,
        content: new Uint8Array(12),
      });
      const intercept: LinkOptions['intercept'] = (to, datagram) =>
        to === 'right' ? [datagram, plainRecord(ContentType.handshake, forged)] : [datagram];
      const met = meet({ omit: [HandshakeType.finished] }, { intercept });
      expectRefusal(met, 'timeout');
    });

    it('refuses a signature with any byte changed', () => {
      for (const at of [0, 4, 5, 20, 50]) {
        const { server, peer } = meet({ tamper: flipBit(HandshakeType.certificateVerify, at) }, { limitMs: 2_000 });
        expect(server.state.name).toBe('failed');
        expect(peer.keys).toBeUndefined();
      }
    });

    it('refuses a key share that is no point: empty, short, of small order, off the curve', () => {
      const shareOf = (share: Uint8Array) => (type: number, body: Uint8Array) =>
        type === HandshakeType.clientKeyExchange ? vector(share, 1) : body;
      expectRefusal(meet({ tamper: shareOf(new Uint8Array(0)) }), 'malformed-message');
      expectRefusal(meet({ tamper: shareOf(new Uint8Array(31)) }), 'bad-key-share');
      expectRefusal(meet({ tamper: shareOf(new Uint8Array(32)) }), 'bad-key-share');
      const offCurve = join(uint(4, 1), new Uint8Array(64).fill(7));
      expectRefusal(meet({ offer: { groups: [0x17] }, tamper: shareOf(offCurve) }), 'bad-key-share');
    });

    it('refuses certificates that are garbage or carry a key of another kind', () => {
      const certificate = (der: Uint8Array) => (type: number, body: Uint8Array) =>
        type === HandshakeType.certificate ? vector(vector(der, 3), 3) : body;
      expectRefusal(meet({ tamper: certificate(seededBytes(4)(300)) }), 'bad-client-certificate');
      expectRefusal(meet({ tamper: certificate(new Uint8Array(0)) }), 'malformed-message');
      const { publicKey } = generateKeyPairSync('ed25519');
      expectRefusal(
        meet({ tamper: certificate(publicKey.export({ format: 'der', type: 'spki' })) }),
        'bad-client-certificate',
      );
    });
  });

  describe(`${name}: downgrade and refusal of terms`, () => {
    it.each<[string, DtlsTestClientOptions['offer'], DtlsFailure]>([
      ['DTLS 1.0 only', { version: 0xfeff, supportedVersions: undefined }, 'protocol-version'],
      ['DTLS 1.3 only', { supportedVersions: [0xfefc] }, 'protocol-version'],
      ['TLS numbers', { version: 0x0303, supportedVersions: undefined }, 'protocol-version'],
      ['no cipher suite that we speak', { cipherSuiteIds: [0xc02f, 0x009c, 0x0000] }, 'no-common-cipher-suite'],
      ['no group that we speak', { groups: [0x0018, 0x11ec] }, 'no-common-group'],
      ['only SHA-1 signatures', { signatureSchemes: [0x0203, 0x0201] }, 'no-common-signature-scheme'],
      ['no use_srtp', { srtpProfileIds: [] }, 'no-common-srtp-profile'],
      ['only SRTP profiles unknown to us', { srtpProfileIds: [0x0002, 0x0005] }, 'no-common-srtp-profile'],
    ])('refuses %s and says so in an alert', (_title, offer, reason) => {
      const server = serverFor(10);
      const peer = new DtlsTestClient({ random: seededBytes(20), identity: clientIdentity, offer: offer ?? {} });
      peer.start(0);
      runLink(peer, server, () => peer.alerts.length > 0);
      expectRefusal({ peer, server }, reason);
    });
  });
}
