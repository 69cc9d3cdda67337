/** Who came to a meeting, left it, or took another name, as it stands in the log under the meeting's id. */
import { isUuid } from '@veche/contracts/ids.ts';
import type { LogEvent, NewEvent } from '@veche/ports/log/log.ts';

export const participantsTopic = 'participants';
/** The consumer that writes the table. */
export const participantWriterGroup = 'participant-writer';

export interface AttendanceEvent {
  readonly type: 'came' | 'left' | 'renamed';
  readonly conferenceId: string;
  readonly participantId: string;
  readonly userId: string | null;
  readonly name: string;
  readonly atMs: number;
}

export function writeAttendance({ conferenceId, ...event }: AttendanceEvent): NewEvent {
  return { key: conferenceId, value: JSON.stringify(event) };
}

/** Nothing for what is no such event, as of a later version of the program. What such a version has added to an event is overlooked. */
export function readAttendance({
  key: conferenceId,
  value,
}: Pick<LogEvent, 'key' | 'value'>): AttendanceEvent | undefined {
  const event = parsed(value);
  const { type, participantId, userId = null, name, atMs } = event;
  if (type !== 'came' && type !== 'left' && type !== 'renamed') return undefined;
  if (typeof participantId !== 'string' || !isUuid(participantId)) return undefined;
  if (userId !== null && typeof userId !== 'string') return undefined;
  if (typeof name !== 'string' || !isInstant(atMs)) return undefined;
  return { type, conferenceId, participantId, userId, name, atMs };
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

const isInstant = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= Date.parse('9999-12-31T23:59:59.999Z');
