/**
 * STUN messages as ICE needs them (RFC 8489, RFC 8445 section 16). Reading never throws; a message that is read holds together in length,
 * but its integrity is for the caller to check, who knows the password.
 */
import { readUint16, readUint32, writeUint16 } from './integers.ts';
import {
  fingerprintOf,
  isUnknownRequired,
  readXorAddress,
  type StunAddress,
  type StunClass,
  stunAttributes,
  stunClasses,
  stunHeaderLength,
  stunMagicCookie,
} from './stun-attributes.ts';

export { buildStun, type StunFields } from './stun-builder.ts';

export interface StunMessage {
  readonly class: StunClass;
  /** 12 bits; 1 = Binding. */
  readonly method: number;
  /** 12 bytes, a copy. */
  readonly transactionId: Uint8Array;
  /** Printable ASCII, at most 512 characters. */
  readonly username?: string | undefined;
  readonly priority?: number | undefined;
  readonly useCandidate: boolean;
  /** Tie-breaker of an agent in this role. */
  readonly iceControlling?: bigint | undefined;
  readonly iceControlled?: bigint | undefined;
  readonly xorMappedAddress?: StunAddress | undefined;
  readonly errorCode?: { readonly code: number; readonly reason: string } | undefined;
  /** Comprehension-required types that are not known here, in order. */
  readonly unknownRequired: readonly number[];
  /** Where the MESSAGE-INTEGRITY attribute starts; -1 = there is none. What follows it, but for FINGERPRINT, is not read. */
  readonly messageIntegrityOffset: number;
  /** undefined = there is none. */
  readonly fingerprintOk?: boolean | undefined;
}

type Draft = { -readonly [Key in keyof StunMessage]: StunMessage[Key] } & { unknownRequired: number[] };

/** Undefined = not a STUN message, or one whose attributes do not hold together. */
export function readStun(bytes: Uint8Array): StunMessage | undefined {
  const end = bytes.length;
  if (end < stunHeaderLength || end % 4 !== 0 || bytes[0]! > 0x3f) return undefined;
  if (readUint32(bytes, 4) !== stunMagicCookie || readUint16(bytes, 2) + stunHeaderLength !== end) return undefined;
  const messageType = readUint16(bytes, 0);
  const message: Draft = {
    class: stunClasses[((messageType >> 7) & 2) | ((messageType >> 4) & 1)]!,
    method: (messageType & 0x000f) | ((messageType & 0x00e0) >> 1) | ((messageType & 0x3e00) >> 2),
    transactionId: bytes.slice(8, 20),
    useCandidate: false,
    unknownRequired: [],
    messageIntegrityOffset: -1,
  };
  let at = stunHeaderLength;
  while (at < end) {
    // FINGERPRINT is the last attribute, or the message is wrong (RFC 8489 section 14.7).
    if (message.fingerprintOk !== undefined || at + 4 > end) return undefined;
    const type = readUint16(bytes, at);
    const length = readUint16(bytes, at + 2);
    const value = at + 4;
    if (value + length > end) return undefined;
    if (type === stunAttributes.fingerprint) {
      if (length !== 4) return undefined;
      message.fingerprintOk = readUint32(bytes, value) === fingerprintOf(bytes, at);
    } else if (message.messageIntegrityOffset < 0 && !readAttribute(bytes, at, type, length, message)) {
      return undefined;
    }
    at = value + ((length + 3) & ~3);
  }
  return message;
}

/** False = the attribute's length is wrong for its type. The first of a kind counts (RFC 8489 section 14). */
function readAttribute(bytes: Uint8Array, at: number, type: number, length: number, message: Draft): boolean {
  const value = at + 4;
  switch (type) {
    case stunAttributes.username:
      message.username ??= readText(bytes, value, length, 512);
      return true;
    case stunAttributes.priority:
      message.priority ??= readUint32(bytes, value);
      return length === 4;
    case stunAttributes.useCandidate:
      message.useCandidate = true;
      return length === 0;
    case stunAttributes.iceControlling:
      message.iceControlling ??= readUint64(bytes, value);
      return length === 8;
    case stunAttributes.iceControlled:
      message.iceControlled ??= readUint64(bytes, value);
      return length === 8;
    case stunAttributes.xorMappedAddress:
      message.xorMappedAddress ??= readXorAddress(bytes, value, length);
      return true;
    case stunAttributes.errorCode: {
      if (length < 4) return false;
      const code = (bytes[value + 2]! & 7) * 100 + bytes[value + 3]!;
      message.errorCode ??= { code, reason: readText(bytes, value + 4, length - 4, 763) ?? '' };
      return true;
    }
    case stunAttributes.messageIntegrity:
      message.messageIntegrityOffset = at;
      return length === 20;
    default:
      if (isUnknownRequired(type)) message.unknownRequired.push(type);
      return true;
  }
}

/** What the HMAC-SHA1 of MESSAGE-INTEGRITY is taken over: all before it, with the length that the message had up to it (RFC 8489 section 14.5). Undefined = the message has none. */
export function integrityInput(bytes: Uint8Array, message: StunMessage): Uint8Array | undefined {
  const offset = message.messageIntegrityOffset;
  if (offset < stunHeaderLength || offset + 24 > bytes.length) return undefined;
  const input = bytes.slice(0, offset);
  writeUint16(input, 2, offset + 24 - stunHeaderLength);
  return input;
}

/** The 20 bytes that the HMAC is compared with, in constant time. Undefined = the message has none. */
export function integrityValue(bytes: Uint8Array, message: StunMessage): Uint8Array | undefined {
  const offset = message.messageIntegrityOffset;
  return offset < stunHeaderLength || offset + 24 > bytes.length ? undefined : bytes.slice(offset + 4, offset + 24);
}

function readUint64(bytes: Uint8Array, offset: number): bigint {
  return (BigInt(readUint32(bytes, offset)) << 32n) | BigInt(readUint32(bytes, offset + 4));
}

function readText(bytes: Uint8Array, offset: number, length: number, maxLength: number): string | undefined {
  if (length > maxLength) return undefined;
  let text = '';
  for (let at = offset; at < offset + length; at++) {
    const code = bytes[at]!;
    if (code < 0x20 || code > 0x7e) return undefined;
    text += String.fromCharCode(code);
  }
  return text;
}
