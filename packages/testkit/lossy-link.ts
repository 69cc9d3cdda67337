/** A one-way link that loses, delays, reorders and repeats, all from one seed: what a call has to live with, made repeatable. */
import { seededRandom } from './random.ts';

export interface LossyLinkOptions {
  readonly seed: number;
  /** 0 to 1. */
  readonly lossFraction?: number;
  /** Every item takes at least this long. */
  readonly delayMs?: number;
  /** Up to this much more; items keep their order all the same. */
  readonly jitterMs?: number;
  /** 0 to 1: so many items fall behind later ones, by up to `reorderMs`. */
  readonly reorderFraction?: number;
  readonly reorderMs?: number;
  /** 0 to 1: so many items arrive twice. */
  readonly duplicateFraction?: number;
}

interface InFlight<Item> {
  readonly item: Item;
  readonly arrivesMs: number;
  readonly order: number;
}

export class LossyLink<Item> {
  readonly #options: LossyLinkOptions;
  readonly #random: () => number;
  #inFlight: InFlight<Item>[] = [];
  #latestMs = Number.NEGATIVE_INFINITY;
  #order = 0;
  #lost = 0;

  constructor(options: LossyLinkOptions) {
    this.#options = options;
    this.#random = seededRandom(options.seed);
  }

  /** Items that the link lost so far. */
  get lost(): number {
    return this.#lost;
  }

  send(nowMs: number, item: Item): void {
    const { lossFraction = 0, delayMs = 0, jitterMs = 0, reorderFraction = 0, reorderMs = 50 } = this.#options;
    const lost = this.#random() < lossFraction;
    const jitter = this.#random() * jitterMs;
    const late = this.#random() < reorderFraction ? (0.2 + 0.8 * this.#random()) * reorderMs : 0;
    const repeated = this.#random() < (this.#options.duplicateFraction ?? 0);
    if (lost) {
      this.#lost++;
      return;
    }
    this.#latestMs = Math.max(this.#latestMs, nowMs + delayMs + jitter);
    const arrivesMs = this.#latestMs + late;
    this.#inFlight.push({ item, arrivesMs, order: this.#order++ });
    if (repeated) this.#inFlight.push({ item, arrivesMs: arrivesMs + this.#random() * 10, order: this.#order++ });
  }

  /** What has arrived by now, in order of arrival. */
  take(nowMs: number): Item[] {
    const arrived = this.#inFlight.filter(({ arrivesMs }) => arrivesMs <= nowMs);
    this.#inFlight = this.#inFlight.filter(({ arrivesMs }) => arrivesMs > nowMs);
    return arrived.sort((a, b) => a.arrivesMs - b.arrivesMs || a.order - b.order).map(({ item }) => item);
  }

  /** When the next item arrives; undefined = nothing is under way. */
  nextDeadlineMs(): number | undefined {
    const next = this.#inFlight.reduce((least, { arrivesMs }) => Math.min(least, arrivesMs), Number.POSITIVE_INFINITY);
    return Number.isFinite(next) ? next : undefined;
  }
}
