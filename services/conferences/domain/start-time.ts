/** When a planned meeting starts, as it comes in from a person or a script. */
import { VecheError } from '@veche/contracts/errors.ts';

/** ISO 8601 with its zone: a time without one means something else to everybody. */
const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
/** Clocks differ, and a form takes time to send. */
const graceMs = 60_000;
const farthestMs = 10 * 366 * 24 * 3_600_000;

/** Answers milliseconds since the epoch. Throws `invalid_request`, `conference_starts_in_past`. */
export function parseStartTime(typed: string, nowMs: number): number {
  const startsAtMs = isoTime.test(typed) ? Date.parse(typed) : Number.NaN;
  if (Number.isNaN(startsAtMs) || startsAtMs > nowMs + farthestMs) {
    throw new VecheError('invalid_request', { field: 'startsAt' });
  }
  if (startsAtMs < nowMs - graceMs) throw new VecheError('conference_starts_in_past', { field: 'startsAt' });
  return startsAtMs;
}
