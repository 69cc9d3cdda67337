/** Builds STUN messages. What is built always reads back, and its MESSAGE-INTEGRITY and FINGERPRINT hold. */
import { invariant } from '@veche/kernel/invariant.ts';
import { writeUint16, writeUint32 } from './integers.ts';
import {
  fingerprintOf,
  type StunClass,
  stunAttributes,
  stunClasses,
  stunHeaderLength,
  stunMagicCookie,
  xorAddressValue,
} from './stun-attributes.ts';

/** HMAC-SHA1 (RFC 2104): 20 bytes. Comes in from outside, since this room has no cryptography of its own. */
export type HmacSha1 = (key: Uint8Array, data: Uint8Array) => Uint8Array;

export interface StunFields {
  readonly class: StunClass;
  /** 12 bits; 1 = Binding, which is taken when absent. */
  readonly method?: number | undefined;
  /** 12 bytes. */
  readonly transactionId: Uint8Array;
  /** Printable ASCII, at most 512 characters. */
  readonly username?: string | undefined;
  readonly priority?: number | undefined;
  readonly useCandidate?: boolean | undefined;
  readonly iceControlling?: bigint | undefined;
  readonly iceControlled?: bigint | undefined;
  /** An IP address in text; an IPv4-mapped one goes out as IPv4. */
  readonly xorMappedAddress?: { readonly address: string; readonly port: number } | undefined;
  /** 300 to 699 and a reason in ASCII. */
  readonly errorCode?: { readonly code: number; readonly reason: string } | undefined;
  /** For error 420. */
  readonly unknownAttributes?: readonly number[] | undefined;
  readonly software?: string | undefined;
  /** MESSAGE-INTEGRITY with the short-term password's bytes (RFC 8489 section 9.1.1). */
  readonly integrity?: { readonly key: Uint8Array; readonly hmacSha1: HmacSha1 } | undefined;
  /** FINGERPRINT; ICE demands it (RFC 8445 section 7.1), so it is there unless false. */
  readonly fingerprint?: boolean | undefined;
}

export function buildStun(fields: StunFields): Uint8Array {
  invariant(fields.transactionId.length === 12, 'STUN transaction id is 12 bytes');
  const attributes = plainAttributes(fields);
  const bodyLength = attributes.reduce((sum, [, value]) => sum + 4 + padded(value.length), 0);
  const integrityLength = fields.integrity === undefined ? 0 : 24;
  const fingerprintLength = fields.fingerprint === false ? 0 : 8;
  const bytes = new Uint8Array(stunHeaderLength + bodyLength + integrityLength + fingerprintLength);
  writeUint16(bytes, 0, messageTypeOf(fields.method ?? 1, fields.class));
  writeUint32(bytes, 4, stunMagicCookie);
  bytes.set(fields.transactionId, 8);
  let at = stunHeaderLength;
  for (const [type, value] of attributes) at = writeAttribute(bytes, at, type, value);
  if (fields.integrity !== undefined) {
    writeUint16(bytes, 2, at + integrityLength - stunHeaderLength);
    const { key, hmacSha1 } = fields.integrity;
    const value = hmacSha1(key, bytes.subarray(0, at));
    invariant(value.length === 20, 'HMAC-SHA1 is 20 bytes');
    at = writeAttribute(bytes, at, stunAttributes.messageIntegrity, value);
  }
  writeUint16(bytes, 2, bytes.length - stunHeaderLength);
  if (fingerprintLength > 0) {
    writeUint16(bytes, at, stunAttributes.fingerprint);
    writeUint16(bytes, at + 2, 4);
    writeUint32(bytes, at + 4, fingerprintOf(bytes, at));
  }
  return bytes;
}

function plainAttributes(fields: StunFields): [type: number, value: Uint8Array][] {
  const attributes: [number, Uint8Array][] = [];
  if (fields.username !== undefined) attributes.push([stunAttributes.username, ascii(fields.username)]);
  if (fields.errorCode !== undefined) {
    const { code, reason } = fields.errorCode;
    attributes.push([
      stunAttributes.errorCode,
      Uint8Array.of(0, 0, Math.floor(code / 100), code % 100, ...ascii(reason)),
    ]);
  }
  if (fields.unknownAttributes !== undefined) {
    const types = fields.unknownAttributes.flatMap((type) => [type >> 8, type & 0xff]);
    attributes.push([stunAttributes.unknownAttributes, Uint8Array.from(types)]);
  }
  if (fields.xorMappedAddress !== undefined) {
    const { address, port } = fields.xorMappedAddress;
    const value = xorAddressValue(address, port, fields.transactionId);
    invariant(value !== undefined, 'XOR-MAPPED-ADDRESS needs an IP address');
    attributes.push([stunAttributes.xorMappedAddress, value]);
  }
  if (fields.priority !== undefined) {
    const value = new Uint8Array(4);
    writeUint32(value, 0, fields.priority);
    attributes.push([stunAttributes.priority, value]);
  }
  if (fields.useCandidate) attributes.push([stunAttributes.useCandidate, new Uint8Array(0)]);
  if (fields.iceControlled !== undefined) {
    attributes.push([stunAttributes.iceControlled, uint64(fields.iceControlled)]);
  }
  if (fields.iceControlling !== undefined) {
    attributes.push([stunAttributes.iceControlling, uint64(fields.iceControlling)]);
  }
  if (fields.software !== undefined) attributes.push([stunAttributes.software, ascii(fields.software)]);
  return attributes;
}

/** Class and method are interleaved (RFC 8489 section 5). */
function messageTypeOf(method: number, messageClass: StunClass): number {
  const classBits = stunClasses.indexOf(messageClass);
  return (
    ((method & 0xf80) << 2) |
    ((method & 0x070) << 1) |
    (method & 0x00f) |
    ((classBits & 2) << 7) |
    ((classBits & 1) << 4)
  );
}

function writeAttribute(bytes: Uint8Array, at: number, type: number, value: Uint8Array): number {
  writeUint16(bytes, at, type);
  writeUint16(bytes, at + 2, value.length);
  bytes.set(value, at + 4);
  return at + 4 + padded(value.length);
}

function padded(length: number): number {
  return (length + 3) & ~3;
}

function ascii(text: string): Uint8Array {
  invariant(text.length <= 512 && /^[ -~]*$/.test(text), 'STUN text is printable ASCII, at most 512 characters');
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function uint64(value: bigint): Uint8Array {
  const bytes = new Uint8Array(8);
  writeUint32(bytes, 0, Number((value >> 32n) & 0xffffffffn));
  writeUint32(bytes, 4, Number(value & 0xffffffffn));
  return bytes;
}
