/** Digital resonators of a formant synthesiser (Klatt 1980): two poles of unit gain at zero frequency, and their inverse. */

export class Resonator {
  protected a = 1;
  protected b = 0;
  protected c = 0;
  protected last = 0;
  protected beforeLast = 0;
  readonly #radiansPerHz: number;

  constructor(sampleRateHz: number) {
    this.#radiansPerHz = Math.PI / sampleRateHz;
  }

  tune(frequencyHz: number, bandwidthHz: number): void {
    const radius = Math.exp(-this.#radiansPerHz * bandwidthHz);
    this.c = -radius * radius;
    this.b = 2 * radius * Math.cos(2 * this.#radiansPerHz * frequencyHz);
    this.a = 1 - this.b - this.c;
  }

  next(input: number): number {
    const output = this.a * input + this.b * this.last + this.c * this.beforeLast;
    this.beforeLast = this.last;
    this.last = output;
    return output;
  }
}

/** Zeros where a resonator has its poles: the nose's side branch. */
export class AntiResonator extends Resonator {
  override next(input: number): number {
    const output = (input - this.b * this.last - this.c * this.beforeLast) / this.a;
    this.beforeLast = this.last;
    this.last = input;
    return output;
  }
}

/** A band of noise: poles at a frequency, zeros at 0 Hz and at half the rate, and nearly unit gain in the middle. */
export class BandPass {
  #b = 0;
  #c = 0;
  #gain = 1;
  #last = 0;
  #beforeLast = 0;
  #lastIn = 0;
  #beforeLastIn = 0;
  readonly #sampleRateHz: number;

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
  }

  tune(centreHz: number, bandwidthHz: number): void {
    const radius = Math.exp((-Math.PI * bandwidthHz) / this.#sampleRateHz);
    this.#c = -radius * radius;
    this.#b = 2 * radius * Math.cos((2 * Math.PI * centreHz) / this.#sampleRateHz);
    this.#gain = (1 - radius * radius) / 2;
  }

  next(input: number): number {
    const output = this.#gain * (input - this.#beforeLastIn) + this.#b * this.#last + this.#c * this.#beforeLast;
    this.#beforeLastIn = this.#lastIn;
    this.#lastIn = input;
    this.#beforeLast = this.#last;
    this.#last = output;
    return output;
  }
}
