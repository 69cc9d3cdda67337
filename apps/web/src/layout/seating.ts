/**
 * Who sits on the first page: everybody in the order they came, except that who speaks from a later page changes places with
 * the person of the first page who has been silent the longest. Nobody else moves.
 */
export interface Seating {
  readonly order: readonly string[];
  /** Which turn each spoke in last; who is not here has not spoken. */
  readonly spoke: Readonly<Record<string, number>>;
  readonly turn: number;
  readonly speaker: string | undefined;
}

export const emptySeating: Seating = { order: [], spoke: {}, turn: 0, speaker: undefined };

export interface SeatingInput {
  /** Everybody who needs a seat, in the order they came. */
  readonly keys: readonly string[];
  /** How many of these seats the first page has. */
  readonly firstPage: number;
  /** Who speaks, or spoke last; somebody without a seat counts as nobody. */
  readonly speaker: string | undefined;
  /** Has a seat to come back to, but stands on the stage meanwhile. */
  readonly staged?: string | undefined;
}

/** Answers `before` itself when nothing changes. */
export function seat(before: Seating, { keys, firstPage, speaker: asked, staged }: SeatingInput): Seating {
  const present = new Set(keys);
  const known = new Set(before.order);
  const kept = before.order.filter((key) => present.has(key));
  const order = [...kept, ...keys.filter((key) => !known.has(key))];
  const speaker = asked !== undefined && present.has(asked) ? asked : undefined;
  const newTurn = speaker !== undefined && speaker !== before.speaker;
  const turn = newTurn ? before.turn + 1 : before.turn;
  const spoke = newTurn ? { ...before.spoke, [speaker]: turn } : before.spoke;
  const exchange =
    speaker === undefined
      ? undefined
      : exchangeFor(
          order.filter((key) => key !== staged),
          speaker,
          firstPage,
          spoke,
        );
  const seats = exchange === undefined ? order : order.map((key) => exchange.get(key) ?? key);
  const same = seats.length === before.order.length && seats.every((key, index) => key === before.order[index]);
  if (same && speaker === before.speaker) return before;
  return { order: same ? before.order : seats, spoke, turn, speaker };
}

/** Which two change places; undefined when the speaker needs no other seat. */
function exchangeFor(
  shown: readonly string[],
  speaker: string,
  firstPage: number,
  spoke: Readonly<Record<string, number>>,
): ReadonlyMap<string, string> | undefined {
  if (shown.indexOf(speaker) < firstPage) return undefined;
  const lastTurn = (key: string): number => spoke[key] ?? 0;
  const [quietest] = shown
    .slice(0, firstPage)
    .reverse()
    .sort((one, other) => lastTurn(one) - lastTurn(other));
  if (quietest === undefined) return undefined;
  return new Map([
    [speaker, quietest],
    [quietest, speaker],
  ]);
}
