/** CRC-32 as STUN's FINGERPRINT wants it (RFC 8489 section 14.7: ITU V.42, reflected, as in zip). */
const table = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Over bytes `start` to `end` (not included); an unsigned 32-bit number. */
export function crc32(bytes: Uint8Array, start = 0, end: number = bytes.length): number {
  let value = 0xffffffff;
  for (let at = start; at < end; at++) value = (value >>> 8) ^ table[(value ^ bytes[at]!) & 0xff]!;
  return ~value >>> 0;
}
