/**
 * Reads the length-prefixed structures of TLS (RFC 5246 section 4) out of bytes that a stranger wrote.
 * Reading never throws: past the end it yields zeros and empty slices and marks itself failed, so a parser checks once, at its end.
 */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #offset = 0;
  #failed = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** True once any read went past the end. */
  get failed(): boolean {
    return this.#failed;
  }

  /** True when every byte was read and none was missing. */
  get complete(): boolean {
    return !this.#failed && this.#offset === this.#bytes.length;
  }

  get remaining(): number {
    return this.#failed ? 0 : this.#bytes.length - this.#offset;
  }

  u8(): number {
    return this.#unsigned(1);
  }

  u16(): number {
    return this.#unsigned(2);
  }

  u24(): number {
    return this.#unsigned(3);
  }

  u48(): number {
    return this.#unsigned(6);
  }

  /** The next `length` bytes as a view into the input (no copy); empty when they are not all there. */
  take(length: number): Uint8Array {
    if (this.#failed || length > this.#bytes.length - this.#offset) {
      this.#failed = true;
      return new Uint8Array(0);
    }
    const slice = this.#bytes.subarray(this.#offset, this.#offset + length);
    this.#offset += length;
    return slice;
  }

  /** A vector with a one-byte length before it. */
  vector8(): Uint8Array {
    return this.take(this.u8());
  }

  /** A vector with a two-byte length before it. */
  vector16(): Uint8Array {
    return this.take(this.u16());
  }

  /** A vector with a three-byte length before it. */
  vector24(): Uint8Array {
    return this.take(this.u24());
  }

  #unsigned(width: number): number {
    let value = 0;
    for (const byte of this.take(width)) value = value * 256 + byte;
    return value;
  }
}

/** The 16-bit numbers of a vector, or `undefined` when its length is odd. */
export function readU16List(bytes: Uint8Array): number[] | undefined {
  if (bytes.length % 2 !== 0) return undefined;
  const values: number[] = [];
  for (let at = 0; at < bytes.length; at += 2) values.push((bytes[at]! << 8) | bytes[at + 1]!);
  return values;
}
