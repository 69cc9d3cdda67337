/**
 * The one clock of a recording: chunks in the order in which they are watched, each at its position, which is the sum of the lengths before it. What was
 * not recorded takes no time in what is watched; it is a gap between two chunks.
 */

export interface ChunkSpan {
  readonly sequence: number;
  readonly runStartedAtMs: number;
  readonly number: number;
  /** By the wall's clock. */
  readonly startMs: number;
  readonly durationMs: number;
}

export interface Pause {
  readonly startedAtMs: number;
  /** null = it goes on. */
  readonly endedAtMs: number | null;
}

export interface Placed<Chunk extends ChunkSpan> {
  readonly chunk: Chunk;
  readonly positionMs: number;
  /** How long nothing was recorded before it, by the wall's clock; 0 = it follows the one before. */
  readonly gapMs: number;
}

export interface Gap {
  /** In what is watched. */
  readonly positionMs: number;
  readonly lengthMs: number;
  /** So much of it a host wanted; the rest was lost. */
  readonly pausedMs: number;
}

/**
 * `chunks` in the order of the log. While the recording goes on, only what comes after everything that was there before is there: a list that players
 * follow never changes but at its end. Those of a run come in its order, so a number that was passed over may never come, and is not waited for. What comes
 * late, as from the spool of a process that died, takes its place once the recording is over.
 */
export function inWatchingOrder<Chunk extends ChunkSpan>(chunks: readonly Chunk[], goesOn: boolean): Chunk[] {
  if (!goesOn) return chunks.toSorted(byTime);
  const listed: Chunk[] = [];
  for (const chunk of chunks) {
    const last = listed.at(-1);
    if (last === undefined || byTime(last, chunk) < 0) listed.push(chunk);
  }
  return listed;
}

const byTime = (a: ChunkSpan, b: ChunkSpan): number => a.runStartedAtMs - b.runStartedAtMs || a.number - b.number;

/** `ordered` as `inWatchingOrder` answers. */
export function placed<Chunk extends ChunkSpan>(ordered: readonly Chunk[]): Placed<Chunk>[] {
  let positionMs = 0;
  let endMs: number | undefined;
  return ordered.map((chunk) => {
    const gapMs = endMs === undefined ? 0 : Math.max(0, chunk.startMs - endMs);
    const at = { chunk, positionMs, gapMs };
    positionMs += chunk.durationMs;
    endMs = chunk.startMs + chunk.durationMs;
    return at;
  });
}

export function durationOf(chunks: readonly Placed<ChunkSpan>[]): number {
  const last = chunks.at(-1);
  return last === undefined ? 0 : last.positionMs + last.chunk.durationMs;
}

export function gapsOf(chunks: readonly Placed<ChunkSpan>[], pauses: readonly Pause[]): Gap[] {
  return chunks.flatMap(({ chunk, positionMs, gapMs }) => {
    if (gapMs === 0) return [];
    const span = { fromMs: chunk.startMs - gapMs, toMs: chunk.startMs };
    const pausedMs = pauses.reduce((sum, pause) => sum + overlapMs(pause, span), 0);
    return [{ positionMs, lengthMs: gapMs, pausedMs: Math.min(pausedMs, gapMs) }];
  });
}

function overlapMs(
  { startedAtMs, endedAtMs }: Pause,
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): number {
  return Math.max(0, Math.min(endedAtMs ?? Number.POSITIVE_INFINITY, toMs) - Math.max(startedAtMs, fromMs));
}

export const isPausedAt = (pauses: readonly Pause[], wallMs: number): boolean =>
  pauses.some(({ startedAtMs, endedAtMs }) => startedAtMs <= wallMs && wallMs < (endedAtMs ?? Infinity));

export type Place =
  | { readonly where: 'inside'; readonly positionMs: number }
  /** Nothing of that moment is there; the position is that of the cut. */
  | { readonly where: 'gap'; readonly positionMs: number }
  | { readonly where: 'before' | 'after'; readonly positionMs: number };

/** Where a moment of the wall's clock is in what is watched. O(log n). */
export function placeOf(chunks: readonly Placed<ChunkSpan>[], wallMs: number): Place {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chunks[middle]!.chunk.startMs <= wallMs) low = middle + 1;
    else high = middle;
  }
  const found = chunks[low - 1];
  if (found === undefined) return { where: 'before', positionMs: 0 };
  const intoMs = wallMs - found.chunk.startMs;
  if (intoMs < found.chunk.durationMs) return { where: 'inside', positionMs: found.positionMs + intoMs };
  const positionMs = found.positionMs + found.chunk.durationMs;
  return { where: low < chunks.length ? 'gap' : 'after', positionMs };
}

/** The moment of the wall's clock that is shown at a position; undefined = there is nothing at it. O(log n). */
export function wallTimeOf(chunks: readonly Placed<ChunkSpan>[], positionMs: number): number | undefined {
  let [low, high] = [0, chunks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (chunks[middle]!.positionMs <= positionMs) low = middle + 1;
    else high = middle;
  }
  const found = chunks[low - 1];
  if (found === undefined || positionMs < 0) return undefined;
  const intoMs = positionMs - found.positionMs;
  return intoMs < found.chunk.durationMs ? found.chunk.startMs + intoMs : undefined;
}
