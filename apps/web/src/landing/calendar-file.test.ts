import { describe, expect, it } from 'vitest';
import { calendarFile } from './calendar-file.ts';

const event = {
  id: 'abc',
  name: 'Council; of elders, today',
  startsAt: new Date('2026-12-01T09:30:00Z'),
  durationMinutes: 60,
  link: 'https://veche.example/j/abc',
  description: `Two lines\nand ${'очень '.repeat(30)}long`,
  now: new Date('2026-11-24T04:00:00Z'),
};

describe('calendar file', () => {
  it('says when, what and where, in UTC', () => {
    const text = calendarFile(event);
    expect(text).toContain('DTSTART:20261201T093000Z\r\n');
    expect(text).toContain('DTEND:20261201T103000Z\r\n');
    expect(text).toContain('SUMMARY:Council\\; of elders\\, today\r\n');
    expect(text).toContain('URL:https://veche.example/j/abc\r\n');
  });
  it('folds lines at 75 bytes and loses nothing', () => {
    const text = calendarFile(event);
    for (const line of text.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n ', '')).toContain(event.description.replace('\n', '\\n'));
  });
});
