/** What one route sent under which number, so that a packet which the receiver misses can be sent again exactly as it was. Bounded: a ring over the newest numbers. */

export interface SentPacket {
  /** Spatial layer whose cache holds the packet. */
  layer: number;
  /** Extended incoming sequence number, modulo 2^32. */
  inSequence: number;
  outSequence: number;
  timestamp: number;
  marker: boolean;
  pictureId: number;
}

export class SentPackets {
  readonly #mask: number;
  readonly #out: Uint32Array;
  readonly #in: Uint32Array;
  readonly #timestamps: Uint32Array;
  readonly #markers: Uint8Array;
  readonly #pictures: Int16Array;
  readonly #layers: Uint8Array;
  /** Milliseconds since `#originMs`; 0 = never resent. */
  readonly #resentMs: Uint32Array;
  #originMs = 0;

  /** `capacity` is a power of two. */
  constructor(capacity: number) {
    this.#mask = capacity - 1;
    this.#out = new Uint32Array(capacity).fill(0xffffffff);
    this.#in = new Uint32Array(capacity);
    this.#timestamps = new Uint32Array(capacity);
    this.#markers = new Uint8Array(capacity);
    this.#pictures = new Int16Array(capacity);
    this.#layers = new Uint8Array(capacity);
    this.#resentMs = new Uint32Array(capacity);
  }

  put(
    outSequence: number,
    layer: number,
    inSequence: number,
    timestamp: number,
    marker: boolean,
    pictureId: number,
  ): void {
    const at = outSequence & this.#mask;
    this.#out[at] = outSequence;
    this.#in[at] = inSequence;
    this.#timestamps[at] = timestamp;
    this.#markers[at] = marker ? 1 : 0;
    this.#pictures[at] = pictureId;
    this.#layers[at] = layer;
    this.#resentMs[at] = 0;
  }

  /** False when that number was never sent or is too old. `outSequence` is extended. */
  get(outSequence: number, into: SentPacket): boolean {
    const at = outSequence & this.#mask;
    if (this.#out[at] !== outSequence >>> 0) return false;
    into.outSequence = outSequence;
    into.layer = this.#layers[at]!;
    into.inSequence = this.#in[at]!;
    into.timestamp = this.#timestamps[at]!;
    into.marker = this.#markers[at] === 1;
    into.pictureId = this.#pictures[at]!;
    return true;
  }

  /** True when the packet was not sent again within the last `minIntervalMs`; it then counts as sent again now. */
  mayResend(outSequence: number, nowMs: number, minIntervalMs: number): boolean {
    if (this.#originMs === 0) this.#originMs = nowMs - 1;
    const at = outSequence & this.#mask;
    const now = Math.max(1, Math.round(nowMs - this.#originMs));
    const last = this.#resentMs[at]!;
    if (last !== 0 && now - last < minIntervalMs) return false;
    this.#resentMs[at] = now;
    return true;
  }
}
