/**
 * Cleaners that have heard a voice already, kept ready for those who begin to speak. Preparing one takes some milliseconds: one a beat, so that a crowd
 * that comes at once delays nobody's sound; whoever comes when none is ready gets one that learns from its own voice.
 */
import type { NoiseCleaner } from './sound-codec.ts';

const readyMost = 4;

export class CleanerReserve<Cleaner extends NoiseCleaner> {
  readonly #ready: Cleaner[] = [];
  readonly #make: () => Cleaner;
  readonly #prime: (cleaner: Cleaner) => void;

  constructor(make: () => Cleaner, prime: (cleaner: Cleaner) => void) {
    this.#make = make;
    this.#prime = prime;
    while (this.#ready.length < readyMost) this.replenish();
  }

  take(): Cleaner {
    return this.#ready.pop() ?? this.#make();
  }

  /** Prepares one, if one is missing. */
  replenish(): void {
    if (this.#ready.length === readyMost) return;
    const cleaner = this.#make();
    this.#prime(cleaner);
    this.#ready.push(cleaner);
  }
}
