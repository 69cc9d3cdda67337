/** ClientHello and ServerHello (RFC 5246 section 7.4.1, with the cookie of RFC 6347 section 4.2.1): reading the one, writing the other. */
import { ByteReader, readU16List } from './byte-reader.ts';
import { join, uint, vector } from './byte-writer.ts';
import { ExtensionType, readExtensions, readUseSrtp, writeExtensions } from './extensions.ts';
import { dtls12 } from './records.ts';

export interface ClientHello {
  /** The version field; DTLS versions count downwards: 0xfeff is 1.0, 0xfefd is 1.2. */
  readonly version: number;
  /** 32 bytes. */
  readonly random: Uint8Array;
  readonly cipherSuiteIds: readonly number[];
  readonly offersNullCompression: boolean;
  readonly extensionTypes: ReadonlySet<number>;
  /** Absent when the extension was not sent; likewise below. */
  readonly supportedVersions: readonly number[] | undefined;
  readonly groups: readonly number[] | undefined;
  readonly signatureSchemes: readonly number[] | undefined;
  readonly srtpProfileIds: readonly number[] | undefined;
  /** The renegotiated_connection field: empty in a first handshake. */
  readonly renegotiatedConnection: Uint8Array | undefined;
}

/** `undefined` when any part of it, an extension that we know included, does not parse. */
export function readClientHello(body: Uint8Array): ClientHello | undefined {
  const reader = new ByteReader(body);
  const version = reader.u16();
  const random = Uint8Array.from(reader.take(32));
  const sessionId = reader.vector8();
  reader.vector8(); // Cookie: we never ask for one.
  const cipherSuiteIds = readU16List(reader.vector16());
  const compressionMethods = reader.vector8();
  const extensionBlock = reader.remaining > 0 ? reader.vector16() : new Uint8Array(0);
  if (!reader.complete || sessionId.length > 32 || !cipherSuiteIds) return undefined;
  const extensions = readExtensions(extensionBlock);
  if (!extensions) return undefined;

  const read = <Value>(
    type: number,
    parse: (body: Uint8Array) => Value | undefined,
  ): Value | undefined | 'malformed' => {
    const extension = extensions.get(type);
    return extension === undefined ? undefined : (parse(extension) ?? 'malformed');
  };
  const supportedVersions = read(ExtensionType.supportedVersions, (bytes) => readList(bytes, 1));
  const groups = read(ExtensionType.supportedGroups, (bytes) => readList(bytes, 2));
  const signatureSchemes = read(ExtensionType.signatureAlgorithms, (bytes) => readList(bytes, 2));
  const srtpProfileIds = read(ExtensionType.useSrtp, readUseSrtp);
  const renegotiatedConnection = read(ExtensionType.renegotiationInfo, readOpaque8);
  if (supportedVersions === 'malformed' || groups === 'malformed' || signatureSchemes === 'malformed') return undefined;
  if (srtpProfileIds === 'malformed' || renegotiatedConnection === 'malformed') return undefined;
  return {
    version,
    random,
    cipherSuiteIds,
    offersNullCompression: compressionMethods.includes(0),
    extensionTypes: new Set(extensions.keys()),
    supportedVersions,
    groups,
    signatureSchemes,
    srtpProfileIds,
    renegotiatedConnection,
  };
}

export interface ServerHello {
  /** 32 bytes. */
  readonly random: Uint8Array;
  readonly cipherSuiteId: number;
  readonly extensions: ReadonlyMap<number, Uint8Array>;
}

/** Always DTLS 1.2, without a session to resume and without compression. */
export function writeServerHello(hello: ServerHello): Uint8Array {
  return join(
    uint(dtls12, 2),
    hello.random,
    vector(new Uint8Array(0), 1),
    uint(hello.cipherSuiteId, 2),
    uint(0, 1),
    vector(writeExtensions(hello.extensions), 2),
  );
}

function readList(body: Uint8Array, lengthBytes: 1 | 2): number[] | undefined {
  const reader = new ByteReader(body);
  const values = readU16List(lengthBytes === 1 ? reader.vector8() : reader.vector16());
  return reader.complete ? values : undefined;
}

function readOpaque8(body: Uint8Array): Uint8Array | undefined {
  const reader = new ByteReader(body);
  const opaque = reader.vector8();
  return reader.complete ? opaque : undefined;
}
