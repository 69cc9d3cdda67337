/** The engine against werift's DTLS client, a stack in TypeScript that shares nothing with ours. */
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSelfSignedCertificate, DtlsClient, type Transport } from 'werift';
import { createDtlsIdentity, fingerprintOf } from './dtls-identity.ts';
import { createDtlsServer } from './dtls-server.ts';

const ecdsaSha256 = { hash: 4, signature: 3 } as const;
const secp256r1 = 23;
const profileIds = { AEAD_AES_128_GCM: 0x0007, AES128_CM_HMAC_SHA1_80: 0x0001 } as const;
const pemToDer = (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');

describe('interop with werift', () => {
  it.each(['AEAD_AES_128_GCM', 'AES128_CM_HMAC_SHA1_80'] as const)('agrees on the keys of %s', async (profile) => {
    const { engine, client } = await connect(profile, (certificateDer) => certificateDer);
    expect(engine.state.name).toBe('connected');
    if (engine.state.name !== 'connected') return;
    const { keys } = engine.state;
    expect(keys.profile).toBe(profile);
    const theirs = client.extractSessionKeys(keys.clientKey.length, keys.clientSalt.length);
    const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
    expect([theirs.localKey, theirs.localSalt, theirs.remoteKey, theirs.remoteSalt].map(hex)).toEqual(
      [keys.clientKey, keys.clientSalt, keys.serverKey, keys.serverSalt].map(hex),
    );
  });

  it('refuses it when another certificate was signalled', async () => {
    const { engine } = await connect('AEAD_AES_128_GCM', () => Buffer.from('another certificate'));
    expect(engine.state).toEqual({ name: 'failed', reason: 'fingerprint-mismatch' });
  });
});

/** Runs werift's client against a fresh engine, datagrams handed over in memory, until either side is settled. */
async function connect(profile: keyof typeof profileIds, signalled: (certificateDer: Uint8Array) => Uint8Array) {
  const { certPem, keyPem } = await createSelfSignedCertificate(ecdsaSha256, secp256r1);
  const fingerprint = fingerprintOf(signalled(pemToDer(certPem)), 'sha-256');
  const engine = createDtlsServer({
    identity: createDtlsIdentity(randomBytes, Date.now()),
    remoteFingerprints: [{ algorithm: 'sha-256', value: fingerprint }],
    random: randomBytes,
  });
  let settle = () => {};
  const address = { address: '127.0.0.1', port: 1, family: 'IPv4' };
  const transport: Transport = {
    type: 'udp',
    address,
    closed: false,
    onData: () => {},
    send: async (datagram) => {
      engine.receive(performance.now(), Uint8Array.from(datagram));
      for (const reply of engine.drain()) {
        setImmediate(() => transport.onData(Buffer.from(reply), ['127.0.0.1', 1]));
      }
      if (engine.state.name === 'failed') settle();
    },
    close: async () => {},
  };
  const client = new DtlsClient({
    transport,
    srtpProfiles: [profileIds[profile]],
    cert: certPem,
    key: keyPem,
    signatureHash: ecdsaSha256,
    extendedMasterSecret: true,
  });
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
    client.onConnect.subscribe(() => resolve());
    client.onError.subscribe(() => resolve());
  });
  await client.connect();
  await settled;
  client.close();
  return { engine, client };
}
