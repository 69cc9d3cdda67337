/** The engine against OpenSSL's own client over a real socket: the exported keying material must be the same, byte by byte. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DtlsEngine } from './dtls-engine.ts';
import { createDtlsIdentity, fingerprintOf } from './dtls-identity.ts';
import { createDtlsServer } from './dtls-server.ts';

const hasOpenssl = (() => {
  try {
    // LibreSSL answers to the name too, and cannot export keys.
    return execFileSync('openssl', ['version'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .startsWith('OpenSSL ');
  } catch {
    return false;
  }
})();
if (!hasOpenssl)
  process.stderr.write('\n*** NOT RUN: no openssl on this machine; interop with OpenSSL is unproven here ***\n\n');

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
const keyTypes = { ecdsa: ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'], rsa: ['rsa:2048'] } as const;

describe('interop with openssl s_client', () => {
  it('has an openssl to talk to where CI is set', () => {
    expect(hasOpenssl || !process.env.CI).toBe(true);
  });

  if (!hasOpenssl) return;

  const folder = mkdtempSync(join(tmpdir(), 'veche-dtls-'));
  const certificateDer = new Map<string, Uint8Array>();
  beforeAll(() => {
    for (const [name, keyType] of Object.entries(keyTypes)) {
      const [pem, der] = [join(folder, `${name}.pem`), join(folder, `${name}.der`)];
      const request = ['req', '-x509', '-newkey', ...keyType, '-nodes', '-subj', '/CN=peer', '-days', '2'];
      execFileSync('openssl', [...request, '-keyout', join(folder, `${name}.key`), '-out', pem], { stdio: 'ignore' });
      execFileSync('openssl', ['x509', '-in', pem, '-outform', 'DER', '-out', der]);
      certificateDer.set(name, readFileSync(der));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const cases = [
    { srtp: 'SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80', profile: 'AEAD_AES_128_GCM', bytes: 56, cert: 'ecdsa' },
    { srtp: 'SRTP_AES128_CM_SHA1_80', profile: 'AES128_CM_HMAC_SHA1_80', bytes: 60, cert: 'ecdsa' },
    { srtp: 'SRTP_AEAD_AES_128_GCM', profile: 'AEAD_AES_128_GCM', bytes: 56, cert: 'rsa' },
    {
      srtp: 'SRTP_AEAD_AES_128_GCM',
      profile: 'AEAD_AES_128_GCM',
      bytes: 56,
      cert: 'ecdsa',
      extra: ['-groups', 'P-256'],
    },
    {
      srtp: 'SRTP_AEAD_AES_128_GCM',
      profile: 'AEAD_AES_128_GCM',
      bytes: 56,
      cert: 'ecdsa',
      extra: ['-cipher', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
    },
    {
      srtp: 'SRTP_AEAD_AES_128_GCM',
      profile: 'AEAD_AES_128_GCM',
      bytes: 56,
      cert: 'ecdsa',
      extra: ['-cipher', 'ECDHE-ECDSA-CHACHA20-POLY1305'],
    },
  ];
  for (const { srtp, profile, bytes, cert, extra = [] } of cases) {
    it(`exports the same keys: ${srtp}, ${cert} certificate ${extra.join(' ')}`, async () => {
      const run = await connect(certificateDer.get(cert)!, 1_200, [
        ...['-use_srtp', srtp, '-keymatexportlen', String(bytes), ...extra],
        ...['-cert', join(folder, `${cert}.pem`), '-key', join(folder, `${cert}.key`)],
      ]);
      const exported = /Keying material: ([0-9A-F]+)/.exec(run.output)?.[1];
      expect(run.engine.state.name).toBe('connected');
      if (run.engine.state.name !== 'connected') return;
      const { keys } = run.engine.state;
      expect(keys.profile).toBe(profile);
      expect(hex(keys.clientKey) + hex(keys.serverKey) + hex(keys.clientSalt) + hex(keys.serverSalt)).toBe(exported);
    });
  }

  it('is understood when its flight is cut to a small MTU', async () => {
    const run = await connect(certificateDer.get('ecdsa')!, 200, [
      ...['-use_srtp', 'SRTP_AEAD_AES_128_GCM', '-keymatexportlen', '56', '-mtu', '300'],
      ...['-cert', join(folder, 'ecdsa.pem'), '-key', join(folder, 'ecdsa.key')],
    ]);
    expect(run.engine.state.name).toBe('connected');
  });

  it('refuses an openssl client without a certificate', async () => {
    const run = await connect(certificateDer.get('ecdsa')!, 1_200, [
      ...['-use_srtp', 'SRTP_AEAD_AES_128_GCM', '-keymatexportlen', '56'],
    ]);
    expect(run.engine.state).toEqual({ name: 'failed', reason: 'no-client-certificate' });
  });

  it('refuses an openssl client with another certificate than was signalled', async () => {
    const run = await connect(certificateDer.get('rsa')!, 1_200, [
      ...['-use_srtp', 'SRTP_AEAD_AES_128_GCM', '-keymatexportlen', '56'],
      ...['-cert', join(folder, 'ecdsa.pem'), '-key', join(folder, 'ecdsa.key')],
    ]);
    expect(run.engine.state).toEqual({ name: 'failed', reason: 'fingerprint-mismatch' });
  });
});

/** Runs s_client against a fresh engine until openssl has told its keys or the engine refused. */
async function connect(
  peerCertificateDer: Uint8Array,
  mtuBytes: number,
  clientArguments: readonly string[],
): Promise<{ readonly engine: DtlsEngine; readonly output: string }> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const engine = createDtlsServer({
    identity: createDtlsIdentity(randomBytes, Date.now()),
    remoteFingerprints: [{ algorithm: 'sha-256', value: fingerprintOf(peerCertificateDer, 'sha-256') }],
    random: randomBytes,
    mtuBytes,
  });
  let client: ChildProcess | undefined;
  const giveUp = setTimeout(() => client?.kill('SIGKILL'), 10_000);
  let output = '';
  try {
    await new Promise<void>((resolve) => {
      const settle = () => {
        if (engine.state.name === 'failed' || /Keying material: [0-9A-F]+\n/.test(output)) resolve();
      };
      socket.on('message', (datagram, sender) => {
        engine.receive(Date.now(), datagram);
        for (const reply of engine.drain()) socket.send(reply, sender.port, sender.address);
        settle();
      });
      const exporter = ['-keymatexport', 'EXTRACTOR-dtls_srtp'];
      const target = ['-connect', `127.0.0.1:${socket.address().port}`];
      client = spawn('openssl', ['s_client', '-dtls1_2', ...target, ...exporter, ...clientArguments]);
      client.stdout?.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        settle();
      });
      client.on('exit', () => resolve());
    });
  } finally {
    clearTimeout(giveUp);
    client?.kill('SIGKILL');
    socket.close();
  }
  return { engine, output };
}
