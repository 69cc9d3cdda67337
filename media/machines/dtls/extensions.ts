/** Hello extensions (RFC 5246 section 7.4.1.4): the list as a map, the numbers of those that we know, and the body of use_srtp. */
import { ByteReader, readU16List } from './byte-reader.ts';
import { join, uint, vector } from './byte-writer.ts';
import type { SrtpProfile } from './dtls-engine.ts';

export const ExtensionType = {
  supportedGroups: 10,
  ecPointFormats: 11,
  signatureAlgorithms: 13,
  useSrtp: 14,
  extendedMasterSecret: 23,
  supportedVersions: 43,
  renegotiationInfo: 0xff01,
} as const;

/** In order of preference (RFC 5764 section 4.1.2, RFC 7714 section 14.2). */
export const srtpProfileIds: ReadonlyMap<number, SrtpProfile> = new Map([
  [0x0007, 'AEAD_AES_128_GCM'],
  [0x0001, 'AES128_CM_HMAC_SHA1_80'],
]);

const maxExtensions = 64;

/** The extensions by type; `undefined` when the list does not parse, is too long or names a type twice. */
export function readExtensions(block: Uint8Array): ReadonlyMap<number, Uint8Array> | undefined {
  const reader = new ByteReader(block);
  const extensions = new Map<number, Uint8Array>();
  while (reader.remaining > 0) {
    const type = reader.u16();
    const body = reader.vector16();
    if (reader.failed || extensions.has(type) || extensions.size >= maxExtensions) return undefined;
    extensions.set(type, body);
  }
  return extensions;
}

/** The list without its outer length. */
export function writeExtensions(extensions: ReadonlyMap<number, Uint8Array>): Uint8Array {
  return join(...[...extensions].map(([type, body]) => join(uint(type, 2), vector(body, 2))));
}

/** The profile numbers of a use_srtp body; the MKI is read over, since we answer without one. */
export function readUseSrtp(body: Uint8Array): readonly number[] | undefined {
  const reader = new ByteReader(body);
  const profileIds = readU16List(reader.vector16());
  reader.vector8();
  return reader.complete ? profileIds : undefined;
}

export function writeUseSrtp(profileIds: readonly number[]): Uint8Array {
  return join(vector(join(...profileIds.map((id) => uint(id, 2))), 2), uint(0, 1));
}
