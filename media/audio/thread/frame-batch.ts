/**
 * All encoded frames of one tick in one block of bytes, so that they cross to the other thread in one message, without a copy. Both sides are ours.
 *
 * A record in little endian: origin, timestamp, marker, number of routes, payload length, the routes, the payload; four bytes each but the payload.
 */
import type { InjectedFrame } from '../../plane/commands.ts';

const headerBytes = 20;
const startBytes = 8_192;

export class FrameBatchWriter {
  #bytes = new Uint8Array(startBytes);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;

  get isEmpty(): boolean {
    return this.#length === 0;
  }

  add(originId: number, routeIds: readonly number[], timestamp: number, marker: boolean, payload: Uint8Array): void {
    const needed = headerBytes + routeIds.length * 4 + payload.length;
    if (this.#length + needed > this.#bytes.length) this.#grow(needed);
    const view = this.#view;
    let at = this.#length;
    view.setUint32(at, originId, true);
    view.setUint32(at + 4, timestamp, true);
    view.setUint32(at + 8, marker ? 1 : 0, true);
    view.setUint32(at + 12, routeIds.length, true);
    view.setUint32(at + 16, payload.length, true);
    at += headerBytes;
    for (const routeId of routeIds) {
      view.setUint32(at, routeId, true);
      at += 4;
    }
    this.#bytes.set(payload, at);
    this.#length = at + payload.length;
  }

  /** What was added; the writer begins anew, with memory of its own. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    return bytes;
  }

  #grow(needed: number): void {
    const bytes = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + needed));
    bytes.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

export function* readFrameBatch(bytes: Uint8Array): Generator<InjectedFrame> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const routes = view.getUint32(at + 12, true);
    const length = view.getUint32(at + 16, true);
    const routeIds = new Array<number>(routes);
    const from = at + headerBytes;
    for (let i = 0; i < routes; i++) routeIds[i] = view.getUint32(from + i * 4, true);
    const payloadAt = from + routes * 4;
    yield {
      inboundId: view.getUint32(at, true),
      routeIds,
      timestamp: view.getUint32(at + 4, true),
      marker: view.getUint32(at + 8, true) === 1,
      levelDbov: -1,
      payload: bytes.subarray(payloadAt, payloadAt + length),
    };
    at = payloadAt + length;
  }
}
