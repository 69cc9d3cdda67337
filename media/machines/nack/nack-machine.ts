/**
 * Which packets of one stream to ask for again, and when (RFC 4585 section 6.2.1). No clock of its own: every call says what time it is.
 * Always holds: the list is bounded, a packet is asked for at most `nackTriesMax` times, and when a packet is given up the answer says so
 * once, so that a key frame can be asked for instead.
 */
import { limits } from '@veche/contracts/limits.ts';

/** Packets that overtake each other by less than this are not asked for. */
const reorderToleranceMs = 10;
const retryMinMs = 20;
const retryMaxMs = 400;
/** How long an answer is waited for, in round trips. */
const patientRoundTrips = 1.25;
/** Where many packets are lost, requests and answers are too: the next request does not wait for the answer, whose sender knows what is on its way. */
const hastyRoundTrips = 0.6;
const heavyLossShare = 0.03;
const lossGain = 1 / 128;
const firstRttMs = 100;
/** Most answers are to the first request, and the others only seem later: what is shorter than believed is believed sooner. */
const shorterRttGain = 1 / 4;
const longerRttGain = 1 / 8;

interface Missing {
  readonly sequence: number;
  readonly sinceMs: number;
  askedMs: number;
  firstAskedMs: number;
  tries: number;
}

export interface NackDue {
  /** Extended sequence numbers, oldest first. */
  readonly sequences: readonly number[];
  /** Something could not be repaired. */
  readonly givenUp: boolean;
}

const nothingDue: NackDue = { sequences: [], givenUp: false };

export class NackMachine {
  readonly #usefulMs: number;
  #highest: number | undefined;
  readonly #missing = new Map<number, Missing>();
  #givenUp = false;
  #rttMs = firstRttMs;
  /** Of the packets expected of late, how many did not come by themselves; 0 to 1. */
  #lossShare = 0;

  /** `usefulMs`: what is missing for longer comes too late to be played, and is forgotten without a word. */
  constructor(usefulMs = Number.POSITIVE_INFINITY) {
    this.#usefulMs = usefulMs;
  }

  get missingCount(): number {
    return this.#missing.size;
  }

  /** How often a request is repeated while unanswered. */
  get retryMs(): number {
    const roundTrips = this.#lossShare > heavyLossShare ? hastyRoundTrips : patientRoundTrips;
    return Math.min(retryMaxMs, Math.max(retryMinMs, this.#rttMs * roundTrips));
  }

  /** `sequence` is extended. True when the packet had been asked for. */
  received(nowMs: number, sequence: number): boolean {
    const highest = this.#highest;
    if (highest === undefined) {
      this.#highest = sequence;
      return false;
    }
    if (sequence <= highest) {
      const missing = this.#missing.get(sequence);
      if (missing === undefined) return false;
      this.#missing.delete(sequence);
      this.#learn(missing, nowMs);
      return missing.tries > 0;
    }
    this.#highest = sequence;
    this.#lossShare -= this.#lossShare * lossGain;
    if (sequence - highest - 1 > limits.nackListMax) {
      this.#missing.clear();
      this.#givenUp = true;
      return false;
    }
    for (let lost = highest + 1; lost < sequence; lost++) {
      this.#lossShare += (1 - this.#lossShare) * lossGain;
      this.#missing.set(lost, { sequence: lost, sinceMs: nowMs, askedMs: 0, firstAskedMs: 0, tries: 0 });
    }
    this.#bound();
    return false;
  }

  /** A key frame arrived whole enough to start from: what lies before it is not worth asking for. */
  forgetBefore(sequence: number): void {
    for (const lost of this.#missing.keys()) {
      if (lost >= sequence) break;
      this.#missing.delete(lost);
    }
  }

  /** Forgets all: the stream was paused and goes on elsewhere. */
  reset(): void {
    this.#highest = undefined;
    this.#missing.clear();
    this.#givenUp = false;
  }

  /** What is to be asked for now; it counts as asked. */
  due(nowMs: number): NackDue {
    if (this.#missing.size === 0 && !this.#givenUp) return nothingDue;
    const sequences: number[] = [];
    const retryMs = this.retryMs;
    let givenUp = this.#givenUp;
    this.#givenUp = false;
    for (const missing of this.#missing.values()) {
      if (nowMs - missing.sinceMs > this.#usefulMs) {
        this.#missing.delete(missing.sequence);
        continue;
      }
      const ready =
        missing.tries === 0 ? nowMs - missing.sinceMs >= reorderToleranceMs : nowMs - missing.askedMs >= retryMs;
      if (!ready) continue;
      if (missing.tries >= limits.nackTriesMax) {
        this.#missing.delete(missing.sequence);
        givenUp = true;
        continue;
      }
      if (missing.tries++ === 0) missing.firstAskedMs = nowMs;
      missing.askedMs = nowMs;
      sequences.push(missing.sequence);
    }
    return { sequences, givenUp };
  }

  /**
   * The round trip, from the first request to the answer. Were it measured from the last, a guess that is too low would ask too often, and so
   * never be corrected.
   */
  #learn(missing: Missing, nowMs: number): void {
    if (missing.tries === 0) return;
    const differenceMs = Math.min(1_000, nowMs - missing.firstAskedMs) - this.#rttMs;
    this.#rttMs += differenceMs * (differenceMs < 0 ? shorterRttGain : longerRttGain);
  }

  #bound(): void {
    let surplus = this.#missing.size - limits.nackListMax;
    for (const lost of this.#missing.keys()) {
      if (surplus-- <= 0) break;
      this.#missing.delete(lost);
      this.#givenUp = true;
    }
  }
}
