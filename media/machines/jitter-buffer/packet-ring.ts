/** Packets that wait, by sequence number, each with its place on the media timeline. Bounded, and nothing is allocated once it stands. */
import { limits } from '@veche/contracts/limits.ts';
import type { VoicePacket } from './voice-packet.ts';

const slots = limits.voicePacketsWaitingMax;
const slotOf = (sequence: number) => sequence & (slots - 1);

export class PacketRing<Packet extends VoicePacket> {
  readonly #packets: (Packet | undefined)[] = new Array(slots).fill(undefined);
  readonly #media = new Float64Array(slots);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** All that wait must lie within `limits.voicePacketsWaitingMax` numbers; the place must be free. */
  put(packet: Packet, media: number): void {
    const slot = slotOf(packet.sequence);
    this.#packets[slot] = packet;
    this.#media[slot] = media;
    this.#count++;
  }

  get(sequence: number): Packet | undefined {
    const packet = this.#packets[slotOf(sequence)];
    return packet?.sequence === sequence ? packet : undefined;
  }

  /** Of a packet that waits. */
  mediaOf(sequence: number): number {
    return this.#media[slotOf(sequence)]!;
  }

  remove(sequence: number): void {
    this.#packets[slotOf(sequence)] = undefined;
    this.#count--;
  }

  /** The number of the first that waits from `sequence` on; `end` when none does before it. */
  firstFrom(sequence: number, end: number): number {
    let at = sequence;
    while (at < end && this.get(at) === undefined) at++;
    return at;
  }

  /** The number of the last that waits from `sequence` down; `end` when none does above it. */
  lastFrom(sequence: number, end: number): number {
    let at = sequence;
    while (at > end && this.get(at) === undefined) at--;
    return at;
  }

  clear(): void {
    if (this.#count > 0) this.#packets.fill(undefined);
    this.#count = 0;
  }
}
