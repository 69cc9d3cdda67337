/** An invitation as a calendar file (RFC 5545). */
export interface CalendarEvent {
  readonly id: string;
  readonly name: string;
  readonly startsAt: Date;
  readonly durationMinutes: number;
  readonly link: string;
  readonly description: string;
  /** When the file is made. */
  readonly now: Date;
}

const stamp = (date: Date): string => date.toISOString().replace(/[-:]|\.\d{3}/g, '');
const escaped = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`).replace(/\r?\n/g, '\\n');

/** Lines of at most 75 bytes, the rest behind a space, never inside a character (section 3.1). */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let result = '';
  let bytes = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (bytes + size > 75) {
      result += '\r\n ';
      bytes = 1;
    }
    result += character;
    bytes += size;
  }
  return result;
}

export function calendarFile(event: CalendarEvent): string {
  const endsAt = new Date(event.startsAt.getTime() + event.durationMinutes * 60_000);
  return `${[
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Veche//Meetings//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${event.id}@veche`,
    `DTSTAMP:${stamp(event.now)}`,
    `DTSTART:${stamp(event.startsAt)}`,
    `DTEND:${stamp(endsAt)}`,
    `SUMMARY:${escaped(event.name)}`,
    `DESCRIPTION:${escaped(event.description)}`,
    `LOCATION:${escaped(event.link)}`,
    `URL:${event.link}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ]
    .map(folded)
    .join('\r\n')}\r\n`;
}
