/**
 * OpenSSL's DTLS client against a whole transport of a running worker: a relay does the ICE that OpenSSL does not speak, s_client
 * does the handshake, and the keys it exports open the reports that the server sends back about the sound sealed with them.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TransportDescription } from '@veche/contracts/signalling/methods.ts';
import { expect, it } from 'vitest';
import { hmacSha1 } from '../../machines/ice-lite/hmac-sha1.ts';
import { createSrtpSession } from '../../plane-ts/srtp/srtp-session.ts';
import { classify } from '../../wire/classify.ts';
import { readRtcp } from '../../wire/rtcp.ts';
import { buildRtp } from '../../wire/rtp-builder.ts';
import { buildStun, readStun } from '../../wire/stun.ts';
import { runMediaServer } from '../fixtures/running-media-server.ts';

const hasOpenssl = (() => {
  try {
    return execFileSync('openssl', ['version']).toString().startsWith('OpenSSL ');
  } catch {
    return false;
  }
})();

it('has an openssl to talk to where CI is set', () => {
  if (!hasOpenssl) process.stderr.write('\n*** NOT RUN: no openssl here; interop with OpenSSL is unproven ***\n\n');
  expect(hasOpenssl || !process.env.CI).toBe(true);
});

it.runIf(hasOpenssl)('OpenSSL gets keys from a transport, and they open what the server sends', async () => {
  await using server = await runMediaServer();
  const { peer } = await server.join(server.token({ conferenceId: randomUUID() }));
  const transport = await peer.call('createTransport', { direction: 'send' });
  const { transportId } = transport;
  await using certificate = makeCertificate();
  await peer.call('connectTransport', {
    transportId,
    dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: certificate.fingerprint }] },
  });
  const ssrc = 0x1234_5678;
  await peer.call('produce', {
    transportId,
    kind: 'audio',
    source: 'microphone',
    paused: false,
    rtpParameters: {
      mid: '0',
      codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000, channels: 2 }],
      encodings: [{ ssrc }],
    },
  });

  await using relay = await openIceRelay(transport);
  const material = await exportedKeys(relay.port, certificate);
  const [clientKey, serverKey] = [material.subarray(0, 16), material.subarray(16, 32)];
  const [clientSalt, serverSalt] = [material.subarray(32, 44), material.subarray(44, 56)];
  const session = createSrtpSession({
    profile: 'AEAD_AES_128_GCM',
    outbound: { key: clientKey, salt: clientSalt },
    inbound: { key: serverKey, salt: serverSalt },
  });
  if (session === undefined) throw new Error('The exported keys have a wrong length');

  const reported = new Promise<number>((resolve) => {
    relay.onRtcp((packet) => {
      const opened = session.inbound.openRtcp(packet);
      if (typeof opened === 'string') return;
      for (const part of readRtcp(opened)) {
        if (part.type !== 'receiverReport') continue;
        const block = part.reports.find((report) => report.ssrc === ssrc);
        if (block !== undefined) resolve(block.highestSequence & 0xffff);
      }
    });
  });
  const headerLength = 12;
  for (let sequenceNumber = 1; sequenceNumber <= 100; sequenceNumber += 1) {
    const plain = buildRtp({
      payloadType: 111,
      sequenceNumber,
      timestamp: sequenceNumber * 960,
      ssrc,
      payload: randomBytes(60),
    });
    const sealed = Buffer.alloc(plain.length + 32);
    const length = session.outbound.sealRtp(
      plain.subarray(0, headerLength),
      plain.subarray(headerLength),
      ssrc,
      sequenceNumber,
      sealed,
    );
    relay.send(sealed.subarray(0, length));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await reported).toBeGreaterThan(0);
});

interface Certificate extends AsyncDisposable {
  readonly folder: string;
  readonly fingerprint: string;
}

function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'veche-openssl-'));
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-subj',
      '/CN=peer',
      '-days',
      '2',
      ...files,
    ],
    { stdio: 'ignore' },
  );
  const { raw } = new X509Certificate(readFileSync(join(folder, 'certificate.pem')));
  const digest = createHash('sha256').update(raw).digest('hex').toUpperCase();
  return {
    folder,
    fingerprint: digest.replaceAll(/(..)(?!$)/g, '$1:'),
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

interface IceRelay extends AsyncDisposable {
  /** Where s_client connects to. */
  readonly port: number;
  send(datagram: Uint8Array): void;
  onRtcp(listener: (packet: Uint8Array) => void): void;
}

/** Validates one address of its own with ICE, then carries DTLS between s_client and the transport over it. */
async function openIceRelay(transport: TransportDescription): Promise<IceRelay> {
  const candidate = transport.iceCandidates.find(({ protocol }) => protocol === 'udp');
  if (candidate === undefined) throw new Error('The transport has no UDP candidate');
  const [outer, inner] = [createSocket('udp4'), createSocket('udp4')];
  for (const socket of [outer, inner]) {
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  const send = (datagram: Uint8Array) => outer.send(datagram, candidate.port, candidate.address);
  let openssl: { address: string; port: number } | undefined;
  let hearRtcp: (packet: Uint8Array) => void = () => undefined;
  const validated = new Promise<void>((resolve) => {
    outer.on('message', (datagram) => {
      const kind = classify(datagram);
      if (kind === 'stun' && readStun(datagram)?.class === 'success') resolve();
      if (kind === 'dtls' && openssl !== undefined) inner.send(datagram, openssl.port, openssl.address);
      if (kind === 'rtcp') hearRtcp(datagram);
    });
  });
  inner.on('message', (datagram, from) => {
    openssl = from;
    send(datagram);
  });
  send(connectivityCheck(transport));
  await validated;
  return {
    port: inner.address().port,
    send,
    onRtcp: (listener) => {
      hearRtcp = listener;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of [outer, inner] satisfies Socket[]) socket.close();
    },
  };
}

function connectivityCheck({ iceParameters: { usernameFragment, password } }: TransportDescription): Uint8Array {
  return buildStun({
    class: 'request',
    method: 1,
    transactionId: randomBytes(12),
    username: `${usernameFragment}:peer`,
    priority: 1_853_824_767,
    iceControlling: 1n,
    useCandidate: true,
    integrity: { key: Buffer.from(password), hmacSha1 },
  });
}

/** Client key, server key, client salt, server salt (RFC 5764 section 4.2, RFC 7714 section 12). */
async function exportedKeys(port: number, { folder }: Certificate): Promise<Buffer> {
  const exporter = [
    '-use_srtp',
    'SRTP_AEAD_AES_128_GCM',
    '-keymatexport',
    'EXTRACTOR-dtls_srtp',
    '-keymatexportlen',
    '56',
  ];
  const identity = ['-cert', join(folder, 'certificate.pem'), '-key', join(folder, 'key.pem')];
  const client = spawn('openssl', ['s_client', '-dtls1_2', '-connect', `127.0.0.1:${port}`, ...exporter, ...identity]);
  const giveUp = setTimeout(() => client.kill('SIGKILL'), 15_000);
  let output = '';
  try {
    for await (const chunk of client.stdout) {
      output += String(chunk);
      const hex = /Keying material: ([0-9A-F]{112})\n/.exec(output)?.[1];
      if (hex !== undefined) return Buffer.from(hex, 'hex');
    }
    throw new Error(`OpenSSL exported no keys:\n${output}`);
  } finally {
    clearTimeout(giveUp);
    client.kill('SIGKILL');
  }
}
