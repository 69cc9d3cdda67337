/**
 * When to send a flight again (RFC 6347 section 4.2.4): after a quarter second, then twice as long each time up to a minute. The path is known from ICE checks
 * just before, so the first wait is shorter than the RFC's second, as its section 4.2.4.1 allows.
 */
const firstWaitMs = 250;
const longestWaitMs = 60_000;
/** A peer that asks for our flight again gets it at most this often, so that its repeats cannot make us amplify. */
const leastRepeatGapMs = 40;

export class FlightTimer {
  #waitMs = firstWaitMs;
  #deadlineMs: number | undefined;
  #lastSentMs = Number.NEGATIVE_INFINITY;

  get deadlineMs(): number | undefined {
    return this.#deadlineMs;
  }

  /** A new flight went out. `expectsReply` is false for the last flight, which is repeated only when asked for. */
  start(nowMs: number, expectsReply: boolean): void {
    this.#waitMs = firstWaitMs;
    this.#lastSentMs = nowMs;
    this.#deadlineMs = expectsReply ? nowMs + this.#waitMs : undefined;
  }

  stop(): void {
    this.#deadlineMs = undefined;
  }

  /** True when the wait is over and the flight is to be sent again; the next wait is twice as long. */
  isDue(nowMs: number): boolean {
    if (this.#deadlineMs === undefined || nowMs < this.#deadlineMs) return false;
    this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs);
    this.#deadlineMs = nowMs + this.#waitMs;
    this.#lastSentMs = nowMs;
    return true;
  }

  /** True when the peer's repeat may be answered with our flight now. */
  mayRepeat(nowMs: number): boolean {
    if (nowMs - this.#lastSentMs < leastRepeatGapMs) return false;
    this.#lastSentMs = nowMs;
    return true;
  }
}
