/** The newest packets of one encoding, for receivers that ask again. Bounded in number by its ring, and in time: what is too old to be sent again is let go. */
import { limits } from '@veche/contracts/limits.ts';
import type { CachedPacket } from './cached-packet.ts';

export class PacketCache {
  readonly #ring: (CachedPacket | undefined)[];
  readonly #mask: number;
  /** Nothing older than this stands in the ring. */
  #oldest: number | undefined;

  /** `capacity` is a power of two. */
  constructor(capacity: number) {
    this.#ring = new Array(capacity).fill(undefined);
    this.#mask = capacity - 1;
  }

  put(packet: CachedPacket): void {
    const ring = this.#ring;
    const mask = this.#mask;
    const { sequence } = packet;
    ring[sequence & mask] = packet;
    let oldest = Math.max(Math.min(this.#oldest ?? sequence, sequence), sequence - mask);
    for (; oldest < sequence; oldest++) {
      const held = ring[oldest & mask];
      if (held?.sequence !== oldest) continue;
      if (packet.arrivalMs - held.arrivalMs <= limits.rtpCacheMs) break;
      ring[oldest & mask] = undefined;
    }
    this.#oldest = oldest;
  }

  /** `sequence` is extended. */
  get(sequence: number): CachedPacket | undefined {
    const packet = this.#ring[sequence & this.#mask];
    return packet !== undefined && packet.sequence === sequence ? packet : undefined;
  }

  clear(): void {
    if (this.#oldest === undefined) return;
    this.#ring.fill(undefined);
    this.#oldest = undefined;
  }
}
