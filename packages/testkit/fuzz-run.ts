/** Runs one fuzz target over spoilt inputs. Each round has a seed of its own, so that a failing input can be made again from a number. */
import type { FuzzTarget } from './fuzz.ts';
import { mutate } from './fuzz-mutators.ts';
import { seededRandom } from './random.ts';

export interface FuzzOptions {
  readonly seed: number;
  /** One of the two bounds must be given. */
  readonly durationMs?: number;
  readonly iterations?: number;
  /** An input that takes longer counts as a failure. */
  readonly slowMs?: number;
}

export interface FuzzFailure {
  readonly inputHex: string;
  /** Runs this input alone: `runFuzz(target, { seed, iterations: 1 })`. */
  readonly seed: number;
  readonly message: string;
}

export interface FuzzOutcome {
  readonly name: string;
  readonly iterations: number;
  readonly failure?: FuzzFailure;
}

/** Stops at the first failure. The seeds themselves, whole and untouched, come first. */
export function runFuzz(target: FuzzTarget, options: FuzzOptions): FuzzOutcome {
  const {
    seed,
    durationMs = Number.POSITIVE_INFINITY,
    iterations = Number.POSITIVE_INFINITY,
    slowMs = 2_000,
  } = options;
  if (!Number.isFinite(durationMs) && !Number.isFinite(iterations)) throw new RangeError('A fuzz run needs a bound');
  const name = target.name;
  for (const bytes of target.seeds) {
    const message = tryOne(target, bytes.slice(), slowMs);
    if (message !== undefined) return { name, iterations: 0, failure: { inputHex: toHex(bytes), seed, message } };
  }
  const endMs = performance.now() + durationMs;
  let count = 0;
  while (count < iterations && performance.now() < endMs) {
    const roundSeed = (seed + count) >>> 0;
    const bytes = mutate(target.seeds, seededRandom(roundSeed));
    // The target may write into what it gets: it works on a copy.
    const message = tryOne(target, bytes.slice(), slowMs);
    count++;
    if (message !== undefined) {
      return { name, iterations: count, failure: { inputHex: toHex(bytes), seed: roundSeed, message } };
    }
  }
  return { name, iterations: count };
}

function tryOne(target: FuzzTarget, bytes: Uint8Array, slowMs: number): string | undefined {
  const startMs = performance.now();
  try {
    target.run(bytes);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
  const tookMs = performance.now() - startMs;
  return tookMs > slowMs ? `Took ${Math.round(tookMs)} ms` : undefined;
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
