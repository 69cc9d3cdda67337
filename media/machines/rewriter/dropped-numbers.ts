/**
 * Closes the gaps that filtering leaves in a row of numbers: each dropped number moves all later ones down by one.
 * Only the newest drops are kept one by one (for packets that come out of order); older ones are a sum.
 */
const keptMax = 512;

export class DroppedNumbers {
  /** Ascending. */
  #kept: number[] = [];
  #older = 0;

  /** Counts `value` as dropped; a second time changes nothing. */
  drop(value: number): void {
    const kept = this.#kept;
    let at = kept.length;
    while (at > 0 && kept[at - 1]! > value) at--;
    if (at > 0 && kept[at - 1] === value) return;
    if (at === kept.length) kept.push(value);
    else kept.splice(at, 0, value);
    if (kept.length > keptMax) {
      this.#older += keptMax / 2;
      this.#kept = kept.slice(keptMax / 2);
    }
  }

  /** How many numbers below `value`, which is at least `knownFrom`, were dropped. */
  before(value: number): number {
    const kept = this.#kept;
    let at = kept.length;
    while (at > 0 && kept[at - 1]! >= value) at--;
    return this.#older + at;
  }

  /** Of numbers below this one it is no longer known which were dropped. */
  get knownFrom(): number {
    return this.#older === 0 ? Number.NEGATIVE_INFINITY : this.#kept[0]!;
  }

  has(value: number): boolean {
    for (let at = this.#kept.length - 1; at >= 0 && this.#kept[at]! >= value; at--)
      if (this.#kept[at] === value) return true;
    return false;
  }

  clear(): void {
    this.#kept = [];
    this.#older = 0;
  }
}
