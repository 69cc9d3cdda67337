/** The shape of a fuzz target: every parser of remote bytes has one beside it, and one runner finds and runs them all. */
export interface FuzzTarget {
  readonly name: string;
  /** Well-formed inputs that mutation starts from. */
  readonly seeds: readonly Uint8Array[];
  /** Must return for every input; throws only when an invariant of the parser is broken. */
  run(bytes: Uint8Array): void;
}
