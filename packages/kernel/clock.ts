/** Time comes in from outside: code that needs it takes a Clock, and tests turn its hands themselves. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };
