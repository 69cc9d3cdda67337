/** The addresses that proved the password, with the time of their last proof. Bounded: the one silent for longest makes room, never the one kept. */
export class ValidatedTuples {
  readonly #capacity: number;
  /** In order of last proof, oldest first. */
  readonly #provedAtMs = new Map<string, number>();

  /** `capacity` is at least 2. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  has(tupleKey: string): boolean {
    return this.#provedAtMs.has(tupleKey);
  }

  provedAtMs(tupleKey: string): number | undefined {
    return this.#provedAtMs.get(tupleKey);
  }

  /** Notes a proof; gives back the tuple that made room for it, if one had to. */
  prove(tupleKey: string, nowMs: number, kept: string | undefined): string | undefined {
    this.#provedAtMs.delete(tupleKey);
    this.#provedAtMs.set(tupleKey, nowMs);
    if (this.#provedAtMs.size <= this.#capacity) return undefined;
    for (const oldest of this.#provedAtMs.keys()) {
      if (oldest === kept || oldest === tupleKey) continue;
      this.#provedAtMs.delete(oldest);
      return oldest;
    }
    return undefined;
  }

  forget(tupleKey: string): void {
    this.#provedAtMs.delete(tupleKey);
  }

  /** Forgets and gives back all whose last proof is `ageMs` or more ago. */
  expire(nowMs: number, ageMs: number): string[] {
    const expired: string[] = [];
    for (const [tupleKey, provedAtMs] of this.#provedAtMs) {
      if (nowMs - provedAtMs >= ageMs) expired.push(tupleKey);
    }
    for (const tupleKey of expired) this.#provedAtMs.delete(tupleKey);
    return expired;
  }

  /** Time of the proof that expires first. */
  oldestProofMs(): number | undefined {
    for (const provedAtMs of this.#provedAtMs.values()) return provedAtMs;
    return undefined;
  }
}
