/**
 * The voice's source: the derivative of the flow through the vocal folds, cycle by cycle (KLGLOTT88, Klatt and Klatt 1990), with the small
 * irregularities of pitch and strength by which a person differs from a buzzer, and breath that is loudest while the folds are open.
 */
import type { Voice } from './voice.ts';

/** Cycle to cycle, as a share: jitter of the length, shimmer of the strength. */
const jitter = 0.012;
const shimmer = 0.06;
/** Slow wandering of the pitch. */
const flutter = 0.012;
/** One-pole low-pass: how much less the source has at high frequencies. */
const tilt = 0.62;

export class Glottis {
  readonly #sampleRateHz: number;
  readonly #voice: Voice;
  readonly #random: () => number;
  #at = 0;
  #cycle: number;
  #strength = 1;
  #smooth = 0;
  #seconds: number;

  constructor(sampleRateHz: number, voice: Voice, random: () => number) {
    this.#sampleRateHz = sampleRateHz;
    this.#voice = voice;
    this.#random = random;
    this.#cycle = sampleRateHz / voice.pitchHz;
    this.#seconds = random() * 100;
  }

  /** Next sample; `voicing` and `aspiration` scale voice and breath. */
  next(pitchHz: number, voicing: number, aspiration: number): number {
    if (this.#at >= this.#cycle) this.#beginCycle(pitchHz);
    const open = this.#at / (this.#cycle * this.#voice.openQuotient);
    const isOpen = open < 1;
    // Flow t^2 - t^3 while open; its derivative falls to -1 at the instant of closing.
    const flow = isOpen ? (2 * open - 3 * open * open) * this.#strength : 0;
    const noise = this.#random() + this.#random() - 1;
    const breath = noise * (isOpen ? 1 : 0.5);
    this.#at += 1;
    const raw = voicing * (flow + breath * this.#voice.breathiness) + aspiration * 0.5 * noise;
    this.#smooth += (1 - tilt) * (raw - this.#smooth);
    return this.#smooth;
  }

  #beginCycle(pitchHz: number): void {
    // The rest of a sample stays: cycles are not whole samples long.
    this.#at -= this.#cycle;
    const t = this.#seconds;
    const wander = flutter * (Math.sin(2 * Math.PI * 1.3 * t) + 0.6 * Math.sin(2 * Math.PI * 4.7 * t + 1)) * 0.6;
    const stray = jitter * (this.#random() - 0.5) * 2;
    this.#cycle = this.#sampleRateHz / (pitchHz * (1 + wander + stray));
    this.#strength = 1 + shimmer * (this.#random() - 0.5) * 2;
    this.#seconds += this.#cycle / this.#sampleRateHz;
  }
}
