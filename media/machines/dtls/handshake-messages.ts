/** The bodies of the handshake messages after the hellos (RFC 5246 section 7.4, RFC 8422 section 5): what we write, and total readers of what the client sends. */
import { ByteReader } from './byte-reader.ts';
import { join, uint, vector } from './byte-writer.ts';

export const HandshakeType = {
  clientHello: 1,
  serverHello: 2,
  certificate: 11,
  serverKeyExchange: 12,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  clientKeyExchange: 16,
  finished: 20,
} as const;

const namedCurve = 3;
const certificateTypes = Uint8Array.of(64, 1); // ecdsa_sign, rsa_sign
const maxCertificates = 8;

/** A Certificate message; an empty list is what a client without a certificate sends. */
export function writeCertificate(chain: readonly Uint8Array[]): Uint8Array {
  return vector(join(...chain.map((certificateDer) => vector(certificateDer, 3))), 3);
}

/** The chain, the peer's own certificate first; possibly empty. */
export function readCertificate(body: Uint8Array): readonly Uint8Array[] | undefined {
  const reader = new ByteReader(body);
  const list = new ByteReader(reader.vector24());
  const chain: Uint8Array[] = [];
  while (list.remaining > 0) {
    const certificateDer = list.vector24();
    if (certificateDer.length === 0 || chain.length >= maxCertificates) return undefined;
    chain.push(Uint8Array.from(certificateDer));
  }
  return reader.complete && list.complete ? chain : undefined;
}

/** ServerECDHParams: the part of ServerKeyExchange that is signed after both randoms. */
export function writeServerEcdhParams(group: number, publicPoint: Uint8Array): Uint8Array {
  return join(uint(namedCurve, 1), uint(group, 2), vector(publicPoint, 1));
}

export interface SignedBlock {
  readonly scheme: number;
  readonly signature: Uint8Array;
}

/** DigitallySigned, as in ServerKeyExchange and CertificateVerify. */
export function writeSigned(signed: SignedBlock): Uint8Array {
  return join(uint(signed.scheme, 2), vector(signed.signature, 2));
}

/** CertificateVerify. */
export function readCertificateVerify(body: Uint8Array): SignedBlock | undefined {
  const reader = new ByteReader(body);
  const scheme = reader.u16();
  const signature = reader.vector16();
  return reader.complete ? { scheme, signature } : undefined;
}

/** CertificateRequest with no authorities named. */
export function writeCertificateRequest(signatureSchemes: readonly number[]): Uint8Array {
  const schemes = join(...signatureSchemes.map((scheme) => uint(scheme, 2)));
  return join(vector(certificateTypes, 1), vector(schemes, 2), uint(0, 2));
}

/** ClientKeyExchange: the client's point. */
export function readClientKeyExchange(body: Uint8Array): Uint8Array | undefined {
  const reader = new ByteReader(body);
  const publicPoint = reader.vector8();
  return reader.complete && publicPoint.length > 0 ? publicPoint : undefined;
}
