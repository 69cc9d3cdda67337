/**
 * Where a packet stands in what was said, in samples at 48 kHz: wire timestamps without their wrap, in one clock. Packets in the order of
 * their numbers never overlap on it, whatever their timestamps say.
 */
import { samplesPerMs, type VoicePacket } from './voice-packet.ts';

export class MediaTimeline {
  readonly #samplesPerUnit: number;
  #timestamp = 0;
  #media = 0;
  /** False = nothing came yet; what follows then holds nothing of use. */
  begun = false;
  highestSequence = 0;
  /** Where the packet with the highest number ends. */
  highestEnd = 0;

  constructor(clockRateHz: number) {
    this.#samplesPerUnit = (samplesPerMs * 1_000) / clockRateHz;
  }

  /** Near the packet with the highest number, within half the range of 32 bits. */
  mediaOf(timestamp: number): number {
    return this.#media + Math.round(((timestamp - this.#timestamp) | 0) * this.#samplesPerUnit);
  }

  /** Begins anew with this packet at 0. */
  begin(packet: VoicePacket): void {
    this.begun = true;
    this.advance(packet, 0);
  }

  /** The packet has the highest number and stands at `media`. */
  advance(packet: VoicePacket, media: number): void {
    this.#timestamp = packet.timestamp;
    this.#media = media;
    this.highestSequence = packet.sequence;
    this.highestEnd = media + packet.durationSamples;
  }
}
