/**
 * Whether a microphone's packets make sense together. Any bytes decode to some noise, so a sender of garbage is known by what honest ones never do:
 * packets whose layout is impossible, that don't decode, or that claim to last longer than until the next one begins.
 */
export interface PacketFacts {
  readonly sequence: number;
  /** In 48 kHz samples, modulo 2^32 / ratio is the caller's affair: only the step from the packet before counts. */
  readonly stepSamples: number | undefined;
  readonly durationSamples: number;
}

const gain = 1 / 32;
const unreadableShare = 0.2;
const readableShare = 0.05;

export class Readability {
  #badShare = 0;
  #lastSequence = -1;
  #lastDurationSamples = 0;
  #isReadable = true;

  get isReadable(): boolean {
    return this.#isReadable;
  }

  /** A packet whose layout is sound. */
  hear({ sequence, stepSamples, durationSamples }: PacketFacts): void {
    const follows = sequence === this.#lastSequence + 1 && stepSamples !== undefined;
    this.#note(follows && stepSamples < this.#lastDurationSamples);
    if (sequence > this.#lastSequence) {
      this.#lastSequence = sequence;
      this.#lastDurationSamples = durationSamples;
    }
  }

  /** A packet that cannot be decoded. */
  hearGarbage(): void {
    this.#note(true);
  }

  #note(bad: boolean): void {
    this.#badShare += ((bad ? 1 : 0) - this.#badShare) * gain;
    if (this.#badShare > unreadableShare) this.#isReadable = false;
    else if (this.#badShare < readableShare) this.#isReadable = true;
  }
}
