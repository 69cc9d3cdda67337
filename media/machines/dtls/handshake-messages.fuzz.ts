import type { FuzzTarget } from '@veche/testkit/fuzz.ts';
import { readAlert } from './alerts.ts';
import { vector } from './byte-writer.ts';
import { readUseSrtp, writeUseSrtp } from './extensions.ts';
import {
  readCertificate,
  readCertificateVerify,
  readClientKeyExchange,
  writeCertificate,
  writeSigned,
} from './handshake-messages.ts';
import { publicKeyOf } from './peer-certificate.ts';

/** All readers of what follows the hellos, and OpenSSL's certificate reader behind ours. */
export const target: FuzzTarget = {
  name: 'dtls-handshake-messages',
  seeds: [
    writeCertificate([new Uint8Array(50).fill(0x30), new Uint8Array(3)]),
    writeCertificate([]),
    writeSigned({ scheme: 0x0403, signature: new Uint8Array(70) }),
    vector(new Uint8Array(32), 1),
    writeUseSrtp([7, 1]),
    Uint8Array.of(2, 40),
  ],
  run(bytes) {
    const chain = readCertificate(bytes);
    if (chain && Buffer.compare(writeCertificate(chain), bytes) !== 0) throw new Error('a chain does not round-trip');
    if (chain?.[0]) publicKeyOf(chain[0]);
    const signed = readCertificateVerify(bytes);
    if (signed && Buffer.compare(writeSigned(signed), bytes) !== 0) throw new Error('a proof does not round-trip');
    readClientKeyExchange(bytes);
    readUseSrtp(bytes);
    readAlert(bytes);
    publicKeyOf(bytes);
  },
};
