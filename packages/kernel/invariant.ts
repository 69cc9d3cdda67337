/** A broken invariant is a bug of ours: it has a class of its own that nobody catches. */
export class BrokenInvariant extends Error {
  override readonly name = 'BrokenInvariant';
}

export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new BrokenInvariant(message);
}

/** Closes a switch over a tagged union: a forgotten variant is a type error. */
export function unreachable(value: never): never {
  throw new BrokenInvariant(`Unreachable: ${JSON.stringify(value)}`);
}
