/**
 * How far behind the meeting a viewer is, and where "live" is: so far behind it that the next chunk is there before the one in hand is played out, and
 * never more than twenty seconds. Pure.
 */

/** A chunk takes up to 12 s to be full, and a moment to be stored and noticed. */
const liveBehindS = 15;
/** Nearer than this to the end of what is there, the player would stop at once. */
const leastAheadS = 0.5;
/** Up to so far behind, one is live. */
const stillLiveS = 20;

export interface LiveEdge {
  /** Where what has been stored ends, in seconds from the beginning. */
  readonly edgeS: number;
  /** When that was recorded, by the server's clock, if the playlist says so. */
  readonly edgeAtMs: number | undefined;
  /** The server's clock. */
  readonly nowMs: number;
}

/** Seconds that have been recorded since, or are being stored. */
const edgeAgeS = ({ edgeAtMs, nowMs }: LiveEdge): number =>
  edgeAtMs === undefined ? 0 : Math.max(0, (nowMs - edgeAtMs) / 1_000);

/** Where to go for "live". */
export function livePositionS(edge: LiveEdge): number {
  const wanted = edge.edgeS - (liveBehindS - edgeAgeS(edge));
  return Math.max(0, Math.min(wanted, edge.edgeS - leastAheadS));
}

export const behindLiveS = (atS: number, edge: LiveEdge): number => Math.max(0, edge.edgeS - atS + edgeAgeS(edge));

/** A little faster, which nobody hears: what opening and waiting have taken is made up for. */
const hurriedRate = 1.1;
const hurryFromS = liveBehindS + 1;

/** How fast whoever follows what is live is to play, `now` being how fast they do; undefined = it does not grow any more. */
export function liveRate(atS: number, edge: LiveEdge | undefined, now: number): number {
  if (edge === undefined) return 1;
  const behindS = behindLiveS(atS, edge);
  if (behindS > hurryFromS) return hurriedRate;
  return behindS <= liveBehindS ? 1 : now;
}

export const isLive = (atS: number, edge: LiveEdge): boolean => behindLiveS(atS, edge) <= stillLiveS;
