/**
 * The adaptive jitter buffer of one microphone (a machine: no clock, no I/O, and the same calls give the same answers). Packets are put in as
 * they come, and once a tick of 20 ms the reader asks what to play until it has enough. Always holds: a packet that comes in time is handed out
 * once, in the order of the numbers; the delay between arrival and playing is held at a target between `limits.voiceDelayMinMs` and
 * `limits.voiceDelayMaxMs` that the network's jitter decides; and what waits is bounded, whatever timestamps say.
 */
import { limits } from '@veche/contracts/limits.ts';
import { ArrivedPackets } from './arrived-packets.ts';
import { PlayoutClock } from './playout-clock.ts';
import { PlayoutRate } from './playout-rate.ts';
import {
  concealmentUnit,
  type Insertion,
  type JitterBufferStats,
  type Step,
  samplesPerMs,
  tickSamples,
  type VoicePacket,
} from './voice-packet.ts';

/** Jumps that are not heard are made for errors of this much and more; less is left to the rate. */
const jumpMinSamples = 5 * samplesPerMs;
const cutAboveSamples = (limits.voiceDelayMaxMs + limits.voiceDelayExcessMs) * samplesPerMs;
const concealedMaxSamples = limits.voiceConcealedMaxMs * samplesPerMs;
/** A shorter step in the timestamps is not a pause of the sender. */
const pauseMinSamples = tickSamples;
/** At most this codes nothing, in every format. */
const emptyPayloadBytes = 2;
const delayGain = 1 / 16;

const wholeUnits = (samples: number) => Math.floor(samples / concealmentUnit) * concealmentUnit;

export class JitterBuffer<Packet extends VoicePacket> {
  readonly #arrived: ArrivedPackets<Packet>;
  readonly #clock = new PlayoutClock();
  readonly #rate = new PlayoutRate();
  readonly #gapStep = { kind: 'silence' as 'lost' | 'silence', samples: 0 };
  readonly #packetStep = {
    kind: 'packet' as const,
    packet: undefined as unknown as Packet,
    skipSamples: 0,
    begins: true,
  };
  /** Packets are handed out; else silence is, until the time of the first that waits has come. */
  #playing = false;
  /** The voice stopped or another begins; a pause of the sender is no stop. */
  #begins = true;
  /** The last packet coded nothing: a pause of the sender may follow. */
  #afterEmpty = false;
  #lastDurationSamples = tickSamples;
  /** Concealed since the last packet without giving up any: the voice waits, and its delay grows. */
  #waitedSamples = 0;
  /** Of this tick: unheard jumps to a shorter and to a longer delay. */
  #skipSamples = 0;
  #insertSamples = 0;
  #delayMs = 0;
  #playedPackets = 0;
  #lostPackets = 0;
  #droppedPackets = 0;
  #underruns = 0;
  #concealedSamples = 0;
  #skippedSamples = 0;

  /** `clockRateHz`: of the packets' timestamps. */
  constructor({ clockRateHz }: { clockRateHz: number }) {
    this.#arrived = new ArrivedPackets(clockRateHz);
  }

  /** The reader plays a tick's samples at this rate, by resampling; it changes only when a tick begins. 0.99 to 1.01. */
  get rate(): number {
    return this.#rate.rate;
  }

  /** What is played at this tick's beginning waited so long, held against those that came quickest; in a silence, what comes next will. */
  get delayMs(): number {
    return (this.#playing ? this.#delaySamples : this.#arrived.targetSamples) / samplesPerMs;
  }

  get stats(): JitterBufferStats {
    const arrived = this.#arrived;
    return {
      targetDelayMs: arrived.target.delayMs,
      delayMs: this.#delayMs,
      playedPackets: this.#playedPackets,
      lostPackets: this.#lostPackets,
      latePackets: arrived.latePackets,
      duplicatePackets: arrived.duplicatePackets,
      refusedPackets: arrived.refusedPackets,
      droppedPackets: arrived.droppedPackets + this.#droppedPackets,
      underruns: this.#underruns,
      restarts: arrived.restarts,
      concealedSamples: this.#concealedSamples,
      skippedSamples: this.#skippedSamples,
    };
  }

  insert(packet: Packet): Insertion {
    const insertion = this.#arrived.insert(packet, this.#playing, this.#clock);
    if (insertion === 'restarted') this.#stop();
    return insertion;
  }

  /**
   * Once every 20 ms, before the reader asks. `nowMs` is when the tick should begin, in the clock of the arrivals, whenever it is worked off.
   * `isQuiet`: what was played last is silence to the ear, so that a jump is not heard.
   */
  beginTick(nowMs: number, isQuiet: boolean): void {
    this.#clock.beginTick(nowMs);
    this.#arrived.target.tick();
    this.#skipSamples = 0;
    this.#insertSamples = 0;
    if (this.#playing) this.#steer(isQuiet);
    else this.#rate.reset();
    this.#clock.setRate(this.#rate.rate);
  }

  /** What to play next: to be asked until the reader has `rate` times 960 samples for this tick. */
  next(): Step<Packet> {
    if (this.#insertSamples > 0) {
      const samples = this.#insertSamples;
      this.#insertSamples = 0;
      return this.#gap('silence', samples);
    }
    // Each turn gives up a number at least, or changes between playing and not, or answers.
    for (;;) {
      if (!this.#playing) {
        const samples = this.#lead();
        if (samples > 0) return this.#gap('silence', samples);
      }
      const first = this.#arrived.first();
      if (first === undefined) {
        const samples = this.#underrun();
        if (samples > 0) return this.#gap('lost', samples);
        continue;
      }
      const media = this.#arrived.waiting.mediaOf(first.sequence);
      const missing = first.sequence - this.#arrived.nextSequence;
      if (missing > 0 && !this.#afterEmpty) {
        const samples = this.#missing(missing, media - this.#clock.handedMedia);
        if (samples > 0) return this.#gap('lost', samples);
        continue;
      }
      if (media > this.#clock.handedMedia) {
        const samples = this.#pause(media);
        if (samples > 0) return this.#gap('silence', samples);
      }
      return this.#handOut(first, media);
    }
  }

  get #delaySamples(): number {
    return this.#clock.age - this.#arrived.fastestAge;
  }

  /** Of the delay, what is above the target; negative = below. */
  get #excessSamples(): number {
    return this.#delaySamples - this.#arrived.targetSamples;
  }

  /** Until a sample is to be heard that is handed out now. */
  #untilDue(media: number): number {
    return Math.round(media + this.#arrived.fastestAge + this.#arrived.targetSamples - this.#clock.heardAt);
  }

  #steer(isQuiet: boolean): void {
    const excess = this.#excessSamples;
    this.#rate.tick(excess / samplesPerMs);
    if (this.#delaySamples > cutAboveSamples) this.#cut();
    else if (isQuiet && excess >= jumpMinSamples) this.#skipSamples = Math.min(tickSamples, Math.round(excess));
    else if (isQuiet && excess <= -jumpMinSamples) this.#insertSamples = Math.min(tickSamples, Math.round(-excess));
  }

  /** What is far too old is left out, even of speech: down to the target, or to the end of what waits. */
  #cut(): void {
    let excess = Math.round(this.#excessSamples);
    this.#begins = true;
    for (let first = this.#arrived.first(); first !== undefined; first = this.#arrived.first()) {
      const end = this.#arrived.waiting.mediaOf(first.sequence) + first.durationSamples;
      const left = end - this.#clock.handedMedia;
      if (left > excess) break;
      excess -= left;
      this.#clock.handedMedia = end;
      this.#take(first);
      this.#droppedPackets++;
    }
    if (this.#arrived.waiting.count > 0) this.#skipSamples = excess;
  }

  #stop(): void {
    this.#playing = false;
    this.#begins = true;
    this.#afterEmpty = false;
  }

  /** Silence until the first that waits is due; 0 = it is, and the voice plays. */
  #lead(): number {
    const needed = this.#clock.neededSamples;
    const first = this.#arrived.first();
    if (first === undefined) return needed;
    const media = this.#arrived.waiting.mediaOf(first.sequence);
    const untilDue = this.#untilDue(media);
    if (untilDue > 0) return Math.min(untilDue, needed);
    this.#playing = true;
    this.#lostPackets += this.#arrived.settleBefore(first.sequence);
    this.#clock.handedMedia = media;
    // What piled up before anything was heard is not missed: a reader that comes late begins with the newest.
    const isFirst = this.#playedPackets === 0 && this.#excessSamples >= jumpMinSamples;
    if (isFirst || this.#delaySamples > cutAboveSamples) this.#cut();
    return 0;
  }

  /** Nothing waits: a guess goes on for a while. 0 = it is over, and nothing plays. */
  #underrun(): number {
    if (this.#afterEmpty) {
      this.#playing = false;
      return 0;
    }
    if (this.#waitedSamples === 0) this.#underruns++;
    const samples = this.#wait(concealedMaxSamples);
    if (samples === 0) this.#stop();
    return samples;
  }

  /** What fills this tick without giving up a packet, at most `samplesMax`: the delay grows by it. */
  #wait(samplesMax: number): number {
    const bound = Math.min(wholeUnits(samplesMax), concealedMaxSamples - this.#waitedSamples);
    const samples = Math.max(0, Math.min(bound, wholeUnits(this.#clock.neededSamples + concealmentUnit - 1)));
    this.#waitedSamples += samples;
    return samples;
  }

  /**
   * `count` packets are missing before one that waits, `span` samples in all. While the delay is below the target it is not the first one's
   * turn: it may still come. Then it is given up, and what was concealed meanwhile counts for it. 0 = nothing is left to conceal.
   */
  #missing(count: number, span: number): number {
    const excess = this.#excessSamples;
    const waited = this.#wait(-excess);
    if (waited > 0) return waited;
    const share = Math.min(count === 1 ? span : wholeUnits(span / count), this.#lastDurationSamples);
    const concealed = Math.max(0, Math.min(this.#waitedSamples, share, wholeUnits(excess)));
    this.#waitedSamples -= concealed;
    const skipped = wholeUnits(Math.min(this.#skipSamples, share - concealed));
    this.#skipSamples -= skipped;
    this.#skippedSamples += skipped;
    this.#clock.handedMedia += share;
    this.#lostPackets += this.#arrived.settleBefore(this.#arrived.nextSequence + 1);
    return share - concealed - skipped;
  }

  /** The sender was silent until `media`: a free place to bring the delay to its target. 0 = it is over. */
  #pause(media: number): number {
    let silent = media - this.#clock.handedMedia;
    if (silent >= pauseMinSamples || this.#afterEmpty) silent = Math.max(0, this.#untilDue(media));
    const samples = Math.min(silent, this.#clock.neededSamples);
    this.#clock.handedMedia = media - silent + samples;
    return samples;
  }

  #gap(kind: 'lost' | 'silence', samples: number): Step<Packet> {
    this.#clock.unplayedSamples += samples;
    if (kind === 'lost') this.#concealedSamples += samples;
    this.#gapStep.kind = kind;
    this.#gapStep.samples = samples;
    return this.#gapStep;
  }

  #handOut(packet: Packet, media: number): Step<Packet> {
    const skipped = Math.min(this.#skipSamples, packet.durationSamples);
    this.#skipSamples -= skipped;
    this.#skippedSamples += skipped;
    const delayMs = this.#clock.heardAt / samplesPerMs - packet.arrivalMs;
    this.#delayMs += this.#playedPackets === 0 ? delayMs : (delayMs - this.#delayMs) * delayGain;
    this.#playedPackets++;
    this.#clock.handedMedia = media + packet.durationSamples;
    this.#clock.unplayedSamples += packet.durationSamples - skipped;
    this.#take(packet);
    this.#lastDurationSamples = packet.durationSamples;
    this.#afterEmpty = packet.payload.length <= emptyPayloadBytes;
    this.#waitedSamples = 0;
    const step = this.#packetStep;
    step.packet = packet;
    step.skipSamples = skipped;
    step.begins = this.#begins;
    this.#begins = false;
    return step;
  }

  #take(packet: Packet): void {
    this.#arrived.waiting.remove(packet.sequence);
    this.#lostPackets += this.#arrived.settleBefore(packet.sequence);
    this.#arrived.settleBefore(packet.sequence + 1);
  }
}
