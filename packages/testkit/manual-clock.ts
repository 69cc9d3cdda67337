/** A clock whose hands a test turns itself. It never runs backwards. */
import type { Clock } from '@veche/kernel/clock.ts';

export class ManualClock implements Clock {
  #nowMs: number;

  constructor(startMs = 1_700_000_000_000) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  advance(byMs: number): void {
    this.advanceTo(this.#nowMs + byMs);
  }

  advanceTo(nowMs: number): void {
    if (nowMs < this.#nowMs) throw new RangeError('A clock does not run backwards');
    this.#nowMs = nowMs;
  }
}
