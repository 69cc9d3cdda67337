/**
 * Writes the numbers and length-prefixed vectors of TLS (RFC 5246 section 4) as small byte arrays that are joined at the end.
 * Input comes from our own code only; a value that does not fit its field is a bug of ours and throws.
 */

/** `value` as `width` bytes, most significant first. */
export function uint(value: number, width: number): Uint8Array {
  const bytes = new Uint8Array(width);
  let rest = value;
  for (let at = width - 1; at >= 0; at--) {
    bytes[at] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  if (rest !== 0) throw new RangeError(`${value} does not fit in ${width} bytes`);
  return bytes;
}

/** `content` with its length before it in `width` bytes. */
export function vector(content: Uint8Array, width: 1 | 2 | 3): Uint8Array {
  return join(uint(content.length, width), content);
}

/** All parts in one fresh array. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
