import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarFile } from './calendar-event.ts';

const event = {
  id: '6f1c2a54-0d52-4c1e-9a55-3b8f0f2f7a10',
  name: 'Standup',
  link: 'https://meet.example.org/j/6f1c2a54-0d52-4c1e-9a55-3b8f0f2f7a10',
  startsAtMs: Date.parse('2026-03-01T12:00:00Z'),
  createdAtMs: Date.parse('2026-02-01T08:00:15.500Z'),
  changedAtMs: Date.parse('2026-02-01T08:30:15.900Z'),
};

/** RFC 5545 section 3.1 read backwards. */
const unfolded = (text: string) => text.replaceAll('\r\n ', '').split('\r\n');
const unescaped = (text: string) => text.replace(/\\(.)/g, (_, mark: string) => (mark === 'n' ? '\n' : mark));

describe('calendarFile', () => {
  it('writes one event of an hour, in UTC', () => {
    expect(unfolded(calendarFile(event))).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Veche//Veche//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:PUBLISH',
      'BEGIN:VEVENT',
      `UID:${event.id}@veche`,
      'DTSTAMP:20260201T083015Z',
      'LAST-MODIFIED:20260201T083015Z',
      'SEQUENCE:1801',
      'DTSTART:20260301T120000Z',
      'DTEND:20260301T130000Z',
      'SUMMARY:Standup',
      `DESCRIPTION:${event.link}`,
      `LOCATION:${event.link}`,
      `URL:${event.link}`,
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ]);
  });

  it('numbers its versions: 0 first, then more with each change, in 31 bits for ever', () => {
    const sequence = (afterMs: number) =>
      Number(/^SEQUENCE:(\d+)\r$/m.exec(calendarFile({ ...event, changedAtMs: event.createdAtMs + afterMs }))?.[1]);
    expect([-5, 0, 1, 1_000, 1_001, 61_000].map(sequence)).toEqual([0, 0, 1, 1, 2, 61]);
    expect(sequence(100 * 366 * 24 * 3_600_000)).toBe(2 ** 31 - 1);
  });

  it('escapes what has a meaning in calendars', () => {
    expect(calendarFile({ ...event, name: 'a, b; c\\d' })).toContain('SUMMARY:a\\, b\\; c\\\\d\r\n');
  });

  it('whatever the name and link are, no property is added and no line is longer than 75 octets', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.constantFrom('a\r\nATTENDEE:eve', '\nEND:VEVENT', 'ё'.repeat(100), '🎥'.repeat(100)),
    );
    fc.assert(
      fc.property(hostile, hostile, (name, link) => {
        const text = calendarFile({ ...event, name, link });
        const properties = unfolded(text).map((line) => line.split(/[:;]/)[0]);
        expect(properties).toEqual(unfolded(calendarFile(event)).map((line) => line.split(/[:;]/)[0]));
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      }),
    );
  });

  it('a name comes back as it was when the file is read', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 100 }).filter((name) => !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(name)),
        (name) => {
          const summary = unfolded(calendarFile({ ...event, name })).find((line) => line.startsWith('SUMMARY:'));
          expect(unescaped(summary?.slice('SUMMARY:'.length) ?? '')).toBe(name);
        },
      ),
    );
  });
});
