/**
 * RNNoise takes parts of a voice for noise now and then: of a high voice among others as much as it saves. But where a band is about as loud as it is
 * on the whole while somebody speaks, it is the voice that makes it so. In five bands from 150 to 750 Hz, where most of a voice is, what the
 * cleaner took at such moments is given back. All of this is done at a sixteenth of the rate, and lies within the delay of the rumble filter.
 */
import { dot } from './dot.ts';
import { rumbleDelaySamples } from './rumble-filter.ts';

const blockSamples = 480;
/** Samples to one point at 3 kHz. */
const step = 16;
const pointRateHz = 48_000 / step;
const blockPoints = blockSamples / step;
const delayPoints = rumbleDelaySamples / step;
/** A band is told from points of so many before and after its moment. */
const reach = blockPoints - 1 - delayPoints;
const keptPoints = 2 * reach;
const bandsHz = [200, 325, 450, 575, 700];
const bandWidthHz = 125;

const speechProbabilityLeast = 0.5;
/** In power, against the mean of the band while somebody speaks: what is below this is not given back, what is far above is, whole. */
const floorOfMean = 0.35;
/** Blocks of speech over which the mean is taken. */
const meanBlocks = 200;
/** A share of the band that nobody would hear. */
const leastShare = 0.05;
/** Points over which one block's shares go over into the next one's. */
const fadePoints = delayPoints;

const fallingWeights = Float64Array.from({ length: step }, (_, at) => 1 - at / step);
/** Half of a symmetrical window; sixteen places, of which the last is empty. */
const window = Float64Array.from({ length: reach + 2 }, (_, tap) => Math.cos((Math.PI * tap) / (2 * (reach + 1))) ** 2);
const cosines = bandsHz.map((hz) =>
  window.map((weight, tap) => weight * Math.cos((2 * Math.PI * hz * tap) / pointRateHz)),
);
const sines = bandsHz.map((hz) =>
  window.map((weight, tap) => weight * Math.sin((2 * Math.PI * hz * tap) / pointRateHz)),
);
/** So that neighbouring bands add up to 1, making up for what going to points and back takes. */
const bandGains = bandsHz.map((hz) => {
  const turn = (Math.PI * hz) / pointRateHz;
  return (2 * bandWidthHz) / pointRateHz / (Math.sin(turn) / turn) ** 4;
});

export class VoiceRescue {
  /** Points of what went into the cleaner, and of what it took; at first what is kept of earlier blocks. */
  readonly #dry = new Points();
  readonly #taken = new Points();
  readonly #means = new Float64Array(bandsHz.length);
  #blocksOfSpeech = 0;
  /** Half of a symmetrical filter that picks what is given back, for this block and the one before. */
  #filter = new Float64Array(window.length);
  #lastFilter = new Float64Array(window.length);
  #gives = false;
  #gave = false;
  /** What is given back at the points of the block, and at the last one of the block before. */
  readonly #given = new Float64Array(blockPoints);
  #lastGiven = 0;

  /** 480 samples that went into the cleaner and that came out of it, lying over each other; `speechProbability` 0 to 1. */
  hear(dry: Float32Array, wet: Float32Array, speechProbability: number): void {
    this.#dry.hear(dry, undefined);
    this.#taken.hear(dry, wet);
    [this.#lastFilter, this.#filter] = [this.#filter, this.#lastFilter];
    this.#gave = this.#gives;
    this.#gives = speechProbability >= speechProbabilityLeast && this.#choose();
    if (!this.#gives) this.#filter.fill(0);
  }

  /** The same block, 5 ms late, in place. */
  giveBack(wet: Float32Array): void {
    if (!this.#gives && !this.#gave) return;
    this.#pick();
    let from = this.#lastGiven;
    for (let point = 0; point < blockPoints; point++) {
      const to = this.#given[point]!;
      const begin = point * step;
      for (let at = 0; at < step; at++) {
        const falling = fallingWeights[at]!;
        wet[begin + at] = wet[begin + at]! + from * falling + to * (1 - falling);
      }
      from = to;
    }
    this.#lastGiven = from;
  }

  /** What is known of the voice stays. */
  rest(): void {
    this.#dry.reset();
    this.#taken.reset();
    this.#filter.fill(0);
    this.#gives = false;
    this.#lastGiven = 0;
  }

  /** Sets the filter by what is in the bands in the middle of the block; answers whether anything is given back. */
  #choose(): boolean {
    this.#blocksOfSpeech += 1;
    const meanStep = 1 / Math.min(meanBlocks, this.#blocksOfSpeech);
    this.#dry.fold();
    this.#taken.fold();
    let any = false;
    for (let band = 0; band < bandsHz.length; band++) {
      const [cosine, sine] = [cosines[band]!, sines[band]!];
      const [re, im] = [dot(cosine, this.#dry.even), dot(sine, this.#dry.odd)];
      const [takenRe, takenIm] = [dot(cosine, this.#taken.even), dot(sine, this.#taken.odd)];
      const power = re * re + im * im;
      if (!(power > 0)) continue;
      this.#means[band]! += (power - this.#means[band]!) * meanStep;
      const kept = Math.sqrt(((re - takenRe) ** 2 + (im - takenIm) ** 2) / power);
      const due = 1 - (floorOfMean * this.#means[band]!) / power;
      if (due - kept < leastShare) continue;
      const share = ((due - kept) / (1 - kept)) * bandGains[band]!;
      if (!any) this.#filter.fill(0);
      any = true;
      for (let tap = 0; tap <= reach; tap++) this.#filter[tap]! += share * cosine[tap]!;
    }
    return any;
  }

  #pick(): void {
    const { points } = this.#taken;
    for (let point = 0; point < blockPoints; point++) {
      const middle = point + reach;
      const share = Math.min(1, (point + 1) / fadePoints);
      const now = this.#gives ? filtered(points, middle, this.#filter) : 0;
      const before = this.#gave && share < 1 ? filtered(points, middle, this.#lastFilter) : 0;
      this.#given[point] = before + (now - before) * share;
    }
  }
}

/** A sound at 3 kHz: each point weighs the samples around it by a triangle. */
class Points {
  /** Those kept of earlier blocks, then those of this one. */
  readonly points = new Float64Array(keptPoints + blockPoints);
  /** Of the points around the middle of the block: sums and differences of those as far before and after. */
  readonly even = new Float64Array(window.length);
  readonly odd = new Float64Array(window.length);
  #rising = 0;

  /** `sound`, or what `less` takes of it. */
  hear(sound: Float32Array, less: Float32Array | undefined): void {
    this.points.copyWithin(0, blockPoints);
    let rising = this.#rising;
    for (let point = 0; point < blockPoints; point++) {
      const begin = point * step;
      let all = 0;
      let falling = 0;
      for (let at = 0; at < step; at++) {
        const sample = less === undefined ? sound[begin + at]! : sound[begin + at]! - less[begin + at]!;
        all += sample;
        falling += sample * fallingWeights[at]!;
      }
      this.points[keptPoints + point] = (rising + falling) / step;
      rising = all - falling;
    }
    this.#rising = rising;
  }

  fold(): void {
    const { points, even, odd } = this;
    const middle = keptPoints;
    even[0] = points[middle]!;
    for (let tap = 1; tap <= reach; tap++) {
      even[tap] = points[middle + tap]! + points[middle - tap]!;
      odd[tap] = points[middle + tap]! - points[middle - tap]!;
    }
  }

  reset(): void {
    this.points.fill(0);
    this.#rising = 0;
  }
}

function filtered(points: Float64Array, middle: number, filter: Float64Array): number {
  let sum = filter[0]! * points[middle]!;
  for (let tap = 1; tap <= reach; tap++) sum += filter[tap]! * (points[middle + tap]! + points[middle - tap]!);
  return sum;
}
