/** Tells what a datagram is from its first two bytes, because everything of one peer shares one port (RFC 7983 section 7, RFC 5761 section 4). */
export type DatagramKind = 'stun' | 'dtls' | 'rtp' | 'rtcp' | 'unknown';

/** Too short for the least packet of its kind = 'unknown'. `length` is the datagram's length when `bytes` is a larger buffer. */
export function classify(bytes: Uint8Array, length: number = bytes.length): DatagramKind {
  if (length > bytes.length || length < 8) return 'unknown';
  const first = bytes[0]!;
  if (first >= 128 && first <= 191) {
    const second = bytes[1]!;
    if (second >= 192 && second <= 223) return 'rtcp';
    return length >= 12 ? 'rtp' : 'unknown';
  }
  if (first <= 3) return length >= 20 ? 'stun' : 'unknown';
  if (first >= 20 && first <= 63) return length >= 13 ? 'dtls' : 'unknown';
  return 'unknown';
}
