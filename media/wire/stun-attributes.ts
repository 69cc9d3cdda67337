/** The numbers of STUN (RFC 8489 section 18, RFC 8445 section 16.1) and its XOR-MAPPED-ADDRESS. */
import { crc32 } from './crc32.ts';
import { readUint16, writeUint16, writeUint32 } from './integers.ts';
import { formatIpAddress, parseIpAddress } from './ip-address.ts';

export const stunHeaderLength = 20;
export const stunMagicCookie = 0x2112a442;
export const stunBindingMethod = 1;
const stunFingerprintMask = 0x5354554e;

export type StunClass = 'request' | 'indication' | 'success' | 'error';

/** Their order is their number. */
export const stunClasses: readonly StunClass[] = ['request', 'indication', 'success', 'error'];

export const stunAttributes = {
  mappedAddress: 0x0001,
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  unknownAttributes: 0x000a,
  realm: 0x0014,
  nonce: 0x0015,
  messageIntegritySha256: 0x001c,
  xorMappedAddress: 0x0020,
  priority: 0x0024,
  useCandidate: 0x0025,
  software: 0x8022,
  fingerprint: 0x8028,
  iceControlled: 0x8029,
  iceControlling: 0x802a,
} as const;

const understood: ReadonlySet<number> = new Set(Object.values(stunAttributes));

/** Comprehension-required and not known here: a request that carries one is answered with 420 (RFC 8489 section 6.3.1). */
export function isUnknownRequired(attributeType: number): boolean {
  return attributeType < 0x8000 && !understood.has(attributeType);
}

export interface StunAddress {
  readonly family: 4 | 6;
  readonly address: string;
  readonly port: number;
}

/** Reads the value at `offset` in a message that starts at byte 0 (RFC 8489 section 14.2). */
export function readXorAddress(bytes: Uint8Array, offset: number, length: number): StunAddress | undefined {
  const family = bytes[offset + 1] === 1 ? 4 : bytes[offset + 1] === 2 ? 6 : undefined;
  if (family === undefined || length !== (family === 4 ? 8 : 20)) return undefined;
  const address = new Uint8Array(length - 4);
  // Cookie and transaction id, which the address is masked with, stand in the message's bytes 4 to 19.
  for (let index = 0; index < address.length; index++) address[index] = bytes[offset + 4 + index]! ^ bytes[4 + index]!;
  return { family, address: formatIpAddress(address), port: readUint16(bytes, offset + 2) ^ (stunMagicCookie >>> 16) };
}

/** The attribute's value. An IPv4-mapped IPv6 address goes out as IPv4. Undefined = `address` is no IP address. */
export function xorAddressValue(address: string, port: number, transactionId: Uint8Array): Uint8Array | undefined {
  const ip = parseIpAddress(address);
  if (ip === undefined) return undefined;
  const mask = new Uint8Array(16);
  writeUint32(mask, 0, stunMagicCookie);
  mask.set(transactionId, 4);
  const value = new Uint8Array(4 + ip.length);
  value[1] = ip.length === 4 ? 1 : 2;
  writeUint16(value, 2, port ^ (stunMagicCookie >>> 16));
  for (let index = 0; index < ip.length; index++) value[4 + index] = ip[index]! ^ mask[index]!;
  return value;
}

/** FINGERPRINT over everything before `offset`; the header's length counts the attribute already. */
export function fingerprintOf(bytes: Uint8Array, offset: number): number {
  return (crc32(bytes, 0, offset) ^ stunFingerprintMask) >>> 0;
}
