/** How good a participant's network is, as a number of bars: bad news is believed after two seconds, good news after four. */
export type Grade = 0 | 1 | 2 | 3;

/** The last second as the server saw it, both ways. */
export interface NetworkSecond {
  /** false = some transport that was connected is not. */
  readonly connected: boolean;
  /** 0 to 1: the worst of the streams in either direction; undefined = nothing was measured. */
  readonly lostFraction: number | undefined;
  readonly rttMs: number | undefined;
  readonly jitterMs: number | undefined;
}

export interface NetworkGrading {
  /** null = not known yet. */
  readonly grade: Grade | null;
  readonly candidate: Grade | undefined;
  readonly candidateSeconds: number;
}

export const ungraded: NetworkGrading = { grade: null, candidate: undefined, candidateSeconds: 0 };

const worseAfterSeconds = 2;
const betterAfterSeconds = 4;

/** Call once a second. */
export function gradeSecond(before: NetworkGrading, second: NetworkSecond): NetworkGrading {
  const grade = gradeOf(second);
  if (grade === undefined) return before;
  if (before.grade === null || grade === 0) return { grade, candidate: undefined, candidateSeconds: 0 };
  if (grade === before.grade) return { ...before, candidate: undefined, candidateSeconds: 0 };
  const sameDirection = before.candidate !== undefined && before.candidate < before.grade === grade < before.grade;
  const candidateSeconds = sameDirection ? before.candidateSeconds + 1 : 1;
  const needed = grade < before.grade ? worseAfterSeconds : betterAfterSeconds;
  if (candidateSeconds >= needed) return { grade, candidate: undefined, candidateSeconds: 0 };
  return { grade: before.grade, candidate: grade, candidateSeconds };
}

function gradeOf({ connected, lostFraction, rttMs, jitterMs }: NetworkSecond): Grade | undefined {
  if (!connected) return 0;
  if (lostFraction === undefined && rttMs === undefined && jitterMs === undefined) return undefined;
  const lost = lostFraction ?? 0;
  const rtt = rttMs ?? 0;
  const jitter = jitterMs ?? 0;
  if (lost < 0.03 && rtt < 300 && jitter < 60) return 3;
  if (lost < 0.1 && rtt < 700 && jitter < 150) return 2;
  return 1;
}
