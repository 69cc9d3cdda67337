/** The client's half of the handshake messages: writes ClientHello and what follows it, reads what a server says. For tests only. */
import { ByteReader } from '@veche/media/machines/dtls/byte-reader.ts';
import { join, uint, vector } from '@veche/media/machines/dtls/byte-writer.ts';
import { ExtensionType, readExtensions, writeExtensions, writeUseSrtp } from '@veche/media/machines/dtls/extensions.ts';

export interface ClientOffer {
  readonly version: number;
  readonly cipherSuiteIds: readonly number[];
  readonly groups: readonly number[];
  readonly signatureSchemes: readonly number[];
  /** Left out when empty. */
  readonly srtpProfileIds: readonly number[];
  readonly supportedVersions: readonly number[] | undefined;
  readonly extendedMasterSecret: boolean;
  /** Bytes of an extension nobody knows, to make the hello as long as a browser's. */
  readonly paddingBytes: number;
}

export const browserLikeOffer: ClientOffer = {
  version: 0xfefd,
  cipherSuiteIds: [0x1301, 0xc02b, 0xc02f, 0xcca9, 0xc02c],
  groups: [0x11ec, 0x001d, 0x0017, 0x0018],
  signatureSchemes: [0x0403, 0x0804, 0x0401],
  srtpProfileIds: [0x0007, 0x0008, 0x0001],
  supportedVersions: [0xfefc, 0xfefd],
  extendedMasterSecret: true,
  paddingBytes: 0,
};

const u16List = (values: readonly number[]) => join(...values.map((value) => uint(value, 2)));
const unknownExtension = 0x5a5a;

export function writeClientHello(offer: ClientOffer, random: Uint8Array): Uint8Array {
  const extensions = new Map<number, Uint8Array>();
  extensions.set(ExtensionType.renegotiationInfo, Uint8Array.of(0));
  extensions.set(ExtensionType.supportedGroups, vector(u16List(offer.groups), 2));
  extensions.set(ExtensionType.ecPointFormats, Uint8Array.of(1, 0));
  extensions.set(ExtensionType.signatureAlgorithms, vector(u16List(offer.signatureSchemes), 2));
  if (offer.extendedMasterSecret) extensions.set(ExtensionType.extendedMasterSecret, new Uint8Array(0));
  if (offer.supportedVersions) {
    extensions.set(ExtensionType.supportedVersions, vector(u16List(offer.supportedVersions), 1));
  }
  if (offer.paddingBytes > 0) extensions.set(unknownExtension, new Uint8Array(offer.paddingBytes));
  if (offer.srtpProfileIds.length > 0) extensions.set(ExtensionType.useSrtp, writeUseSrtp(offer.srtpProfileIds));
  const none = uint(0, 1);
  return join(
    uint(offer.version, 2),
    random,
    none,
    none,
    vector(u16List(offer.cipherSuiteIds), 2),
    Uint8Array.of(1, 0),
    vector(writeExtensions(extensions), 2),
  );
}

export interface ServerHelloRead {
  readonly version: number;
  readonly random: Uint8Array;
  readonly cipherSuiteId: number;
  readonly extensions: ReadonlyMap<number, Uint8Array>;
}

export function readServerHello(body: Uint8Array): ServerHelloRead | undefined {
  const reader = new ByteReader(body);
  const version = reader.u16();
  const random = Uint8Array.from(reader.take(32));
  reader.vector8();
  const cipherSuiteId = reader.u16();
  reader.u8();
  const extensions = readExtensions(reader.vector16());
  return reader.complete && extensions ? { version, random, cipherSuiteId, extensions } : undefined;
}

export interface ServerKeyExchangeRead {
  readonly group: number;
  readonly publicPoint: Uint8Array;
  /** The bytes that the signature covers after the randoms. */
  readonly params: Uint8Array;
  readonly scheme: number;
  readonly signature: Uint8Array;
}

export function readServerKeyExchange(body: Uint8Array): ServerKeyExchangeRead | undefined {
  const reader = new ByteReader(body);
  reader.u8();
  const group = reader.u16();
  const publicPoint = reader.vector8();
  const params = body.subarray(0, 4 + publicPoint.length);
  const scheme = reader.u16();
  const signature = reader.vector16();
  return reader.complete ? { group, publicPoint, params, scheme, signature } : undefined;
}
