/** The few DER forms (X.690) that a self-signed certificate is made of. Input is ours alone. */
import { join } from './byte-writer.ts';

/** One tag, its length and the content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Uint8Array {
  const body = join(...content);
  if (body.length < 0x80) return join(Uint8Array.of(tag, body.length), body);
  const lengthBytes: number[] = [];
  for (let rest = body.length; rest > 0; rest >>= 8) lengthBytes.unshift(rest & 0xff);
  return join(Uint8Array.of(tag, 0x80 | lengthBytes.length, ...lengthBytes), body);
}

export const derSequence = (...content: readonly Uint8Array[]): Uint8Array => der(0x30, ...content);
export const derSet = (...content: readonly Uint8Array[]): Uint8Array => der(0x31, ...content);
/** Content of a `[number]` that stands around another value. */
export const derExplicit = (number: number, content: Uint8Array): Uint8Array => der(0xa0 | number, content);
export const derUtf8 = (text: string): Uint8Array => der(0x0c, new TextEncoder().encode(text));
export const derBitString = (bytes: Uint8Array): Uint8Array => der(0x03, Uint8Array.of(0), bytes);

/** A non-negative whole number, most significant byte first. */
export function derUnsigned(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const trimmed = bytes.subarray(start);
  return (trimmed[0] ?? 0) >= 0x80 ? der(0x02, Uint8Array.of(0), trimmed) : der(0x02, trimmed);
}

/** An object identifier from its numbers. */
export function derOid(...arcs: readonly number[]): Uint8Array {
  const [first = 0, second = 0, ...rest] = arcs;
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift(0x80 | (left & 0x7f));
    bytes.push(...groups);
  }
  return der(0x06, Uint8Array.from(bytes));
}

/** A moment as UTCTime, or as GeneralizedTime from 2050 on (RFC 5280 section 4.1.2.5). `epochMs` is Unix time. */
export function derTime(epochMs: number): Uint8Array {
  const digits = new Date(epochMs).toISOString().replace(/\.\d+/, '').replace(/[-:T]/g, '');
  const isGeneralized = Number(digits.slice(0, 4)) >= 2050;
  const text = isGeneralized ? digits : digits.slice(2);
  return der(isGeneralized ? 0x18 : 0x17, new TextEncoder().encode(text));
}
