/** The log's consumer that writes the table of participants. Handed the same events again, it leaves the same. */
import { type LogEvent, TryLater } from '@veche/ports/log/log.ts';
import type { ConferencesParts } from '../conferences-parts.ts';
import { readAttendance } from '../domain/attendance-event.ts';

export async function writeParticipants(
  parts: Pick<ConferencesParts, 'participations' | 'accountName'>,
  events: readonly LogEvent[],
): Promise<void> {
  const told = events.flatMap((logged) => readAttendance(logged) ?? []);
  try {
    const gone = new Set<string>();
    for (const userId of new Set(told.flatMap((event) => event.userId ?? []))) {
      if ((await parts.accountName(userId)) === undefined) gone.add(userId);
    }
    await parts.participations.write(told, gone);
  } catch (error) {
    // Nothing can be wrong with what could be read: whatever this is, it passes.
    throw new TryLater('The table of participants is away', { cause: error });
  }
}
