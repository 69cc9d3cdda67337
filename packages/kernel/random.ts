/** Randomness comes in from outside, so that a failing run can be replayed from its seed. */
export interface Random {
  /** `length` bytes, each uniformly distributed. Production sources are cryptographically strong. */
  bytes(length: number): Uint8Array;
}
