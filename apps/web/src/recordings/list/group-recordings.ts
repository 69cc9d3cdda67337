/** Recordings of breakout rooms stand under that of their meeting; where that one is not in the list, they stand by themselves. Pure. */
import type { RecordingSummary } from '@veche/contracts/rest/recordings.ts';

export interface RecordingGroup {
  readonly main: RecordingSummary;
  /** In the order of their start. */
  readonly rooms: readonly RecordingSummary[];
}

/** In the order of the list. */
export function groupRecordings(list: readonly RecordingSummary[]): readonly RecordingGroup[] {
  const ids = new Set(list.map(({ id }) => id));
  const mainOf = ({ id, mainRecordingId }: RecordingSummary): string =>
    mainRecordingId !== null && ids.has(mainRecordingId) ? mainRecordingId : id;
  const rooms = Map.groupBy(
    list.filter((one) => mainOf(one) !== one.id),
    mainOf,
  );
  return list
    .filter((one) => mainOf(one) === one.id)
    .map((main) => ({
      main,
      rooms: (rooms.get(main.id) ?? []).toSorted((one, other) => (one.startedAt < other.startedAt ? -1 : 1)),
    }));
}
