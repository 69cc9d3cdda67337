/**
 * Token buckets: how often something may be done by whoever the key names.
 *
 * - L1 A fresh key has `capacity` takes at once; they grow back evenly, `capacity` of them in `perMs`.
 * - L2 A refused take costs nothing, and `retryAfterMs` says when the next one will be granted: then it is.
 * - L3 Keys don't influence each other.
 * - L4 `giveBack` returns a take, never beyond the capacity.
 * - L5 The number of keys is bounded: beyond it, those used longest ago are forgotten (and start fresh).
 * - L6 A clock that jumps back neither grants nor takes anything.
 */
export interface Rate {
  readonly capacity: number;
  readonly perMs: number;
}

export interface Take {
  readonly ok: boolean;
  /** 0 when granted. */
  readonly retryAfterMs: number;
}

export interface Limits {
  take(key: string, rate: Rate): Promise<Take>;
  giveBack(key: string, rate: Rate): Promise<void>;
}
