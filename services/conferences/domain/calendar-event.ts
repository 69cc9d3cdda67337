/** One meeting as an iCalendar file (RFC 5545). Every text is escaped and every line folded, so nothing typed can add a property. */

export interface CalendarEvent {
  readonly id: string;
  readonly name: string;
  readonly link: string;
  readonly startsAtMs: number;
  /** When its first version was written, and this one. */
  readonly createdAtMs: number;
  readonly changedAtMs: number;
}

const durationMs = 3_600_000;
/** RFC 5545 section 3.1: octets in a line, without its break. */
const lineOctets = 75;

export function calendarFile({ id, name, link, startsAtMs, createdAtMs, changedAtMs }: CalendarEvent): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Veche//Veche//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${id}@veche`,
    `DTSTAMP:${utc(changedAtMs)}`,
    `LAST-MODIFIED:${utc(changedAtMs)}`,
    `SEQUENCE:${sequence(createdAtMs, changedAtMs)}`,
    `DTSTART:${utc(startsAtMs)}`,
    `DTEND:${utc(startsAtMs + durationMs)}`,
    `SUMMARY:${escaped(name)}`,
    `DESCRIPTION:${escaped(link)}`,
    `LOCATION:${escaped(link)}`,
    `URL:${uri(link)}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

/**
 * Section 3.8.7.4: calendars pass over a version that has no greater number than theirs. Seconds since the first version grow
 * with each change, start at 0, and need no counter of their own; the property is a signed 32-bit integer.
 */
function sequence(createdAtMs: number, changedAtMs: number): number {
  return Math.min(Math.max(0, Math.ceil((changedAtMs - createdAtMs) / 1_000)), 0x7fff_ffff);
}

/** Section 3.3.5, form 2: UTC, whole seconds. */
function utc(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
}

/** Section 3.3.11; other control characters have no place in a text at all. */
function escaped(text: string): string {
  return text
    .replace(/[\\;,]/g, (mark) => `\\${mark}`)
    .replace(/\r\n|\r|\n|\u2028|\u2029/g, '\\n')
    .replace(/\p{Cc}/gu, '');
}

/** A URI is no text and is not escaped; it has no control characters or spaces to begin with. */
function uri(link: string): string {
  return link.replace(/[\p{Cc}\s]/gu, '');
}

/** Section 3.1: a continuation starts with a space, which counts too; no character is cut in two. */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > lineOctets) {
      parts.push(part);
      part = '';
      octets = 1;
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}
