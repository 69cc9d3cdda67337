/** The newest packets of one encoding, for receivers that ask again. Bounded in number by its ring and in time by whoever reads. */
import type { CachedPacket } from './cached-packet.ts';

export class PacketCache {
  readonly #ring: (CachedPacket | undefined)[];
  readonly #mask: number;

  /** `capacity` is a power of two. */
  constructor(capacity: number) {
    this.#ring = new Array(capacity).fill(undefined);
    this.#mask = capacity - 1;
  }

  put(packet: CachedPacket): void {
    this.#ring[packet.sequence & this.#mask] = packet;
  }

  /** `sequence` is extended. */
  get(sequence: number): CachedPacket | undefined {
    const packet = this.#ring[sequence & this.#mask];
    return packet !== undefined && packet.sequence === sequence ? packet : undefined;
  }

  clear(): void {
    this.#ring.fill(undefined);
  }
}
