/**
 * Decides when cleaning is left out. Sound is made in beats of 20 ms; when a beat's work comes near to filling it, or beats begin late, noise is the
 * lesser evil than gaps. Cleaning comes back after a while of ease; each time that proves too early, the next while is longer.
 */
const beatMs = 20;
/** A beat that begins later than this is late: half of what a receiver's own buffer forgives. */
export const lateMs = 10;
const busyShareMax = 0.8;
const gain = 1 / 16;
const lateBeatsMax = 4;
/** After so many nothing is known of what was before. */
const allBeats = 64;
const firstRestMs = 5_000;
const longestRestMs = 80_000;

export class LoadShedding {
  #busyShare = 0;
  /** Late beats of late, fading. */
  #lateness = 0;
  #droppedSinceMs: number | undefined;
  #restMs = firstRestMs;
  #restoredAtMs = Number.NEGATIVE_INFINITY;

  get dropsCleaning(): boolean {
    return this.#droppedSinceMs !== undefined;
  }

  get busyShare(): number {
    return this.#busyShare;
  }

  /** One beat: how late it began and how long it worked. Answers what changed, if anything. */
  beat(nowMs: number, lateByMs: number, busyMs: number): 'dropped' | 'restored' | undefined {
    this.#busyShare += (busyMs / beatMs - this.#busyShare) * gain;
    this.#count(lateByMs > lateMs);
    return this.#decide(nowMs);
  }

  /** So many beats were left out altogether. */
  giveUp(nowMs: number, beats: number): 'dropped' | 'restored' | undefined {
    for (let beat = 0; beat < Math.min(beats, allBeats); beat++) this.#count(true);
    return this.#decide(nowMs);
  }

  #count(isLate: boolean): void {
    this.#lateness += (isLate ? 1 : 0) - this.#lateness * gain;
  }

  #decide(nowMs: number): 'dropped' | 'restored' | undefined {
    const isShort = this.#busyShare > busyShareMax || this.#lateness > lateBeatsMax;
    if (this.#droppedSinceMs === undefined) {
      if (!isShort) return undefined;
      this.#restMs =
        nowMs - this.#restoredAtMs < 2 * this.#restMs ? Math.min(longestRestMs, this.#restMs * 2) : firstRestMs;
      this.#droppedSinceMs = nowMs;
      return 'dropped';
    }
    if (isShort) this.#droppedSinceMs = nowMs;
    if (nowMs - this.#droppedSinceMs < this.#restMs) return undefined;
    this.#droppedSinceMs = undefined;
    this.#restoredAtMs = nowMs;
    return 'restored';
  }
}
