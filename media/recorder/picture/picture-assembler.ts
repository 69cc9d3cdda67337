/**
 * From the packets of one route to whole pictures, in order. What is lost is waited for as long as a repair may take; after that pictures are left out
 * until the next key frame, so that nothing that comes out refers to something that never did.
 */
import { limits } from '@veche/contracts/limits.ts';
import type { DeliveredPacket } from '../../plane/events.ts';
import type { EncodedPicture } from './encoded-picture.ts';
import { readH264Picture } from './read-h264-picture.ts';
import { readVp8Picture } from './read-vp8-picture.ts';

export type ArrivedPacket = Omit<DeliveredPacket, 'routeId'>;

/** About four seconds of a sharp screen. */
const waitingMax = 4_096;

export class PictureAssembler {
  readonly #read: typeof readVp8Picture;
  readonly #waiting = new Map<number, ArrivedPacket>();
  #next: number | undefined;
  #current: ArrivedPacket[] = [];
  #currentBytes = 0;
  /** A picture is missing that later ones refer to. */
  #broken = true;

  constructor(format: 'vp8' | 'h264') {
    this.#read = format === 'vp8' ? readVp8Picture : readH264Picture;
  }

  /** Nothing comes out before the next key frame. */
  get needsKeyFrame(): boolean {
    return this.#broken;
  }

  /** Answers the pictures that this packet made whole, in order. */
  receive(packet: ArrivedPacket): EncodedPicture[] {
    this.#next ??= packet.sequence;
    if (packet.sequence < this.#next) return [];
    this.#waiting.set(packet.sequence, packet);
    return this.#drain(this.#waiting.size > waitingMax);
  }

  /** Goes on without what has been missing for too long. */
  tick(nowMs: number): EncodedPicture[] {
    const oldest = this.#waiting.values().next().value;
    if (oldest === undefined || nowMs - oldest.arrivalMs < limits.recordingRepairMs) return [];
    return this.#drain(true);
  }

  #drain(giveUp: boolean): EncodedPicture[] {
    const pictures: EncodedPicture[] = [];
    if (giveUp && this.#next !== undefined && !this.#waiting.has(this.#next)) {
      this.#next = Math.min(...this.#waiting.keys());
      this.#drop();
    }
    for (let packet = this.#take(); packet !== undefined; packet = this.#take()) {
      // What is padding alone, or was left out on the way, has a number and nothing else.
      if (packet.payload.length === 0) continue;
      if (this.#current.length > 0 && this.#current[0]!.timestamp !== packet.timestamp) this.#finish(pictures);
      this.#current.push(packet);
      this.#currentBytes += packet.payload.length;
      if (this.#currentBytes > limits.recordedFrameMaxBytes) this.#drop();
      else if (packet.marker) this.#finish(pictures);
    }
    return pictures;
  }

  #take(): ArrivedPacket | undefined {
    const packet = this.#next === undefined ? undefined : this.#waiting.get(this.#next);
    if (packet === undefined) return undefined;
    this.#waiting.delete(packet.sequence);
    this.#next = packet.sequence + 1;
    return packet;
  }

  #finish(pictures: EncodedPicture[]): void {
    const packets = this.#current;
    this.#current = [];
    this.#currentBytes = 0;
    const last = packets.at(-1)!;
    const read = this.#read(packets.map(({ payload }) => payload));
    if (read === undefined) {
      this.#broken = true;
      return;
    }
    if (read.key !== undefined) this.#broken = false;
    if (this.#broken) return;
    pictures.push({
      timestamp: last.timestamp,
      arrivalMs: last.arrivalMs,
      format: read.key,
      data: read.data,
    });
  }

  #drop(): void {
    this.#current = [];
    this.#currentBytes = 0;
    this.#broken = true;
  }
}
