/**
 * The buffer's entrance: which packets are taken, where each stands on the media timeline, and what its way here says about the network. What
 * waits is in the order of the numbers, does not overlap, and is bounded in number and time.
 */
import { limits } from '@veche/contracts/limits.ts';
import { DelayTarget } from './delay-target.ts';
import { FastestTransit } from './fastest-transit.ts';
import { MediaTimeline } from './media-timeline.ts';
import { PacketRing } from './packet-ring.ts';
import type { PlayoutClock } from './playout-clock.ts';
import { type Insertion, packetMaxSamples, samplesPerMs, type VoicePacket } from './voice-packet.ts';

/** A jump of the numbers by more, or of the timestamps against the arrivals, is another source. */
const sequenceJumpMax = 65_536;
const timeJumpSamples = 2_000 * samplesPerMs;
const waitingMaxSamples = limits.voiceWaitingMaxMs * samplesPerMs;
const learnedMaxMs = limits.voiceDelayMaxMs - limits.voiceDelayMinMs;
/** A repaired packet that comes later than this is not worth waiting for. */
const repairMaxMs = 100;

export class ArrivedPackets<Packet extends VoicePacket> {
  readonly waiting = new PacketRing<Packet>();
  readonly target = new DelayTarget();
  readonly #timeline: MediaTimeline;
  readonly #fastest = new FastestTransit();
  /** Some number of this source was handed out or given up: what came before it is late. */
  #settled = false;
  /** The number to be handed out next. */
  nextSequence = 0;
  latePackets = 0;
  duplicatePackets = 0;
  refusedPackets = 0;
  droppedPackets = 0;
  restarts = 0;

  constructor(clockRateHz: number) {
    this.#timeline = new MediaTimeline(clockRateHz);
  }

  /** How old a sample is, as `PlayoutClock` counts, when the longest packet that took the fastest way brings its first. */
  get fastestAge(): number {
    return this.#fastest.transit + this.#fastest.longestSamples;
  }

  get targetSamples(): number {
    return this.target.delayMs * samplesPerMs;
  }

  /** The waiting packet with the lowest number. */
  first(): Packet | undefined {
    if (this.waiting.count === 0) return undefined;
    return this.waiting.get(this.waiting.firstFrom(this.nextSequence, this.#timeline.highestSequence));
  }

  /** Every number before `sequence` is done with. Answers how many were given up by that. */
  settleBefore(sequence: number): number {
    const givenUp = this.#settled ? sequence - this.nextSequence : 0;
    this.nextSequence = sequence;
    this.#settled = true;
    return givenUp;
  }

  /** `playing`: what stands before `clock.handedMedia` on the timeline comes too late. */
  insert(packet: Packet, playing: boolean, clock: PlayoutClock): Insertion {
    if (!(packet.durationSamples >= 1 && packet.durationSamples <= packetMaxSamples)) return this.#refuse();
    if (!this.#timeline.begun) {
      this.#begin(packet);
      return 'kept';
    }
    const ahead = packet.sequence - this.#timeline.highestSequence;
    if (Math.abs(ahead) > sequenceJumpMax) return this.#restart(packet);
    return ahead > 0 ? this.#insertNewest(packet, playing, clock) : this.#insertEarlier(packet, playing, clock);
  }

  #insertNewest(packet: Packet, playing: boolean, clock: PlayoutClock): Insertion {
    const { durationSamples, arrivalMs, sequence } = packet;
    const { highestEnd } = this.#timeline;
    const arrival = arrivalMs * samplesPerMs - durationSamples;
    let media = this.#timeline.mediaOf(packet.timestamp);
    if (Math.abs(arrival - media - this.#fastest.transit) > timeJumpSamples) return this.#restart(packet);
    // A timeline that goes back goes on where the packet's arrival puts it.
    if (media < highestEnd) media = Math.max(Math.round(arrival - this.#fastest.transit), highestEnd);
    if (!this.#makeRoom(sequence, media + durationSamples, playing)) return this.#restart(packet);
    const paused = !playing && this.waiting.count === 0;
    // After a pause that no target covers, the timestamps may stand to the arrivals as they like.
    if (paused && this.#fastest.latenessMs(arrivalMs, media + durationSamples) > learnedMaxMs) this.#fastest.clear();
    this.#fastest.add(arrivalMs, arrival - media, durationSamples);
    const availableMs = Math.max(arrivalMs, clock.nowMs);
    this.target.learn(this.#fastest.latenessMs(availableMs, media + durationSamples), durationSamples);
    this.#timeline.advance(packet, media);
    this.waiting.put(packet, media);
    return 'kept';
  }

  /** A packet that was overtaken, or is sent again. */
  #insertEarlier(packet: Packet, playing: boolean, clock: PlayoutClock): Insertion {
    const { sequence, durationSamples } = packet;
    const { highestSequence } = this.#timeline;
    if (this.waiting.get(sequence) !== undefined) {
      this.duplicatePackets++;
      return 'duplicate';
    }
    const media = this.#timeline.mediaOf(packet.timestamp);
    const end = media + durationSamples;
    const lateMs = this.#fastest.latenessMs(Math.max(packet.arrivalMs, clock.nowMs), end);
    const worthwhile = lateMs > 0 && lateMs <= repairMaxMs;
    const passed = this.#settled
      ? sequence < this.nextSequence
      : highestSequence - sequence >= limits.voicePacketsWaitingMax;
    if (passed || (playing && media < clock.handedMedia)) {
      if (worthwhile) this.target.learn(lateMs, durationSamples);
      this.latePackets++;
      return 'late';
    }
    const before = this.waiting.lastFrom(sequence - 1, this.nextSequence - 1);
    const after = this.waiting.firstFrom(sequence + 1, highestSequence);
    if (end > this.waiting.mediaOf(after) || media < this.#endOf(before)) return this.#refuse();
    if (worthwhile) this.target.learn(lateMs, durationSamples);
    this.nextSequence = Math.min(this.nextSequence, sequence);
    this.waiting.put(packet, media);
    return 'kept';
  }

  #endOf(sequence: number): number {
    const packet = this.waiting.get(sequence);
    return packet === undefined ? Number.NEGATIVE_INFINITY : this.waiting.mediaOf(sequence) + packet.durationSamples;
  }

  /** False = more would wait than may. */
  #makeRoom(sequence: number, end: number, playing: boolean): boolean {
    const first = this.first();
    if (first !== undefined && end - this.waiting.mediaOf(first.sequence) > waitingMaxSamples) return false;
    if (sequence - this.nextSequence < limits.voicePacketsWaitingMax) return true;
    if (playing || (first !== undefined && sequence - first.sequence >= limits.voicePacketsWaitingMax)) return false;
    this.nextSequence = sequence - limits.voicePacketsWaitingMax + 1;
    return true;
  }

  #begin(packet: Packet): void {
    this.waiting.clear();
    this.#fastest.clear();
    this.#fastest.add(
      packet.arrivalMs,
      packet.arrivalMs * samplesPerMs - packet.durationSamples,
      packet.durationSamples,
    );
    this.#timeline.begin(packet);
    this.nextSequence = packet.sequence;
    this.#settled = false;
    this.waiting.put(packet, 0);
  }

  #restart(packet: Packet): 'restarted' {
    this.droppedPackets += this.waiting.count;
    this.restarts++;
    this.#begin(packet);
    return 'restarted';
  }

  #refuse(): 'refused' {
    this.refusedPackets++;
    return 'refused';
  }
}
