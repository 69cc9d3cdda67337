/** Which packet indices were seen (RFC 3711 section 3.3.2): an index is accepted once, and never when it lies behind the window. */

const windowBits = 512;
const windowWords = windowBits / 32;

export class ReplayWindow {
  #highest = -1;
  readonly #seen = new Uint32Array(windowWords);

  /** The highest accepted index; -1 before the first. */
  get highest(): number {
    return this.#highest;
  }

  /** True when `index` may still be accepted. Indices reach 2^48. */
  isFresh(index: number): boolean {
    if (index > this.#highest) return true;
    if (this.#highest - index >= windowBits) return false;
    return (this.#seen[(index % windowBits) >>> 5]! & (1 << (index & 31))) === 0;
  }

  /** Marks an index that passed authentication. */
  accept(index: number): void {
    if (index > this.#highest) {
      const advance = index - this.#highest;
      if (this.#highest < 0 || advance >= windowBits) this.#seen.fill(0);
      else for (let passed = this.#highest + 1; passed < index; passed++) this.#clear(passed);
      this.#highest = index;
    }
    this.#seen[(index % windowBits) >>> 5]! |= 1 << (index & 31);
  }

  #clear(index: number): void {
    this.#seen[(index % windowBits) >>> 5]! &= ~(1 << (index & 31));
  }
}
