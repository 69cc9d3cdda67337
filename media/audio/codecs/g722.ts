/**
 * G.722 (ITU-T, 11/1988) at 64 kbit/s: 16 kHz sound split by a quadrature mirror filter into two bands, each coded as the difference to what a small
 * adaptive predictor expected, six bits for the lower band and two for the upper. Names in brackets are the recommendation's.
 */
const lowLevels = [
  0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1_023, 1_121, 1_219, 1_339,
  1_458, 1_612, 1_765, 1_980, 2_195, 2_557, 2_919,
];
/** Inverse of the six-bit quantizer [QM6] and of its four-bit core [QM4]. */
const lowOutputs6 = [
  -136, -136, -136, -136, -24_808, -21_904, -19_008, -16_704, -14_984, -13_512, -12_280, -11_192, -10_232, -9_360,
  -8_576, -7_856, -7_192, -6_576, -6_000, -5_456, -4_944, -4_464, -4_008, -3_576, -3_168, -2_776, -2_400, -2_032,
  -1_688, -1_360, -1_040, -728, 24_808, 21_904, 19_008, 16_704, 14_984, 13_512, 12_280, 11_192, 10_232, 9_360, 8_576,
  7_856, 7_192, 6_576, 6_000, 5_456, 4_944, 4_464, 4_008, 3_576, 3_168, 2_776, 2_400, 2_032, 1_688, 1_360, 1_040, 728,
  432, 136, -432, -136,
];
const lowOutputs4 = [
  0, -20_456, -12_896, -8_968, -6_288, -4_240, -2_584, -1_200, 20_456, 12_896, 8_968, 6_288, 4_240, 2_584, 1_200, 0,
];
const highOutputs = [-7_408, -1_616, 7_408, 1_616];
/** Log scale factor multipliers [WL, WH] and which of them a code means [RL42, RH2]. */
const lowSteps = [-60, -30, 58, 172, 334, 538, 1_198, 3_042];
const lowStepOf = [0, 7, 6, 5, 4, 3, 2, 1, 7, 6, 5, 4, 3, 2, 1, 0];
const highSteps = [0, -214, 798];
const highStepOf = [2, 1, 2, 1];
/** 2,048 x 2^(index / 32) as the recommendation rounds it [ILB]. */
const inverseLog = [
  2_048, 2_093, 2_139, 2_186, 2_233, 2_282, 2_332, 2_383, 2_435, 2_489, 2_543, 2_599, 2_656, 2_714, 2_774, 2_834, 2_896,
  2_960, 3_025, 3_091, 3_158, 3_228, 3_298, 3_371, 3_444, 3_520, 3_597, 3_676, 3_756, 3_838, 3_922, 4_008,
];
const mirrorFilter = [3, -11, 12, 32, -210, 951, 3_876, -805, 362, -156, 53, -11];

const saturate = (value: number) => (value > 32_767 ? 32_767 : value < -32_768 ? -32_768 : value);

/** One band's predictor and scale [blocks 3 and 4]; integers as in the recommendation, so that both ends stay bit for bit together. */
class Band {
  /** Scale factor [NB] and the quantizer's step [DET]. */
  #log = 0;
  step: number;
  /** Prediction [S]: of zeros [SZ] and of poles [SP]. */
  prediction = 0;
  #zeroPart = 0;
  readonly #differences = new Int32Array(7);
  readonly #zeros = new Int32Array(7);
  readonly #partial = new Int32Array(3);
  readonly #signal = new Int32Array(3);
  readonly #poles = new Int32Array(3);
  readonly #logMax: number;
  readonly #shiftBase: number;

  constructor(step: number, logMax: number, shiftBase: number) {
    this.step = step;
    this.#logMax = logMax;
    this.#shiftBase = shiftBase;
  }

  /** Takes the quantized difference [D] of this sample and adapts for the next. */
  adapt(difference: number): void {
    const differences = this.#differences;
    const zeros = this.#zeros;
    const poles = this.#poles;
    const signal = this.#signal;
    const partial = this.#partial;
    differences[0] = difference;
    signal[0] = saturate(this.prediction + difference);
    partial[0] = saturate(this.#zeroPart + difference);

    // Second pole [UPPOL2].
    const sameAsLast = partial[0]! >> 15 === partial[1]! >> 15;
    const sameAsSecond = partial[0]! >> 15 === partial[2]! >> 15;
    let lean = saturate(poles[1]! << 2);
    lean = sameAsLast ? -lean : lean;
    if (lean > 32_767) lean = 32_767;
    let second = (sameAsSecond ? 128 : -128) + (lean >> 7) + ((poles[2]! * 32_512) >> 15);
    second = Math.max(-12_288, Math.min(12_288, second));
    // First pole [UPPOL1].
    const bound = saturate(15_360 - second);
    let first = saturate((sameAsLast ? 192 : -192) + ((poles[1]! * 32_640) >> 15));
    first = Math.max(-bound, Math.min(bound, first));

    // Zeros [UPZERO].
    const nudge = difference === 0 ? 0 : 128;
    const sign = difference >> 15;
    for (let i = 1; i <= 6; i++) {
      const change = differences[i]! >> 15 === sign ? nudge : -nudge;
      zeros[i] = saturate(change + ((zeros[i]! * 32_640) >> 15));
    }

    // The delay lines move on [DELAYA].
    for (let i = 6; i > 0; i--) differences[i] = differences[i - 1]!;
    for (let i = 2; i > 0; i--) {
      signal[i] = signal[i - 1]!;
      partial[i] = partial[i - 1]!;
    }
    poles[1] = first;
    poles[2] = second;

    // What is expected next [FILTEP, FILTEZ, PREDIC].
    const polePart = saturate(
      ((poles[1]! * saturate(signal[1]! * 2)) >> 15) + ((poles[2]! * saturate(signal[2]! * 2)) >> 15),
    );
    let zeroPart = 0;
    for (let i = 6; i > 0; i--) zeroPart += (zeros[i]! * saturate(differences[i]! * 2)) >> 15;
    this.#zeroPart = saturate(zeroPart);
    this.prediction = saturate(polePart + this.#zeroPart);
  }

  /** [LOGSCL, SCALEL] or [LOGSCH, SCALEH]. */
  rescale(change: number): void {
    this.#log = Math.max(0, Math.min(this.#logMax, ((this.#log * 127) >> 7) + change));
    const shift = this.#shiftBase - (this.#log >> 11);
    const mantissa = inverseLog[(this.#log >> 6) & 31]!;
    this.step = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
  }
}

const lowBand = () => new Band(32, 18_432, 8);
const highBand = () => new Band(8, 22_528, 10);

function adaptLow(band: Band, code: number): void {
  const core = code >> 2;
  const difference = (band.step * lowOutputs4[core]!) >> 15;
  band.rescale(lowSteps[lowStepOf[core]!]!);
  band.adapt(difference);
}

function adaptHigh(band: Band, code: number): number {
  const difference = (band.step * highOutputs[code]!) >> 15;
  const reconstructed = saturate(band.prediction + difference);
  band.rescale(highSteps[highStepOf[code]!]!);
  band.adapt(difference);
  return reconstructed;
}

const within14Bits = (value: number) => Math.max(-16_384, Math.min(16_383, value));

export class G722Decoder {
  #low = lowBand();
  #high = highBand();
  readonly #line = new Int32Array(24);

  /** Writes two samples at 16 kHz for each byte, -1 to 1. */
  decode(bytes: Uint8Array, into: Float32Array): number {
    let at = 0;
    for (const byte of bytes) {
      const lowCode = byte & 0x3f;
      const low = within14Bits(this.#low.prediction + ((this.#low.step * lowOutputs6[lowCode]!) >> 15));
      adaptLow(this.#low, lowCode);
      const high = within14Bits(adaptHigh(this.#high, byte >> 6));
      const line = this.#line;
      line.copyWithin(0, 2);
      line[22] = low + high;
      line[23] = low - high;
      let even = 0;
      let odd = 0;
      for (let i = 0; i < 12; i++) {
        odd += line[2 * i]! * mirrorFilter[i]!;
        even += line[2 * i + 1]! * mirrorFilter[11 - i]!;
      }
      into[at++] = saturate(even >> 11) / 32_768;
      into[at++] = saturate(odd >> 11) / 32_768;
    }
    return at;
  }

  reset(): void {
    this.#low = lowBand();
    this.#high = highBand();
    this.#line.fill(0);
  }
}

export class G722Encoder {
  #low = lowBand();
  #high = highBand();
  readonly #line = new Int32Array(24);

  /** Takes two samples at 16 kHz for each byte. */
  encode(samples: Float32Array, count: number, into: Uint8Array): number {
    let at = 0;
    for (let n = 0; n + 1 < count; n += 2) {
      const line = this.#line;
      line.copyWithin(0, 2);
      line[22] = saturate(Math.round(samples[n]! * 32_768));
      line[23] = saturate(Math.round(samples[n + 1]! * 32_768));
      let even = 0;
      let odd = 0;
      for (let i = 0; i < 12; i++) {
        odd += line[2 * i]! * mirrorFilter[i]!;
        even += line[2 * i + 1]! * mirrorFilter[11 - i]!;
      }
      const lowCode = this.#quantizeLow((even + odd) >> 14);
      const highCode = this.#quantizeHigh((even - odd) >> 14);
      adaptLow(this.#low, lowCode);
      adaptHigh(this.#high, highCode);
      into[at++] = (highCode << 6) | lowCode;
    }
    return at;
  }

  reset(): void {
    this.#low = lowBand();
    this.#high = highBand();
    this.#line.fill(0);
  }

  /** [QUANTL] */
  #quantizeLow(sample: number): number {
    const difference = saturate(sample - this.#low.prediction);
    const magnitude = difference >= 0 ? difference : -(difference + 1);
    let index = 1;
    while (index < 30 && magnitude >= (lowLevels[index]! * this.#low.step) >> 12) index++;
    if (difference >= 0) return 62 - index;
    return index < 3 ? 64 - index : 34 - index;
  }

  /** [QUANTH] */
  #quantizeHigh(sample: number): number {
    const difference = saturate(sample - this.#high.prediction);
    const magnitude = difference >= 0 ? difference : -(difference + 1);
    const isLarge = magnitude >= (564 * this.#high.step) >> 12;
    return difference < 0 ? (isLarge ? 0 : 1) : isLarge ? 2 : 3;
  }
}
