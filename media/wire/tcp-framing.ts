/** Datagrams over TCP: each behind its length in 16 bits (RFC 4571 section 2, RFC 6544 section 3). Memory stays bounded whatever arrives, and nothing throws. */
import { readUint16, writeUint16 } from './integers.ts';

/** Above the largest datagram that WebRTC sends; a peer that frames more is not one of ours. */
export const frameMaxLength = 8_192;

/** The datagram with its length before it. `bytes` is at most 65535 long; undefined when longer. */
export function frame(bytes: Uint8Array): Uint8Array | undefined {
  if (bytes.length > 0xffff) return undefined;
  const framed = new Uint8Array(2 + bytes.length);
  writeUint16(framed, 0, bytes.length);
  framed.set(bytes, 2);
  return framed;
}

/** Cuts a byte stream into datagrams, however the stream is chopped. */
export class Deframer {
  readonly #maxLength: number;
  /** An unfinished frame with its length bytes. */
  readonly #pending: Uint8Array;
  #pendingLength = 0;
  #broken = false;

  /** `maxLength`: the longest frame that is taken, in bytes. */
  constructor(maxLength: number = frameMaxLength) {
    this.#maxLength = maxLength;
    this.#pending = new Uint8Array(2 + maxLength);
  }

  /**
   * Calls `onFrame` for each datagram that is complete, in order; its bytes are valid during the call only. Empty frames are passed over.
   * False = a frame was too long: the stream is lost from here on, and the connection is to be closed.
   */
  push(chunk: Uint8Array, onFrame: (bytes: Uint8Array) => void): boolean {
    let at = 0;
    while (at < chunk.length && !this.#broken) {
      if (this.#pendingLength === 0 && at + 2 <= chunk.length) {
        const length = readUint16(chunk, at);
        if (at + 2 + length <= chunk.length && length <= this.#maxLength) {
          if (length > 0) onFrame(chunk.subarray(at + 2, at + 2 + length));
          at += 2 + length;
          continue;
        }
      }
      at += this.#gather(chunk, at, onFrame);
    }
    return !this.#broken;
  }

  /** Takes bytes for the unfinished frame; returns how many. */
  #gather(chunk: Uint8Array, at: number, onFrame: (bytes: Uint8Array) => void): number {
    if (this.#pendingLength < 2) {
      this.#pending[this.#pendingLength++] = chunk[at]!;
      if (this.#pendingLength === 2) {
        const length = readUint16(this.#pending, 0);
        if (length > this.#maxLength) this.#broken = true;
        if (length === 0) this.#pendingLength = 0;
      }
      return 1;
    }
    const total = 2 + readUint16(this.#pending, 0);
    const taken = Math.min(total - this.#pendingLength, chunk.length - at);
    this.#pending.set(chunk.subarray(at, at + taken), this.#pendingLength);
    this.#pendingLength += taken;
    if (this.#pendingLength === total) {
      this.#pendingLength = 0;
      onFrame(this.#pending.subarray(2, total));
    }
    return taken;
  }
}
