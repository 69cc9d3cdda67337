/** Alerts (RFC 5246 section 7.2): what is told to the other side when the handshake is refused or the association ends. */
import type { DtlsFailure } from './dtls-engine.ts';

export const AlertLevel = { warning: 1, fatal: 2 } as const;

export const AlertDescription = {
  closeNotify: 0,
  unexpectedMessage: 10,
  handshakeFailure: 40,
  badCertificate: 42,
  illegalParameter: 47,
  decodeError: 50,
  decryptError: 51,
  protocolVersion: 70,
  internalError: 80,
  noRenegotiation: 100,
} as const;

export interface Alert {
  readonly level: number;
  readonly description: number;
}

/** Reads an alert record's content; `undefined` unless it is exactly two bytes with a known level. */
export function readAlert(payload: Uint8Array): Alert | undefined {
  const [level, description] = payload;
  if (payload.length !== 2 || level === undefined || description === undefined) return undefined;
  return level === AlertLevel.warning || level === AlertLevel.fatal ? { level, description } : undefined;
}

export function writeAlert(alert: Alert): Uint8Array {
  return Uint8Array.of(alert.level, alert.description);
}

/** The alert that tells the other side of a failure, or `undefined` where nothing is to be said. */
export function alertDescriptionFor(failure: DtlsFailure): number | undefined {
  switch (failure) {
    case 'protocol-version':
      return AlertDescription.protocolVersion;
    case 'no-common-cipher-suite':
    case 'no-common-group':
    case 'no-common-signature-scheme':
    case 'no-common-srtp-profile':
    case 'no-client-certificate':
      return AlertDescription.handshakeFailure;
    case 'bad-client-certificate':
    case 'fingerprint-mismatch':
      return AlertDescription.badCertificate;
    case 'bad-key-share':
      return AlertDescription.illegalParameter;
    case 'bad-certificate-verify':
    case 'bad-finished':
      return AlertDescription.decryptError;
    case 'malformed-message':
      return AlertDescription.decodeError;
    case 'unexpected-message':
      return AlertDescription.unexpectedMessage;
    case 'timeout':
    case 'peer-alert':
      return undefined;
  }
}
