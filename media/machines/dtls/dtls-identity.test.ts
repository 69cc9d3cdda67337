import { X509Certificate } from 'node:crypto';
import { seededBytes } from '@veche/testkit/dtls-test-client/seeded-bytes.ts';
import { describe, expect, it } from 'vitest';
import { createDtlsIdentity } from './dtls-identity.ts';

describe('DTLS identity', () => {
  const nowMs = Date.UTC(2026, 5, 1);
  const identity = createDtlsIdentity(seededBytes(1), nowMs);
  const certificate = new X509Certificate(identity.certificateDer);

  it('is a certificate that OpenSSL reads and that its own key signed', () => {
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkPrivateKey(identity.privateKey)).toBe(true);
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  });

  it('has the fingerprint that OpenSSL computes', () => {
    expect(identity.fingerprintSha256).toBe(certificate.fingerprint256);
  });

  it('is valid from the day before for a year', () => {
    expect(Date.parse(certificate.validFrom)).toBe(nowMs - 86_400_000);
    expect(Date.parse(certificate.validTo)).toBe(nowMs + 365 * 86_400_000);
  });

  it('writes dates from 2050 on in the long form', () => {
    const late = new X509Certificate(createDtlsIdentity(seededBytes(2), Date.UTC(2051, 0, 5)).certificateDer);
    expect(Date.parse(late.validFrom)).toBe(Date.UTC(2051, 0, 4));
  });

  it('differs for other random bytes', () => {
    const other = createDtlsIdentity(seededBytes(9), nowMs);
    expect(other.fingerprintSha256).not.toBe(identity.fingerprintSha256);
  });
});
