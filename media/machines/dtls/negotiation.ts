/**
 * Chooses the terms of an association from a ClientHello: a pure function, so every refusal can be read and tested in one place.
 * We speak DTLS 1.2 only; a client that could do 1.3 is answered with 1.2, one that cannot do 1.2 is refused.
 */
import { type CipherSuite, cipherSuites } from './cipher-suites.ts';
import type { DtlsFailure, SrtpProfile } from './dtls-engine.ts';
import { ExtensionType, srtpProfileIds, writeUseSrtp } from './extensions.ts';
import type { ClientHello } from './hello-messages.ts';
import { type NamedGroupId, supportedGroups } from './key-share.ts';
import { dtls12 } from './records.ts';
import { ecdsaSecp256r1Sha256 } from './signature-schemes.ts';

/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV (RFC 5746 section 3.3). */
const renegotiationInfoScsv = 0x00ff;

export interface Terms {
  readonly suite: CipherSuite;
  readonly group: NamedGroupId;
  readonly srtpProfile: SrtpProfile;
  readonly extendedMasterSecret: boolean;
  /** What ServerHello answers. */
  readonly extensions: ReadonlyMap<number, Uint8Array>;
}

/** The terms, or why there are none. */
export function negotiate(hello: ClientHello): Terms | { readonly refusal: DtlsFailure } {
  if (!offersDtls12(hello)) return { refusal: 'protocol-version' };
  if (!hello.offersNullCompression) return { refusal: 'malformed-message' };
  if (hello.renegotiatedConnection && hello.renegotiatedConnection.length > 0) return { refusal: 'unexpected-message' };
  const suite = cipherSuites.find(({ id }) => hello.cipherSuiteIds.includes(id));
  if (!suite) return { refusal: 'no-common-cipher-suite' };
  const group = supportedGroups.find((id) => hello.groups?.includes(id));
  if (!group) return { refusal: 'no-common-group' };
  // Without the extension the client means SHA-1 (RFC 5246 section 7.4.1.4.1), which we do not sign with.
  if (!hello.signatureSchemes?.includes(ecdsaSecp256r1Sha256)) return { refusal: 'no-common-signature-scheme' };
  const srtp = [...srtpProfileIds].find(([id]) => hello.srtpProfileIds?.includes(id));
  if (!srtp) return { refusal: 'no-common-srtp-profile' };

  const [srtpProfileId, srtpProfile] = srtp;
  const extendedMasterSecret = hello.extensionTypes.has(ExtensionType.extendedMasterSecret);
  const extensions = new Map<number, Uint8Array>();
  if (hello.renegotiatedConnection || hello.cipherSuiteIds.includes(renegotiationInfoScsv)) {
    extensions.set(ExtensionType.renegotiationInfo, Uint8Array.of(0));
  }
  if (extendedMasterSecret) extensions.set(ExtensionType.extendedMasterSecret, new Uint8Array(0));
  if (hello.extensionTypes.has(ExtensionType.ecPointFormats)) {
    extensions.set(ExtensionType.ecPointFormats, Uint8Array.of(1, 0)); // Uncompressed points only.
  }
  extensions.set(ExtensionType.useSrtp, writeUseSrtp([srtpProfileId]));
  return { suite, group, srtpProfile, extendedMasterSecret, extensions };
}

function offersDtls12(hello: ClientHello): boolean {
  if (hello.supportedVersions) return hello.supportedVersions.includes(dtls12);
  return hello.version >> 8 === 0xfe && hello.version <= dtls12;
}
